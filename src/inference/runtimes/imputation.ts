import { invert } from './cholesky.ts';
import type { Imputation } from './features-schema.ts';

/** What is not known of one person: which places are missing, and how much they may differ from what stands there. */
export interface Gap {
  /** Positions in the imputation's `of`. */
  readonly missing: readonly number[];
  /** Row-major covariance of the missing given the known. */
  readonly covariance: Float64Array;
}

/**
 * Conditional mean of a multivariate normal, by its precision K: the missing part m given the observed part o is
 * μₘ − Kₘₘ⁻¹ Kₘₒ (xₒ − μₒ) with covariance Kₘₘ⁻¹, so only a system as large as the number of missing values is solved.
 *
 * @returns a function that replaces the NaN among the basis values it knows, and says what was missing
 */
export function compileImputation(
  imputation: Imputation,
  offsets: readonly number[],
): (basis: Float64Array) => Gap | undefined {
  const n = imputation.mean.length;
  const place = Int32Array.from(imputation.of, (f) => offsets[f.variable]! + f.basis);
  const mean = Float64Array.from(imputation.mean);
  const precision = squareOf(imputation.precision, n);
  const x = new Float64Array(n);
  const covarianceOf = rememberedCovariance(precision, n);
  return (basis) => {
    for (let i = 0; i < n; i++) x[i] = basis[place[i]!]!;
    const gap = conditionalMean(x, mean, precision, covarianceOf);
    for (const i of gap?.missing ?? []) basis[place[i]!] = x[i]!;
    return gap;
  };
}

/** Row-major covariance of the places `missing`, given the others. */
type CovarianceOf = (missing: readonly number[]) => Float64Array;

/** What is kept of each model: people of one clinic lack the same few tests. */
const MOST_PATTERNS = 256;

function rememberedCovariance(precision: Float64Array, n: number): CovarianceOf {
  const kept = new Map<string, Float64Array>();
  return (missing) => {
    const key = missing.join();
    const found = kept.get(key) ?? invert(blockOf(precision, n, missing), missing.length);
    if (kept.size >= MOST_PATTERNS) kept.delete(kept.keys().next().value!);
    kept.set(key, found);
    return found;
  };
}

/** Replaces the NaN of `x` by their expectation given the rest. Undefined when nothing was missing. */
export function conditionalMean(
  x: Float64Array,
  mean: Float64Array,
  precision: Float64Array,
  covarianceOf: CovarianceOf = (missing) => invert(blockOf(precision, x.length, missing), missing.length),
): Gap | undefined {
  const missing: number[] = [];
  for (let i = 0; i < x.length; i++) if (Number.isNaN(x[i]!)) missing.push(i);
  if (missing.length === 0) return undefined;
  const covariance = covarianceOf(missing);
  const pull = missing.map((i) => pullOn(i, x, mean, precision));
  const m = missing.length;
  const known = missing.map((i, a) => {
    let shift = 0;
    for (let b = 0; b < m; b++) shift += covariance[a * m + b]! * pull[b]!;
    return mean[i]! - shift;
  });
  missing.forEach((i, a) => {
    x[i] = known[a]!;
  });
  return { missing, covariance };
}

function blockOf(precision: Float64Array, n: number, rows: readonly number[]): Float64Array {
  const m = rows.length;
  const block = new Float64Array(m * m);
  for (let a = 0; a < m; a++)
    for (let b = 0; b < m; b++) block[a * m + b] = precision[rows[a]! * n + rows[b]!]!;
  return block;
}

/** Kₘₒ (xₒ − μₒ) for one missing position. */
function pullOn(i: number, x: Float64Array, mean: Float64Array, precision: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < x.length; j++) {
    if (!Number.isNaN(x[j]!)) sum += precision[i * x.length + j]! * (x[j]! - mean[j]!);
  }
  return sum;
}

function squareOf(lower: readonly number[], n: number): Float64Array {
  const square = new Float64Array(n * n);
  for (let i = 0, k = 0; i < n; i++) {
    for (let j = 0; j <= i; j++, k++) {
      square[i * n + j] = lower[k]!;
      square[j * n + i] = lower[k]!;
    }
  }
  return square;
}
