import { type Calibration, calibrate } from './calibrate.ts';
import type { Target } from './table.ts';
import { type Loss, lossOf } from './trees/losses.ts';

export { type Calibration, calibrate };

const STEPS = 100;
const SWEEPS = 200;
/** Of the mean loss. */
const TOLERANCE = 1e-12;

/**
 * Shares of several margins in their blend: not negative, with the sum 1. They minimise the mean loss (log-loss, Cox'
 * partial likelihood, squared error) of `intercept + Σ coefficientₖ marginₖ` with coefficients ≥ 0, on rows that the
 * margins were not learned from (stacking: Wolpert, Neural Netw 1992;5:241; Breiman, Mach Learn 1996;24:49).
 */
export function chooseShares(
  margins: readonly Float64Array[],
  target: Target,
  weights?: Float64Array,
): Float64Array {
  const own = weights ?? new Float64Array(margins[0]!.length).fill(1);
  const coefficients = nonNegative(margins, lossOf(target), own);
  const total = coefficients.reduce((sum, c) => sum + c, 0);
  return coefficients.map((c) => (total > 0 ? c / total : 1 / margins.length));
}

/** Newton's method on the loss's second-order approximation, the bounds kept by coordinate descent. */
function nonNegative(margins: readonly Float64Array[], loss: Loss, weights: Float64Array): Float64Array {
  const n = weights.length;
  const gradient = new Float64Array(n);
  const hessian = new Float64Array(n);
  let at: Float64Array = Float64Array.from([loss.base(weights), ...margins.map(() => 0)]);
  let value = loss.mean(combined(at, margins, n), weights);
  for (let step = 0; step < STEPS; step++) {
    loss.fill(combined(at, margins, n), weights, gradient, hessian);
    const target = boundedMinimum(at, margins, gradient, hessian);
    let gained = 0;
    for (let size = 1; size > 1e-6 && gained <= 0; size /= 2) {
      const next = at.map((x, k) => x + size * (target[k]! - x));
      const reached = loss.mean(combined(next, margins, n), weights);
      gained = value - reached;
      if (gained > 0) [at, value] = [next, reached];
    }
    if (gained < TOLERANCE) break;
  }
  return at.subarray(1);
}

function combined(
  [intercept = 0, ...slopes]: Float64Array,
  margins: readonly Float64Array[],
  n: number,
): Float64Array {
  const out = new Float64Array(n).fill(intercept);
  margins.forEach((margin, k) => {
    for (let i = 0; i < n; i++) out[i]! += slopes[k]! * margin[i]!;
  });
  return out;
}

/** Minimum over coefficients ≥ 0 (the intercept is free) of the quadratic with this gradient and curvature by row. */
function boundedMinimum(
  start: Float64Array,
  margins: readonly Float64Array[],
  gradient: Float64Array,
  hessian: Float64Array,
): Float64Array {
  const columns = [new Float64Array(gradient.length).fill(1), ...margins];
  const curvature = columns.map((a) =>
    columns.map((b) => a.reduce((sum, x, i) => sum + x * hessian[i]! * b[i]!, 0)),
  );
  const residual = columns.map((a) => a.reduce((sum, x, i) => sum + x * gradient[i]!, 0));
  const at = Float64Array.from(start);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (let k = 0; k < at.length; k++) {
      const free = at[k]! + residual[k]! / (curvature[k]![k]! || 1);
      const change = (k === 0 ? free : Math.max(free, 0)) - at[k]!;
      at[k]! += change;
      for (let j = 0; j < residual.length; j++) residual[j]! -= change * curvature[k]![j]!;
    }
  }
  return at;
}
