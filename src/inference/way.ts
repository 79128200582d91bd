import type { Result } from '../kernel/result.ts';
import type { LoadedModel } from './registry.ts';

/** Where a command works, and whom it tells. */
export interface Job {
  readonly model: LoadedModel;
  /** File or folder in the data set's own format. */
  readonly data: string;
  /** Data that other steps need, by a path below the data directory: weights to begin with. */
  readonly placeOf: (...path: readonly string[]) => string;
  /** Folder for what long training keeps on the way. */
  readonly scratch: string;
  readonly log: (line: string) => void;
}

/** What was measured on data that a model never saw. */
export interface Measured {
  /** As JSON. */
  readonly figures: { readonly data: { readonly sha256: string } };
  /** As lines for a terminal. */
  readonly lines: readonly string[];
}

/** How models of one kind are trained and measured. */
export interface Way {
  /** Place of the data below the data directory, unless another is given. */
  readonly place: readonly string[];
  /** Fits the weights and writes them, with their hashes, into the model's folder. */
  train(job: Job): Promise<Result<void>>;
  /** Scores data that the model never saw. */
  evaluate(job: Job): Promise<Result<Measured>>;
  /**
   * Compares learners on the training data, by person: the content of `metrics.json`. Where this is not there, the
   * figures on held-out data are.
   */
  validate?(job: Job): Promise<Result<unknown>>;
}
