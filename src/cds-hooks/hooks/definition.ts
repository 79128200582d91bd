import { z } from 'zod';

/** What every hook's context has in common once it is parsed. */
export interface HookContext {
  readonly patientId: string;
  readonly encounterId?: string | undefined;
  readonly userId?: string | undefined;
}

/** One hook of the CDS Hooks library. A new hook is a new file that exports one of these. */
export interface HookDefinition {
  readonly hook: string;
  readonly context: z.ZodType<HookContext>;
}

/** A FHIR R4 id (https://hl7.org/fhir/R4/datatypes.html#id). */
export const contextId = z
  .string()
  .regex(/^[A-Za-z0-9\-.]{1,64}$/, 'expected a FHIR id: 1-64 of A-Z a-z 0-9 - .');
