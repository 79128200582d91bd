/**
 * Cholesky factor L of a symmetric positive definite n×n matrix A = LLᵀ, row by row, in place: the lower triangle
 * of `a` becomes L. Only the lower triangle is read.
 *
 * @throws RangeError when A is not positive definite
 */
export function factorise(a: Float64Array, n: number): void {
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = a[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= a[i * n + k]! * a[j * n + k]!;
      if (i > j) a[i * n + j] = sum / a[j * n + j]!;
      else if (sum > 0) a[j * n + j] = Math.sqrt(sum);
      else throw new RangeError('the matrix is not positive definite');
    }
  }
}

/** Solves A x = b in place, given the factor of A. `b` may be a row of a larger array, from `offset` on. */
export function solveFactored(factor: Float64Array, n: number, b: Float64Array, offset = 0): void {
  for (let i = 0; i < n; i++) {
    let sum = b[offset + i]!;
    for (let k = 0; k < i; k++) sum -= factor[i * n + k]! * b[offset + k]!;
    b[offset + i] = sum / factor[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[offset + i]!;
    for (let k = i + 1; k < n; k++) sum -= factor[k * n + i]! * b[offset + k]!;
    b[offset + i] = sum / factor[i * n + i]!;
  }
}

/** Inverse of a symmetric positive definite matrix. */
export function invert(a: Float64Array, n: number): Float64Array {
  const factor = Float64Array.from(a);
  factorise(factor, n);
  const inverse = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    inverse[i * n + i] = 1;
    solveFactored(factor, n, inverse, i * n);
  }
  return inverse;
}
