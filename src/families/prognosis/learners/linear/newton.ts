import type { Likelihood, Point } from './likelihood.ts';
import { type Penalty, type QuadraticSolver, quadraticSolver } from './quadratic.ts';

export interface PenalisedFit {
  readonly beta: Float64Array;
  /** Negative Hessian of the log-likelihood near `beta`: what a refit starts with. */
  readonly information: Float64Array;
}

const STEPS = 400;
/** A step this small, in every coefficient of a column of unit variance, is the last. */
export const PRECISE = 1e-8;
/** Enough to compare penalties, and to see how far refits scatter. */
export const ROUGH = 1e-4;
/** So many steps are taken with one information matrix, which costs as much as many gradients. */
const KEPT = 8;

/**
 * Maximises a penalised log-likelihood by Newton's method with step halving.
 *
 * @param options.from a fit of the same likelihood with other weights or penalties: its information serves first
 */
export function fitPenalised(
  likelihood: Likelihood,
  weights: Float64Array,
  penalty: Penalty,
  {
    from,
    tolerance = PRECISE,
  }: { readonly from?: PenalisedFit | undefined; readonly tolerance?: number } = {},
): PenalisedFit {
  let beta = from ? from.beta : new Float64Array(likelihood.size);
  let point = likelihood.at(beta, weights);
  let information = from?.information;
  let solve: QuadraticSolver | undefined =
    information && quadraticSolver(information, penalty, tolerance / 10);
  for (let step = 0, age = 0; step < STEPS; step++, age++) {
    if (!solve || !information || age >= KEPT) {
      information = point.information();
      solve = quadraticSolver(information, penalty, tolerance / 10);
      age = 0;
    }
    const next = improved(likelihood, weights, penalty, beta, point, solve(beta, point.gradient()));
    const moved = next.beta.reduce((most, b, j) => Math.max(most, Math.abs(b - beta[j]!)), 0);
    ({ beta, point } = next);
    if (moved < tolerance) return { beta, information };
    // Far from the optimum the old curvature misleads; full Newton steps are few there.
    if (moved > 0.5 && !from) solve = undefined;
  }
  throw new RangeError('the penalised fit did not converge');
}

function improved(
  likelihood: Likelihood,
  weights: Float64Array,
  penalty: Penalty,
  beta: Float64Array,
  point: Point,
  target: Float64Array,
): { readonly beta: Float64Array; readonly point: Point } {
  const before = point.value - costOf(beta, penalty);
  for (let size = 1; size > 1e-6; size /= 2) {
    const candidate = size === 1 ? target : beta.map((b, j) => b + size * (target[j]! - b));
    const reached = likelihood.at(candidate, weights);
    if (reached.value - costOf(candidate, penalty) >= before - 1e-10 * Math.abs(before)) {
      return { beta: candidate, point: reached };
    }
  }
  return { beta, point };
}

function costOf(beta: Float64Array, { ridge, lasso }: Penalty): number {
  let cost = 0;
  for (let j = 0; j < beta.length; j++)
    cost += 0.5 * ridge[j]! * beta[j]! * beta[j]! + lasso[j]! * Math.abs(beta[j]!);
  return cost;
}
