import type { DatasetModule } from '../cohort.ts';
import type { Specification } from '../features/specification.ts';
import type { ForestOptions } from '../learners/random-forest.ts';

/** How a model of a folder is made: what `models/<name>/train.ts` exports as `recipe`. */
export interface Recipe {
  readonly readCohort: DatasetModule['readCohort'];
  readonly specification: Specification;
  /** Ids of people who are shown to users (demo patients) and must stay unknown to the model. */
  readonly heldAside: ReadonlySet<string>;
  /** Recalibration in the large: factor on the cumulative baseline hazard. 1 leaves it as estimated. */
  readonly recalibration: number;
  /** Levels of the entry group that temporal validation keeps for testing: the last people to enter. */
  readonly latest: readonly string[];
  readonly forest: Omit<ForestOptions, 'workers'>;
  /** Refits behind the interval of each prediction. */
  readonly resamples: number;
  readonly seed: number;
}
