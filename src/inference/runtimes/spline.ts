/**
 * Nonlinear columns of Harrell's restricted cubic spline (Regression Modeling Strategies, 2nd ed., eq. 2.25-2.26):
 * linear beyond the outer knots, divided by the squared distance of the outer knots.
 * Writes k − 2 values for k knots at `out[offset]`.
 */
export function splineColumns(x: number, knots: readonly number[], out: Float64Array, offset: number): void {
  const k = knots.length;
  const last = knots[k - 1]!;
  const beforeLast = knots[k - 2]!;
  const scale = (last - knots[0]!) ** 2;
  const endLast = cube(x - last);
  const endBefore = cube(x - beforeLast);
  for (let j = 0; j < k - 2; j++) {
    const knot = knots[j]!;
    const correction = (endBefore * (last - knot) - endLast * (beforeLast - knot)) / (last - beforeLast);
    out[offset + j] = (cube(x - knot) - correction) / scale;
  }
}

const cube = (x: number): number => (x > 0 ? x * x * x : 0);
