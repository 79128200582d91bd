import { z } from 'zod';

/** What every hook's context has in common once it is parsed. */
export interface HookContext {
  readonly patientId: string;
  readonly encounterId?: string | undefined;
  readonly userId?: string | undefined;
}

/**
 * One hook of the CDS Hooks library (https://cds-hooks.hl7.org/hooks/). A new hook is a new file of `hooks/` that
 * exports a `definition`; nothing lists it.
 */
export interface HookDefinition {
  readonly hook: string;
  /** Version of the hook's own specification. */
  readonly version: string;
  readonly context: z.ZodType<HookContext>;
  /** Context fields that prefetch templates may name; the library forbids it for those that hold resources. */
  readonly tokens: readonly (keyof HookContext)[];
}

/** A FHIR R4 id (https://hl7.org/fhir/R4/datatypes.html#id). */
export const contextId = z
  .string()
  .regex(/^[A-Za-z0-9\-.]{1,64}$/, 'expected a FHIR id: 1-64 of A-Z a-z 0-9 - .');

/** `Practitioner/abc`: the user who is logged in. */
export const userId = z.string().min(1);

/** Where nearly every hook happens: who, with whose record open, perhaps during which encounter. */
export const common = { userId, patientId: contextId, encounterId: contextId.optional() };

/** Of those, what a template may name. */
export const COMMON_TOKENS = ['userId', 'patientId', 'encounterId'] as const;

const resource = z.looseObject({ resourceType: z.string().min(1) });

/** A resource of one of the types. What is in it is not looked at: real clients send drafts that lack elements. */
export const resourceOf = (...types: readonly string[]) =>
  z.looseObject({ resourceType: z.enum(types, `expected a resource of type ${types.join(' or ')}`) });

/** A Bundle of resources; real clients leave out its `type`. */
export const bundle = z.looseObject({
  resourceType: z.literal('Bundle'),
  entry: z.array(z.looseObject({ resource: resource.optional() })).optional(),
});

/** `ServiceRequest/draft-1`: a literal reference, as strings of a context are. */
export const reference = z
  .string()
  .regex(/^[A-Z][A-Za-z]{1,63}\/[A-Za-z0-9\-.]{1,64}$/, 'expected a reference such as ServiceRequest/1');
