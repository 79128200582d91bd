import { factorise, solveFactored } from './cholesky.ts';
import type { Imputation } from './features-schema.ts';

/**
 * Conditional mean of a multivariate normal, by its precision K: the missing part m given the observed part o is
 * μₘ − Kₘₘ⁻¹ Kₘₒ (xₒ − μₒ), so only a system as large as the number of missing values is solved.
 *
 * @returns a function that replaces the NaN among the basis values it knows
 */
export function compileImputation(
  imputation: Imputation,
  offsets: readonly number[],
): (basis: Float64Array) => void {
  const n = imputation.mean.length;
  const place = Int32Array.from(imputation.of, (f) => offsets[f.variable]! + f.basis);
  const mean = Float64Array.from(imputation.mean);
  const precision = squareOf(imputation.precision, n);
  const x = new Float64Array(n);
  return (basis) => {
    for (let i = 0; i < n; i++) x[i] = basis[place[i]!]!;
    conditionalMean(x, mean, precision);
    for (let i = 0; i < n; i++) basis[place[i]!] = x[i]!;
  };
}

/** Replaces the NaN of `x` by their expectation given the rest. */
export function conditionalMean(x: Float64Array, mean: Float64Array, precision: Float64Array): void {
  const n = x.length;
  const missing: number[] = [];
  for (let i = 0; i < n; i++) if (Number.isNaN(x[i]!)) missing.push(i);
  const m = missing.length;
  if (m === 0) return;
  const block = new Float64Array(m * m);
  const shift = new Float64Array(m);
  for (let a = 0; a < m; a++) {
    const row = missing[a]! * n;
    for (let b = 0; b <= a; b++) block[a * m + b] = precision[row + missing[b]!]!;
    for (let j = 0; j < n; j++) {
      if (!Number.isNaN(x[j]!)) shift[a]! += precision[row + j]! * (x[j]! - mean[j]!);
    }
  }
  factorise(block, m);
  solveFactored(block, m, shift);
  for (let a = 0; a < m; a++) x[missing[a]!] = mean[missing[a]!]! - shift[a]!;
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
