import type { CdsService } from '../cds-hooks/types.ts';
import type { Links } from '../findings/links.ts';
import type { ModelRegistry } from '../inference/registry.ts';
import type { Logger } from '../kernel/logger.ts';

/** What the composition root gives to every service. */
export interface ServiceDependencies {
  readonly models: ModelRegistry;
  readonly links: Links;
  readonly log: Logger;
}

/** `src/services/<id>/index.ts` exports `create`. */
export interface ServiceModule {
  /** Several where the same id answers several hooks (CDS Hooks 2.0.1: "update stale guidance"). */
  create(dependencies: ServiceDependencies): CdsService | readonly CdsService[];
}
