import type { BlendWeights, Distance } from '../../../inference/runtimes/blend-schema.ts';
import { invert } from '../../../inference/runtimes/cholesky.ts';
import { compileDistance, deviations } from '../../../inference/runtimes/distance.ts';
import { quantile, sortedFinite } from '../../../statistics/order.ts';
import { columnOf, type Table } from '../learners/table.ts';
import type { FeatureSpecification } from './tabular.ts';

/** Share of the training values at each end that do not count as its range. */
const EXTREMES = 0.0005;

/** Range of each feature that is a quantity, null for the others. */
export function rangesOf(table: Table, features: readonly FeatureSpecification[]): BlendWeights['ranges'] {
  return features.map((feature, f) => {
    const values = sortedFinite(columnOf(table, f));
    if (feature.codes || feature.is !== undefined || isIndicator(values)) return null;
    return [quantile(values, EXTREMES), quantile(values, 1 - EXTREMES)];
  });
}

const isIndicator = (sorted: Float64Array): boolean => sorted.every((x) => x === 0 || x === 1);

const MOST_FEATURES = 40;
/** A feature that most people lack tells little of how usual somebody is. */
const MOSTLY_THERE = 0.5;
/** Towards no correlation: keeps the matrix well conditioned. */
const SHRINKAGE = 0.1;
/** Of the training distances, and how far beyond it the model still answers. */
const FAR = 0.999;
const ALLOWANCE = 1.25;

/** Distance over one feature of each concept; its limit lies well beyond nearly all training people. */
export function distanceOf(
  table: Table,
  features: readonly FeatureSpecification[],
): { readonly distance: Distance; readonly ofRows: Float64Array } | undefined {
  const chosen = chosenFeatures(table, features);
  if (chosen.length < 2) return undefined;
  const n = chosen.length;
  const columns = chosen.map((f) => columnOf(table, f));
  const mean = columns.map((c) => average(c.filter(Number.isFinite)));
  const sd = columns.map(
    (c, a) => Math.sqrt(average(c.filter(Number.isFinite).map((x) => (x - mean[a]!) ** 2))) || 1,
  );
  const z = columns.map((c, a) => c.map((x) => deviations(x, mean[a]!, sd[a]!)));
  const precision = lowerTriangle(invert(correlation(z, n), n), n);
  const unscaled = { features: chosen, mean, sd, precision, limit: 1 };
  const distanceFrom = compileDistance(unscaled);
  const width = table.columns.length;
  const raw = Float64Array.from({ length: table.rows }, (_, i) =>
    distanceFrom(table.data.subarray(i * width, (i + 1) * width)),
  );
  const limit = ALLOWANCE * quantile(Float64Array.from(raw).sort(), FAR);
  return { distance: { ...unscaled, limit }, ofRows: raw.map((d) => d / limit) };
}

function chosenFeatures(table: Table, features: readonly FeatureSpecification[]): number[] {
  const seen = new Set<string>();
  const chosen: number[] = [];
  features.forEach(({ concept, statistic, is }, f) => {
    if (seen.has(concept) || statistic === 'count' || is !== undefined) return;
    const values = columnOf(table, f).filter(Number.isFinite);
    if (values.length < MOSTLY_THERE * table.rows || chosen.length >= MOST_FEATURES) return;
    seen.add(concept);
    chosen.push(f);
  });
  return chosen;
}

const average = (values: Float64Array): number => values.reduce((sum, x) => sum + x, 0) / values.length;

function correlation(z: readonly Float64Array[], n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let a = 0; a < n; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = 0;
      for (let i = 0; i < z[a]!.length; i++) sum += z[a]![i]! * z[b]![i]!;
      const value = (1 - SHRINKAGE) * (sum / z[a]!.length) + (a === b ? SHRINKAGE : 0);
      out[a * n + b] = value;
      out[b * n + a] = value;
    }
  }
  return out;
}

const lowerTriangle = (matrix: Float64Array, n: number): number[] =>
  Array.from({ length: n }, (_, a) => [...matrix.subarray(a * n, a * n + a + 1)]).flat();
