import { seededRandom } from '../../../../statistics/random.ts';
import type { Matrix } from '../design.ts';
import { resampledWeights, rowsOfGroups } from '../resampling.ts';
import type { Target } from '../table.ts';
import { type Likelihood, likelihoodOf } from './likelihood.ts';
import { fitPenalised, type PenalisedFit, ROUGH } from './newton.ts';
import { penaltyOf, type Strength } from './penalty.ts';

export interface LinearProblem {
  readonly x: Matrix;
  readonly target: Target;
  readonly weights: Float64Array;
  readonly groups: Int32Array | undefined;
  /** Per column of `x`: 1, or 0 where it is not penalised. */
  readonly penalised: Uint8Array;
}

export type LinearTask =
  /** How well each strength, fitted without the rows of a fold, predicts them. */
  | { readonly kind: 'fold'; readonly inFold: Uint8Array; readonly strengths: readonly Strength[] }
  /** A refit on resampled rows. */
  | {
      readonly kind: 'resample';
      readonly seed: number;
      readonly strength: Strength;
      readonly from: PenalisedFit;
    };

/** Held-out log-likelihood of each strength, or the coefficients. */
export function answerLinearTask(
  problem: LinearProblem,
  task: LinearTask,
  onSteps: (n: number) => void,
): Float64Array {
  const likelihood = likelihoodOf(problem.x, problem.target);
  const answer =
    task.kind === 'fold' ? scoresOf(problem, likelihood, task) : refit(problem, likelihood, task);
  onSteps(1);
  return answer;
}

/** Of the rows left out: ℓ(all) − ℓ(the others), which for independent rows is their own (Verweij & van Houwelingen, Stat Med 1993;12:2305). */
function scoresOf(
  problem: LinearProblem,
  likelihood: Likelihood,
  { inFold, strengths }: Extract<LinearTask, { kind: 'fold' }>,
): Float64Array {
  const others = problem.weights.map((w, i) => (inFold[i] ? 0 : w));
  let fit: PenalisedFit | undefined;
  return Float64Array.from(strengths, (strength) => {
    fit = fitPenalised(likelihood, others, penaltyOf(strength, problem, likelihood), {
      from: fit,
      tolerance: ROUGH,
    });
    return likelihood.at(fit.beta, problem.weights).value - likelihood.at(fit.beta, others).value;
  });
}

function refit(
  problem: LinearProblem,
  likelihood: Likelihood,
  { seed, strength, from }: Extract<LinearTask, { kind: 'resample' }>,
): Float64Array {
  const groups = rowsOfGroups(problem.x.rows, problem.groups);
  const drawn = resampledWeights(problem.weights, groups, seededRandom(seed));
  return fitPenalised(likelihood, drawn, penaltyOf(strength, problem, likelihood), { from, tolerance: ROUGH })
    .beta;
}
