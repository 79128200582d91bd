import { factorise, solveFactored } from '../../../../inference/runtimes/cholesky.ts';

/** −ℓ(β) + ½ Σ ridgeⱼβⱼ² + Σ lassoⱼ|βⱼ|. */
export interface Penalty {
  readonly ridge: Float64Array;
  readonly lasso: Float64Array;
}

/** Minimises a penalised quadratic model of a likelihood around some coefficients. */
export type QuadraticSolver = (beta: Float64Array, gradient: Float64Array) => Float64Array;

/** @param information negative Hessian of the log-likelihood, lower triangle */
export const quadraticSolver = (
  information: Float64Array,
  penalty: Penalty,
  tolerance: number,
): QuadraticSolver =>
  penalty.lasso.some((l) => l > 0)
    ? byCoordinates(information, penalty, tolerance)
    : byCholesky(information, penalty);

function byCholesky(information: Float64Array, { ridge }: Penalty): QuadraticSolver {
  const p = ridge.length;
  const factor = Float64Array.from(information);
  for (let j = 0; j < p; j++) factor[j * p + j]! += ridge[j]!;
  factorise(factor, p);
  return (beta, gradient) => {
    const step = gradient.map((g, j) => g - ridge[j]! * beta[j]!);
    solveFactored(factor, p, step);
    return step.map((s, j) => beta[j]! + s);
  };
}

const SWEEPS = 1_000;

/** Coordinate descent with covariance updates (Friedman, Hastie & Tibshirani, J Stat Softw 2010;33:1). */
function byCoordinates(
  information: Float64Array,
  { ridge, lasso }: Penalty,
  tolerance: number,
): QuadraticSolver {
  const p = ridge.length;
  const h = mirrored(information, p);
  return (start, gradient) => {
    const beta = Float64Array.from(start);
    const residual = Float64Array.from(gradient);
    const update = (j: number): number => {
      const curvature = h[j * p + j]!;
      if (curvature + ridge[j]! === 0) return 0;
      const next = soft(residual[j]! + curvature * beta[j]!, lasso[j]!) / (curvature + ridge[j]!);
      const change = next - beta[j]!;
      if (change === 0) return 0;
      beta[j] = next;
      for (let k = 0; k < p; k++) residual[k]! -= change * h[j * p + k]!;
      return Math.abs(change);
    };
    for (let sweep = 0; sweep < SWEEPS; sweep++) {
      if (sweepAll(p, update, () => true) < tolerance) break;
      for (let inner = 0; inner < SWEEPS; inner++)
        if (sweepAll(p, update, (j) => beta[j] !== 0) < tolerance) break;
    }
    return beta;
  };
}

function sweepAll(p: number, update: (j: number) => number, wanted: (j: number) => boolean): number {
  let most = 0;
  for (let j = 0; j < p; j++) if (wanted(j)) most = Math.max(most, update(j));
  return most;
}

const soft = (value: number, by: number): number => (value > by ? value - by : value < -by ? value + by : 0);

function mirrored(lower: Float64Array, p: number): Float64Array {
  const out = Float64Array.from(lower);
  for (let a = 0; a < p; a++) for (let b = 0; b < a; b++) out[b * p + a] = out[a * p + b]!;
  return out;
}
