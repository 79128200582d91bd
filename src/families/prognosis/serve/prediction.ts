import type { Selection } from '../../../chart/select.ts';
import { levelOf } from '../../../inference/level.ts';
import type { Manifest } from '../../../inference/manifest.ts';
import type { Prediction } from '../../../inference/prediction.ts';
import { cautionsFor } from './cautions.ts';
import type { Engine } from './engine.ts';
import { averagePerson, comparisonWith, contributionsOf } from './explanation.ts';

const LEVEL = 0.95;

/** The answer of a model that may answer: risk, interval, comparison and reasons. */
export function predictionFor(
  engine: Engine,
  { values: known, evidence }: Selection,
  manifest: Manifest,
): Omit<Prediction, 'model' | 'outcome'> {
  const values = engine.valuesFrom(known);
  const person = engine.evaluate(values);
  const average = averagePerson(engine, values);
  const comparison = comparisonWith(engine, average, known);
  return {
    kind: 'prediction',
    ...(manifest.outcome.horizon ? { horizon: manifest.outcome.horizon } : {}),
    probability: person.risk,
    interval: { low: person.low, high: person.high, level: LEVEL },
    ...levelOf(person.risk, manifest),
    ...(comparison ? { comparison } : {}),
    contributions: contributionsOf(engine, person, average, evidence.used),
    evidence,
    cautions: cautionsFor(engine, values),
  };
}
