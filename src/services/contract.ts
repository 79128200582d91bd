import type { RiskAssessment } from '@medplum/fhirtypes';
import type { CdsService } from '../cds-hooks/types.ts';
import type { Links } from '../findings/links.ts';
import type { ModelRegistry } from '../inference/registry.ts';
import type { Logger } from '../kernel/logger.ts';

/** Results of a patient by these models that are stored, newest first; the very latest may not be among them. */
export type History = (
  patientId: string,
  models: readonly string[],
) => Promise<readonly RiskAssessment[]> | readonly RiskAssessment[];

/** What the composition root gives to every service. */
export interface ServiceDependencies {
  readonly models: ModelRegistry;
  readonly links: Links;
  readonly history: History;
  readonly log: Logger;
}

/** `src/services/<id>/index.ts` exports `create`. */
export interface ServiceModule {
  /**
   * Several where the same id answers several hooks (CDS Hooks 2.0.1: "update stale guidance"), none where it has
   * nothing to say.
   */
  create(dependencies: ServiceDependencies): CdsService | readonly CdsService[];
}
