import { prefetchTemplates } from './templates.ts';
import type { CdsService } from './types.ts';

/** A service as discovery lists it (CDS Hooks 2.0.1, "Discovery", response). */
export interface ServiceDescription {
  readonly id: string;
  readonly hook: string;
  readonly title: string;
  readonly description: string;
  readonly usageRequirements?: string;
  readonly prefetch: Readonly<Record<string, string>>;
}

export const describeService = (service: CdsService): ServiceDescription => ({
  id: service.id,
  hook: service.hook,
  title: service.title,
  description: service.description,
  ...(service.usageRequirements ? { usageRequirements: service.usageRequirements } : {}),
  prefetch: prefetchTemplates(service.concepts),
});
