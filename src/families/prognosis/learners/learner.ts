import type { Cohort } from '../cohort.ts';

export type Progress = (done: number, total: number, what: string) => void;

export interface FitOptions {
  readonly seed: number;
  readonly onProgress?: Progress;
}

/** Risk at the horizon of each person, 0–1, with the 95% interval of the refits where the learner makes some. */
export interface Risks {
  readonly risk: Float64Array;
  readonly low?: Float64Array;
  readonly high?: Float64Array;
}

/** A fitted model. People need every column that was used in training. */
export interface FittedLearner {
  predict(people: Cohort): Risks;
}

/**
 * One way to learn a risk from people as nhanes-mortality describes them; other models learn from a table (`table.ts`).
 * `fit` sees training people only and estimates everything from them, imputation and knots
 * included: whoever cross-validates cannot leak.
 */
export interface CohortLearner {
  readonly name: string;
  readonly description: string;
  fit(training: Cohort, options: FitOptions): Promise<FittedLearner>;
}
