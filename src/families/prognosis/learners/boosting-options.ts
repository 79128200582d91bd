export interface BoostingOptions {
  /** Most trees per bag. */
  readonly trees: number;
  readonly learningRate: number;
  readonly maxDepth: number;
  /** Most leaves of a tree: the splits that reduce the loss most are kept, as if it were grown best first. */
  readonly maxLeaves?: number;
  readonly minLeafRows: number;
  /** Least sum of the loss's curvature in a leaf. */
  readonly minLeafHessian: number;
  /** Ridge on the values of the leaves. */
  readonly l2: number;
  /** Least reduction of the loss by a split. */
  readonly minGain: number;
  /** Share of the rows that each tree sees, drawn without replacement. */
  readonly rowSubsample: number;
  /** Share of the columns that each tree may use, and share of those at each level of it. */
  readonly columnSubsample: number;
  readonly columnSubsamplePerLevel: number;
  /** Bins per column, at most 255. */
  readonly maxBins: number;
  /** Refits on rows drawn with replacement, whose margins are averaged; 1: one fit on the rows as they are. */
  readonly bags: number;
  /**
   * Stops when the loss on rows set aside has not improved for `patience` trees and keeps the trees until the best. Of
   * a bag those rows are the ones it did not draw; a single fit sets aside the share `holdout` and is then refitted on
   * all rows with as many trees.
   */
  readonly earlyStopping?: { readonly patience: number; readonly holdout?: number };
  /** Column → 1 where the margin may not fall as the value rises, −1 where it may not rise. */
  readonly monotone?: Readonly<Record<string, 1 | -1>>;
}

export const BOOSTING_DEFAULTS: BoostingOptions = {
  trees: 300,
  learningRate: 0.05,
  maxDepth: 4,
  minLeafRows: 20,
  minLeafHessian: 1,
  l2: 1,
  minGain: 0,
  rowSubsample: 0.7,
  columnSubsample: 0.7,
  columnSubsamplePerLevel: 1,
  maxBins: 128,
  bags: 1,
};
