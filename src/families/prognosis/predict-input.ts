import { z } from 'zod';
import { hasConcept } from '../../chart/catalogue.ts';
import { chartFromFhir } from '../../chart/from-fhir.ts';
import { chartFromValues } from '../../chart/from-values.ts';
import type { Chart } from '../../chart/types.ts';
import { problem } from '../../kernel/errors.ts';
import { err, ok, type Result } from '../../kernel/result.ts';

const value = z.union([z.number(), z.string(), z.boolean()]);
const dated = z.strictObject({ value, unit: z.string().optional(), date: z.string().optional() });
const given = z.union([value, dated, z.array(dated)]);
const now = z.iso.datetime({ offset: true }).optional();

/** Concept ids with values in canonical units, or with a unit and a date of their own; a list is a series. */
const valuesFile = z.object({ now, values: z.record(z.string(), given) });

/** A FHIR Bundle with one Patient, their Observations, Conditions and medications. */
const bundle = z.object({
  resourceType: z.literal('Bundle'),
  entry: z.array(z.object({ resource: z.looseObject({ resourceType: z.string() }) })),
});

/** A Bundle that is read as of a certain instant. */
const bundleFile = z.object({ now, bundle });

const FORMS = 'expected a FHIR Bundle, {"now", "bundle": Bundle} or {"now", "values": {concept: value}}';

/** The forms that `kairos predict` and the examples of models take. What fails is named, without its content. */
export function chartOfInput(input: unknown, readAt: Date): Result<Chart> {
  if (has(input, 'values')) return parsed(valuesFile, input, (file) => chartOfValues(file, readAt));
  if (has(input, 'bundle'))
    return parsed(bundleFile, input, (file) => chartOfBundle(file.bundle, instant(file, readAt)));
  if (has(input, 'resourceType')) return parsed(bundle, input, (file) => chartOfBundle(file, readAt));
  return invalid(FORMS);
}

const has = (input: unknown, key: string): boolean =>
  typeof input === 'object' && input !== null && Object.hasOwn(input, key);

const invalid = (message: string): Result<never> => err(problem('invalid-data', { message }));

function parsed<T>(schema: z.ZodType<T>, input: unknown, then: (value: T) => Result<Chart>): Result<Chart> {
  const result = schema.safeParse(input);
  if (result.success) return then(result.data);
  const [issue] = result.error.issues;
  return invalid(`${issue?.path.join('.')}: ${issue?.message}; ${FORMS}`);
}

const instant = (file: { readonly now?: string | undefined }, readAt: Date): Date =>
  file.now === undefined ? readAt : new Date(file.now);

function chartOfValues(file: z.output<typeof valuesFile>, readAt: Date): Result<Chart> {
  const unknown = Object.keys(file.values).filter((id) => !hasConcept(id));
  if (unknown.length > 0)
    return invalid(`src/chart/concepts.json has no concept ${unknown.slice(0, 3).join(', ')}`);
  return ok(chartFromValues({ now: instant(file, readAt), values: file.values }));
}

function chartOfBundle({ entry }: z.output<typeof bundle>, at: Date): Result<Chart> {
  const located = entry.map(({ resource }, i) => ({ resource, expression: `entry[${i}].resource` }));
  const of = (...types: string[]) => located.filter(({ resource }) => types.includes(resource.resourceType));
  const [patient, ...others] = of('Patient');
  if (!patient || others.length > 0) return invalid('expected exactly one Patient in the Bundle');
  const patientId = String(patient.resource.id);
  return chartFromFhir({
    patientId,
    patient,
    observations: of('Observation'),
    conditions: of('Condition'),
    medications: of('MedicationRequest', 'MedicationStatement', 'Medication'),
    now: at,
  });
}
