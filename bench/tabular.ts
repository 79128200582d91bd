import { resolve } from 'node:path';
import { chartFromFhir } from '../src/chart/from-fhir.ts';
import { openPrognosisModel } from '../src/families/prognosis/index.ts';
import { loadModels } from '../src/inference/registry.ts';
import { unwrap } from '../src/kernel/result.ts';
import { compare } from './compare.ts';
import { hookBody, PATIENT_TOKEN } from './hooks/bodies.ts';
import { intensiveCareStay } from './stay.ts';

// Every tabular model and equation for a patient with 500 Observations, chart included, against JSON.parse of the same
// resources. See README.md.

interface Record500 {
  readonly patient: object;
  readonly observations: readonly object[];
}

const OBSERVATIONS = 500;
const PATIENT = 'bench';
const now = new Date();

const registry = unwrap(await loadModels(resolve(import.meta.dirname, '../models')));
const models = registry.models
  .filter((m) => m.manifest.family === 'prognosis')
  .map((m) => unwrap(openPrognosisModel(m)));

benchRecord('ICU stay', intensiveCareStay(PATIENT, now));
benchRecord('outpatient', outpatient());

function benchRecord(name: string, record: Record500): void {
  const json = JSON.stringify(record);
  const parse = ['JSON.parse', () => void JSON.parse(json)] as const;
  print(`${name}, ${record.observations.length} Observations: ${kindsOf(record)}`);
  compare(`${name}: chart`, 1, { kairos: ['chart', () => void chartOf(record)], baseline: parse });
  compare(`${name}: chart and ${models.length} models, explained`, 1, {
    kairos: ['all', () => allOf(record)],
    baseline: parse,
  });
}

function chartOf({ patient, observations }: Record500) {
  const located = observations.map((resource, i) => ({ resource, expression: `observations[${i}]` }));
  const source = { patientId: PATIENT, patient: { resource: patient, expression: 'patient' }, now };
  return unwrap(chartFromFhir({ ...source, observations: located, conditions: [], medications: [] }));
}

function allOf(record: Record500): void {
  const chart = chartOf(record);
  for (const model of models) model.predict(chart);
}

/** How many of the models had enough to answer. */
function kindsOf(record: Record500): string {
  const chart = chartOf(record);
  const kinds = models.map((m) => m.predict(chart).kind);
  const count = (kind: string) => kinds.filter((k) => k === kind).length;
  return `${count('prediction')} models predict, ${count('score')} score, ${count('abstention')} abstain`;
}

/** The patient of a hook body, with the Observations of as many such bodies as it takes. */
function outpatient(): Record500 {
  const bodies = Array.from({ length: Math.ceil(OBSERVATIONS / 60) }, (_, seed) =>
    JSON.parse(hookBody(seed, dayBefore(seed)).replaceAll(PATIENT_TOKEN, PATIENT)),
  );
  const entries = bodies.flatMap((body) => body.prefetch.observations.entry);
  return {
    patient: bodies[0].prefetch.patient,
    observations: entries.slice(0, OBSERVATIONS).map((e: { resource: object }) => e.resource),
  };
}

function dayBefore(days: number): Date {
  return new Date(now.getTime() - days * 86_400_000);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
