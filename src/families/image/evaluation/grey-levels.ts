import { factorise, solveFactored } from '../../../inference/runtimes/cholesky.ts';
import type { Picture } from '../pixels/picture.ts';

/**
 * What a network must beat: a logistic regression that sees no more of a picture than how its grey levels are spread.
 * Where this does well, the classes differ in how the pictures were made.
 */
export interface GreyLevelModel {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  /** The intercept, then one coefficient for each standardised statistic. */
  readonly coefficients: readonly number[];
}

const QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95];
const STEPS = 30;
const TOLERANCE = 1e-9;
const RIDGE = 1;

/** Nine statistics of the levels 0 to 255: mean, deviation, skewness, entropy in bits, and five quantiles. */
export function greyLevels({ data }: Picture): number[] {
  const counts = new Float64Array(256);
  for (const x of data) counts[x]! += 1 / data.length;
  const moment = (about: number, power: number) =>
    counts.reduce((sum, share, x) => sum + share * (x - about) ** power, 0);
  const mean = moment(0, 1);
  const deviation = Math.sqrt(moment(mean, 2));
  const skewness = deviation > 0 ? moment(mean, 3) / deviation ** 3 : 0;
  const entropy = counts.reduce((sum, share) => (share > 0 ? sum - share * Math.log2(share) : sum), 0);
  return [mean, deviation, skewness, entropy, ...QUANTILES.map((q) => quantileOf(counts, q))];
}

/** The lowest level at or below which this share of the pixels lies. */
function quantileOf(counts: Float64Array, share: number): number {
  let sum = 0;
  for (const [level, count] of counts.entries()) {
    sum += count;
    if (sum >= share) return level;
  }
  return counts.length - 1;
}

/** Penalised maximum likelihood by Newton's steps; the intercept is not penalised. */
export function fitGreyLevels(pictures: readonly Picture[], status: ArrayLike<number>): GreyLevelModel {
  const rows = pictures.map(greyLevels);
  const columns = rows[0]?.length ?? 0;
  const mean = Array.from({ length: columns }, (_, c) => rows.reduce((s, r) => s + r[c]!, 0) / rows.length);
  const deviation = mean.map(
    (m, c) => Math.sqrt(rows.reduce((s, r) => s + (r[c]! - m) ** 2, 0) / rows.length) || 1,
  );
  const model = { mean, deviation };
  const design = rows.map((row) => standardised(row, model));
  const coefficients = new Float64Array(columns + 1);
  for (let step = 0; step < STEPS; step++) {
    const change = newtonStep(design, status, coefficients);
    change.forEach((d, c) => {
      coefficients[c]! += d;
    });
    if (change.every((d) => Math.abs(d) < TOLERANCE)) break;
  }
  return { ...model, coefficients: [...coefficients] };
}

function newtonStep(design: readonly number[][], status: ArrayLike<number>, at: Float64Array): Float64Array {
  const n = at.length;
  const gradient = Float64Array.from(at, (b, c) => (c === 0 ? 0 : -RIDGE * b));
  const hessian = new Float64Array(n * n);
  for (let c = 1; c < n; c++) hessian[c * n + c] = RIDGE;
  design.forEach((row, i) => {
    const p = probabilityOf(row, at);
    for (let c = 0; c < n; c++) {
      gradient[c]! += (status[i]! - p) * row[c]!;
      for (let d = 0; d <= c; d++) hessian[c * n + d]! += p * (1 - p) * row[c]! * row[d]!;
    }
  });
  factorise(hessian, n);
  solveFactored(hessian, n, gradient);
  return gradient;
}

const standardised = (row: readonly number[], { mean, deviation }: Omit<GreyLevelModel, 'coefficients'>) => [
  1,
  ...row.map((x, c) => (x - mean[c]!) / deviation[c]!),
];

const probabilityOf = (row: readonly number[], coefficients: ArrayLike<number>): number =>
  1 / (1 + Math.exp(-row.reduce((sum, x, c) => sum + x * coefficients[c]!, 0)));

/** Probability 0–1 of the finding that the model was fitted to. */
export const byGreyLevels = (picture: Picture, model: GreyLevelModel): number =>
  probabilityOf(standardised(greyLevels(picture), model), model.coefficients);
