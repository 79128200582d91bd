export interface ForestOptions {
  readonly trees: number;
  /** Columns tried at each split: a share of them; by default the square root of their number, a third for numbers. */
  readonly columnsPerSplit?: number;
  /** Least weight of rows in a leaf. */
  readonly minLeaf: number;
  readonly maxDepth: number;
  /** Bins per column, at most 255. */
  readonly maxBins: number;
  /** The trees in so many groups, each grown on its own resample of the rows: they carry the interval. */
  readonly bags: number;
}

export const FOREST_DEFAULTS: ForestOptions = {
  trees: 400,
  minLeaf: 5,
  maxDepth: 16,
  maxBins: 128,
  bags: 1,
};
