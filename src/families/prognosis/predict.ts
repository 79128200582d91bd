import { z } from 'zod';
import { hasConcept } from '../../chart/catalogue.ts';
import { chartFromFhir } from '../../chart/from-fhir.ts';
import { chartFromValues } from '../../chart/from-values.ts';
import type { Chart } from '../../chart/types.ts';
import type { ModelOutput } from '../../inference/prediction.ts';
import type { LoadedModel } from '../../inference/registry.ts';
import { problem } from '../../kernel/errors.ts';
import { err, ok, type Result, unwrap } from '../../kernel/result.ts';
import { openPrognosisModel } from './index.ts';

const value = z.union([z.number(), z.string(), z.boolean()]);
const given = z.strictObject({ value, unit: z.string().optional(), date: z.string().optional() });

/** Concept ids with values in canonical units, or with a unit and a date of their own. */
const valuesFile = z.object({
  now: z.iso.datetime().optional(),
  values: z.record(z.string().refine(hasConcept, 'there is no such concept'), z.union([value, given])),
});

/** A FHIR Bundle with one Patient and their Observations. */
const bundleFile = z.object({
  resourceType: z.literal('Bundle'),
  entry: z.array(z.object({ resource: z.looseObject({ resourceType: z.string() }) })),
});

/** What the model says of one person, described by values or by FHIR resources. */
export function predict(model: LoadedModel, input: unknown, now: Date): Result<ModelOutput> {
  const chart = chartOf(input, now);
  return chart.ok ? ok(unwrap(openPrognosisModel(model)).predict(chart.value)) : chart;
}

function chartOf(input: unknown, now: Date): Result<Chart> {
  const values = valuesFile.safeParse(input);
  if (values.success)
    return ok(
      chartFromValues({ now: values.data.now ? new Date(values.data.now) : now, values: values.data.values }),
    );
  const bundle = bundleFile.safeParse(input);
  if (bundle.success) return chartOfBundle(bundle.data, now);
  const issue = values.error.issues[0];
  const diagnostics = `expected a FHIR Bundle, or {"values": {concept: value}}; ${issue?.path.join('.')}: ${issue?.message}`;
  return err(problem('invalid-data', { diagnostics }));
}

function chartOfBundle({ entry }: z.output<typeof bundleFile>, now: Date): Result<Chart> {
  const located = entry.map(({ resource }, i) => ({ resource, expression: `entry[${i}].resource` }));
  const patients = located.filter((l) => l.resource.resourceType === 'Patient');
  const [patient] = patients;
  if (!patient || patients.length > 1)
    return err(problem('invalid-data', { diagnostics: 'expected exactly one Patient' }));
  const observations = located.filter((l) => l.resource.resourceType === 'Observation');
  return chartFromFhir({ patientId: String(patient.resource.id), patient, observations, now });
}
