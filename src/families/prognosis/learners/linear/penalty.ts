import type { Likelihood } from './likelihood.ts';
import type { Penalty } from './quadratic.ts';

/** Penalties that are the same for every penalised column. */
export interface Strength {
  readonly ridge: number;
  readonly lasso: number;
}

/** The intercept is never penalised. */
export function penaltyOf(
  { ridge, lasso }: Strength,
  { penalised }: { readonly penalised: Uint8Array },
  { hasIntercept }: Likelihood,
): Penalty {
  const own = [...(hasIntercept ? [0] : []), ...penalised];
  return { ridge: Float64Array.from(own, (p) => p * ridge), lasso: Float64Array.from(own, (p) => p * lasso) };
}

/** λ below which the first coefficient of a lasso leaves zero, and the share of it at which the grid ends. */
const RIDGE_FROM = 30;
const WEAKEST = 1e-3;

/**
 * Geometric grid, strongest first: from where a lasso leaves every coefficient at zero (of a ridge: thirty times
 * that) to a thousandth of it.
 *
 * @param gradient of the log-likelihood in the penalised columns where they are all zero
 */
export function strengthGrid(gradient: Float64Array, mixing: number, count: number): Strength[] {
  const steepest = gradient.reduce((most, g) => Math.max(most, Math.abs(g)), 0);
  const strongest = mixing > 0 ? steepest / mixing : RIDGE_FROM * steepest;
  return Array.from({ length: count }, (_, k) => {
    const lambda = strongest * WEAKEST ** (k / Math.max(count - 1, 1));
    return { ridge: lambda * (1 - mixing), lasso: lambda * mixing };
  });
}
