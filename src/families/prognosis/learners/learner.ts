import type { Cohort } from '../cohort.ts';

export type Progress = (done: number, total: number, what: string) => void;

export interface FitOptions {
  readonly seed: number;
  readonly onProgress?: Progress;
}

/** A fitted model: risk at the horizon, 0–1, for each person. People need every column that was used in training. */
export interface FittedLearner {
  predict(people: Cohort): Float64Array;
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
