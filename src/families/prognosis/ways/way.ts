import type { LoadedModel } from '../../../inference/registry.ts';
import type { Result } from '../../../kernel/result.ts';
import type { EquationEvaluation } from '../evaluation/agreement.ts';
import type { ModelMetrics } from '../evaluation/cross-validation.ts';
import type { Evaluation } from '../evaluation/evaluate.ts';
import type { TabularMetrics } from '../evaluation/tabular/cross-validate.ts';

/** Where a command works, and whom it tells. */
export interface Job {
  readonly model: LoadedModel;
  /** File or folder in the data set's own format. */
  readonly data: string;
  /** Folder for what long training keeps on the way. */
  readonly scratch: string;
  readonly log: (line: string) => void;
}

/** How models of one kind are trained and measured. */
export interface Way {
  /** Place of the data below the data directory, unless another is given. */
  readonly place: readonly string[];
  /** Fits the weights and writes them, with their hashes, into the model's folder. */
  train(job: Job): Promise<Result<void>>;
  /** Scores data that the model never saw. */
  evaluate(job: Job): Promise<Result<Evaluation | EquationEvaluation>>;
  /** Compares learners on the training data, by person: the content of `metrics.json`. */
  validate(job: Job): Promise<Result<ModelMetrics | TabularMetrics>>;
}
