import { factorise, invert, solveFactored } from '../../../inference/runtimes/cholesky.ts';
import { conditionalMean } from '../../../inference/runtimes/imputation.ts';

const ITERATIONS = 25;
/** Keeps the first covariance, made from mean-filled data, safely positive definite. */
const INFLATE = 1.02;

export interface Normal {
  readonly mean: Float64Array;
  /** Inverse covariance, row-major. */
  readonly precision: Float64Array;
}

/**
 * Mean and covariance of a multivariate normal distribution from data with missing values, by the EM algorithm
 * (Little & Rubin, Statistical Analysis with Missing Data, 3rd ed., section 11.2).
 *
 * @param data row-major, NaN where missing
 */
export function fitNormal(data: Float64Array, rows: number, columns: number): Normal {
  const groups = byPattern(data, rows, columns);
  const filled = Float64Array.from(data);
  let mean: Float64Array = columnMeans(data, rows, columns);
  for (let i = 0; i < filled.length; i++) if (Number.isNaN(filled[i]!)) filled[i] = mean[i % columns]!;
  let covariance = covarianceOf(filled, rows, columns, mean);
  for (let j = 0; j < columns; j++) covariance[j * columns + j]! *= INFLATE;
  let precision: Float64Array = invert(covariance, columns);
  for (let step = 0; step < ITERATIONS; step++) {
    const uncertainty = new Float64Array(columns * columns);
    for (const group of groups) expectation(group, data, filled, columns, mean, precision, uncertainty);
    mean = columnMeans(filled, rows, columns);
    covariance = covarianceOf(filled, rows, columns, mean);
    for (let k = 0; k < covariance.length; k++) covariance[k]! += uncertainty[k]! / rows;
    precision = invert(covariance, columns);
  }
  return { mean, precision };
}

interface Pattern {
  readonly missing: readonly number[];
  readonly rows: number[];
}

function byPattern(data: Float64Array, rows: number, columns: number): Pattern[] {
  const patterns = new Map<string, Pattern>();
  for (let i = 0; i < rows; i++) {
    const missing: number[] = [];
    for (let j = 0; j < columns; j++) if (Number.isNaN(data[i * columns + j]!)) missing.push(j);
    if (missing.length === 0) continue;
    const key = missing.join();
    const pattern = patterns.get(key) ?? { missing, rows: [] };
    pattern.rows.push(i);
    patterns.set(key, pattern);
  }
  return [...patterns.values()];
}

/** Fills a pattern's rows with their conditional means and adds their conditional covariance. */
function expectation(
  { missing, rows }: Pattern,
  data: Float64Array,
  filled: Float64Array,
  columns: number,
  mean: Float64Array,
  precision: Float64Array,
  uncertainty: Float64Array,
): void {
  let covariance: Float64Array | undefined;
  for (const i of rows) {
    const row = data.slice(i * columns, (i + 1) * columns);
    covariance = conditionalMean(row, mean, precision)?.covariance;
    filled.set(row, i * columns);
  }
  const m = missing.length;
  covariance?.forEach((value, k) => {
    uncertainty[missing[Math.floor(k / m)]! * columns + missing[k % m]!]! += rows.length * value;
  });
}

function columnMeans(data: Float64Array, rows: number, columns: number): Float64Array {
  const sums = new Float64Array(columns);
  const counts = new Float64Array(columns);
  for (let k = 0; k < rows * columns; k++) {
    if (Number.isNaN(data[k]!)) continue;
    sums[k % columns]! += data[k]!;
    counts[k % columns]! += 1;
  }
  return sums.map((sum, j) => sum / counts[j]!);
}

function covarianceOf(data: Float64Array, rows: number, columns: number, mean: Float64Array): Float64Array {
  const out = new Float64Array(columns * columns);
  const x = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) x[j] = data[i * columns + j]! - mean[j]!;
    for (let a = 0; a < columns; a++) {
      for (let b = 0; b <= a; b++) out[a * columns + b]! += x[a]! * x[b]!;
    }
  }
  for (let a = 0; a < columns; a++) {
    for (let b = 0; b <= a; b++) {
      const value = out[a * columns + b]! / rows;
      out[a * columns + b] = value;
      out[b * columns + a] = value;
    }
  }
  return out;
}

/** Ordinary least squares by the normal equations. `x` is row-major and of full column rank. */
export function leastSquares(x: Float64Array, y: Float64Array, columns: number): Float64Array {
  const gram = new Float64Array(columns * columns);
  const b = new Float64Array(columns);
  for (let i = 0; i < y.length; i++) {
    for (let a = 0; a < columns; a++) {
      const xa = x[i * columns + a]!;
      b[a]! += xa * y[i]!;
      for (let c = 0; c <= a; c++) gram[a * columns + c]! += xa * x[i * columns + c]!;
    }
  }
  factorise(gram, columns);
  solveFactored(gram, columns, b);
  return b;
}
