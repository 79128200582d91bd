import { resolve } from 'node:path';
import { chartFromFhir } from '../src/chart/from-fhir.ts';
import { openPrognosisModel } from '../src/families/prognosis/index.ts';
import { loadModels } from '../src/inference/registry.ts';
import { unwrap } from '../src/kernel/result.ts';
import { compare } from './compare.ts';
import { hookBody, PATIENT_TOKEN } from './hooks/bodies.ts';

// Every tabular model and equation for one patient with 500 Observations, chart included, against JSON.parse of the
// same resources. See README.md.

const OBSERVATIONS = 500;
const PATIENT = 'bench';
const now = new Date();

const registry = unwrap(await loadModels(resolve(import.meta.dirname, '../models')));
const models = registry.models
  .filter((m) => m.manifest.family === 'prognosis')
  .map((m) => unwrap(openPrognosisModel(m)));

const { patient, observations } = patientWith(OBSERVATIONS);
const json = JSON.stringify({ patient, observations });
const chart = () =>
  unwrap(
    chartFromFhir({
      patientId: PATIENT,
      patient: { resource: patient, expression: 'patient' },
      observations: observations.map((resource, i) => ({ resource, expression: `observations[${i}]` })),
      conditions: [],
      medications: [],
      now,
    }),
  );

const kinds = models.map((m) => m.predict(chart()).kind);
const count = (kind: string) => kinds.filter((k) => k === kind).length;
process.stdout.write(
  `${models.length} models: ${count('prediction')} predict, ${count('score')} score, ${count('abstention')} abstain\n`,
);

const parse = ['JSON.parse', () => void JSON.parse(json)] as const;
compare(`chart of ${OBSERVATIONS} Observations`, 1, {
  kairos: ['chart', () => void chart()],
  baseline: parse,
});
compare(`chart and ${models.length} models, explained`, 1, {
  kairos: ['all', () => allOf(chart())],
  baseline: parse,
});

function allOf(built: ReturnType<typeof chart>): void {
  for (const model of models) model.predict(built);
}

function dayBefore(days: number): Date {
  return new Date(now.getTime() - days * 86_400_000);
}

/** The patient of a hook body, with the Observations of as many such bodies as it takes. */
function patientWith(most: number) {
  const bodies = Array.from({ length: Math.ceil(most / 60) }, (_, seed) =>
    JSON.parse(hookBody(seed, dayBefore(seed)).replaceAll(PATIENT_TOKEN, PATIENT)),
  );
  const entries = bodies.flatMap((body) => body.prefetch.observations.entry);
  return {
    patient: bodies[0].prefetch.patient,
    observations: entries.slice(0, most).map((e: { resource: object }) => e.resource),
  };
}
