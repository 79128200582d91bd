import { coxProblem, fitCox } from './cox-fit.ts';
import { fitLogistic } from './logistic-fit.ts';
import type { Target } from './table.ts';

/** `intercept + slope × margin` is on the scale of the target: log-odds, log relative hazard, the number itself. */
export interface Calibration {
  readonly intercept: number;
  readonly slope: number;
}

/** Nearly none: it only keeps the fit finite where a margin separates the outcomes. */
const RIDGE = 1e-6;

/** Recalibration of a margin by logistic, Cox or linear regression on it (Cox, Biometrika 1958;45:562). */
export function calibrate(margin: Float64Array, target: Target, weights?: Float64Array): Calibration {
  const own = weights ?? new Float64Array(margin.length).fill(1);
  const { centre, scale } = momentsOf(margin, own);
  const z = margin.map((m) => (m - centre) / scale);
  const { intercept, slope } = onStandardised(z, target, own);
  return { intercept: intercept - (slope * centre) / scale, slope: slope / scale };
}

function onStandardised(z: Float64Array, target: Target, weights: Float64Array): Calibration {
  const x = { rows: z.length, columns: 1, data: z };
  const penalty = Float64Array.of(RIDGE);
  if (target.kind === 'survival') {
    const problem = coxProblem(x, target, penalty);
    const { beta } = fitCox(problem, weights);
    return { intercept: 0, slope: beta[0]! };
  }
  if (target.kind === 'binary') {
    const { intercept, beta } = fitLogistic(x, Int8Array.from(target.y), weights, penalty);
    return { intercept, slope: beta[0]! };
  }
  return leastSquares(z, target.y, weights);
}

function leastSquares(z: Float64Array, y: Float64Array, weights: Float64Array): Calibration {
  let [w, sz, sy, szz, szy] = [0, 0, 0, 0, 0];
  z.forEach((value, i) => {
    const own = weights[i]!;
    w += own;
    sz += own * value;
    sy += own * y[i]!;
    szz += own * value * value;
    szy += own * value * y[i]!;
  });
  const slope = (w * szy - sz * sy) / (w * szz - sz * sz);
  return { intercept: (sy - slope * sz) / w, slope };
}

function momentsOf(values: Float64Array, weights: Float64Array): { centre: number; scale: number } {
  let [total, sum, squares] = [0, 0, 0];
  values.forEach((value, i) => {
    total += weights[i]!;
    sum += weights[i]! * value;
  });
  const centre = sum / total;
  values.forEach((value, i) => {
    squares += weights[i]! * (value - centre) ** 2;
  });
  return { centre, scale: Math.sqrt(squares / total) || 1 };
}
