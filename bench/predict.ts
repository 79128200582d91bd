import { resolve } from 'node:path';
import { RandomForestRegression } from 'ml-random-forest';
import { chartFromValues } from '../src/chart/from-values.ts';
import { openPrognosisModel } from '../src/families/prognosis/index.ts';
import { loadModel } from '../src/inference/registry.ts';
import type { Variable } from '../src/inference/runtimes/features-schema.ts';
import { compileForest, predictForest } from '../src/inference/runtimes/forest.ts';
import { compileLinear, linearSchema } from '../src/inference/runtimes/linear.ts';
import { unwrap } from '../src/kernel/result.ts';
import { seededRandom } from '../src/statistics/random.ts';
import { compare } from './compare.ts';

// Predictions of one row and of 1,000 rows against the library or code that trained the model. See README.md.

const MANY = 1_000;
const TREES = 100;
const random = seededRandom(7);

const loaded = unwrap(
  await loadModel(resolve(import.meta.dirname, '../models/nhanes-mortality'), 'nhanes-mortality'),
);
const weights = linearSchema.parse(JSON.parse(loaded.artifacts.get('weights.json')!.toString('utf8')));
const { variables } = weights.features;

/** A person of chance within the training range, nothing missing. */
const chanceValue = (v: Variable): number => {
  if (v.concept === 'age') return 20 + 65 * random();
  if (v.concept === 'sex') return random() < 0.5 ? 0 : 1;
  const t = Math.min(Math.max(v.mean + v.sd * (2 * random() - 1), v.clip[0]), v.clip[1]);
  return v.transform === 'identity' ? t : Math.exp(t);
};
const people = Array.from({ length: MANY }, () => Float64Array.from(variables, chanceValue));

benchForest();
benchServed();

/** ml-random-forest trains the forest; Kairos compiles the same trees into flat arrays. */
function benchForest(): void {
  const risk = compileLinear({ ...weights, resamples: [] });
  const rows = people.map((p) => [...p]);
  const died = people.map((p) => (random() < risk.evaluate(p).risk ? 1 : 0));
  const trained = new RandomForestRegression({
    nEstimators: TREES,
    maxFeatures: 0.6,
    replacement: true,
    noOOB: true,
    seed: 7,
    treeOptions: { minNumSamples: 5, maxDepth: 12 },
  });
  trained.train(rows, died);
  const forest = compileForest(JSON.parse(JSON.stringify(trained)));
  const library = trained.predict(rows);
  const differs = people.some((p, i) => Math.abs(predictForest(forest, p) - library[i]!) > 1e-9);
  if (differs) throw new Error('the compiled forest does not predict what the library predicts');
  for (const n of [1, MANY]) {
    compare(`random forest, ${TREES} trees, ${n} row${n === 1 ? '' : 's'}`, n, {
      kairos: ['compiled', () => eachOf(people, n, (p) => predictForest(forest, p))],
      baseline: ['ml-random-forest', () => trained.predict(rows.slice(0, n))],
    });
  }
}

/**
 * The served model with everything an answer needs (reading the chart, interval from 200 refits, comparison person,
 * contributions) against the bare risk as the training code computes it.
 */
function benchServed(): void {
  const model = unwrap(openPrognosisModel(loaded));
  const bare = compileLinear({ ...weights, resamples: [] });
  const now = new Date('2026-01-01T00:00:00Z');
  const charts = people.map((p) =>
    chartFromValues({ now, values: Object.fromEntries(variables.map(named(p))) }),
  );
  if (model.predict(charts[0]!).kind !== 'prediction') throw new Error('the served model abstained');
  for (const n of [1, MANY]) {
    compare(`nhanes-mortality, ${n} row${n === 1 ? '' : 's'}`, n, {
      kairos: ['served, explained', () => eachOf(charts, n, (c) => model.predict(c))],
      baseline: ['bare risk', () => eachOf(people, n, (p) => bare.evaluate(p))],
    });
  }
}

function named(person: Float64Array) {
  return ({ concept, codes }: Variable, v: number): [string, number | string] => {
    const value = person[v]!;
    const code = Object.entries(codes ?? {}).find(([, n]) => n === value)?.[0];
    return [concept, code ?? value];
  };
}

function eachOf<T>(rows: readonly T[], n: number, predict: (row: T) => unknown): void {
  for (let i = 0; i < n; i++) predict(rows[i]!);
}
