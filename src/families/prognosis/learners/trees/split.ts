import { type Binned, missingBin } from './binning.ts';
import {
  addRows,
  addRowsToFour,
  clear,
  createHistogram,
  HESSIAN,
  type Histogram,
  ROWS,
  SLOT,
  TOGETHER,
} from './histogram.ts';
import type { NodeRows } from './node.ts';

/** Sums over the rows of a node. */
export interface Sums {
  /** Of the loss's negative gradient in the margin. */
  gradient: number;
  /** Of its curvature: positive. */
  hessian: number;
  rows: number;
}

export interface Split {
  readonly gain: number;
  readonly column: number;
  /** Bins below this one go left; the missing bin is not one of them. */
  readonly bin: number;
  readonly missingLeft: boolean;
  readonly left: Sums;
  readonly right: Sums;
}

export interface SplitLimits {
  readonly minLeafRows: number;
  readonly minLeafHessian: number;
  /** λ: added to the curvature of a leaf, as a ridge on its value. */
  readonly l2: number;
  /** A split must reduce the loss (to second order) by more than this. */
  readonly minGain: number;
  /** Per column: 1 where the margin may not fall as the value rises, −1 where it may not rise, else 0. */
  readonly monotone?: Int8Array | undefined;
}

/**
 * The best split of each of some nodes among some columns, by histograms, with the gain of Chen & Guestrin (KDD 2016,
 * eq. 7). Rows without the value are tried on both sides (their algorithm 3); where a node has none they go with the
 * majority. A column is read for all nodes in turn while it is in the processor's cache.
 */
export function createSplitter({ bins, edges, rows }: Binned, limits: SplitLimits) {
  const histogram = createHistogram();
  return (nodes: readonly NodeRows[], columns: Int32Array): (Split | undefined)[] => {
    const best = nodes.map((node): Best => ({ node, split: NONE, gain: limits.minGain }));
    for (let at = 0; at < columns.length; ) {
      const some = columns.subarray(at, at + (at + TOGETHER <= columns.length ? TOGETHER : 1));
      for (const candidate of best) tryColumns(candidate, some);
      at += some.length;
    }
    return best.map(({ node, gain, split }) =>
      split === NONE ? undefined : { ...split, gain, right: minus(node.sums, split.left) },
    );
  };

  /** One column, or as many as are added at once. */
  function tryColumns(candidate: Best, columns: Int32Array): void {
    for (let k = 0; k < columns.length; k++) clear(histogram, k * SLOT, missingBin(edges[columns[k]!]!));
    const [a, b, c, d] = columns;
    if (columns.length === 1) addRows(bins, a! * rows, candidate.node, histogram);
    else addRowsToFour(bins, [a! * rows, b! * rows, c! * rows, d! * rows], candidate.node, histogram);
    for (let k = 0; k < columns.length; k++) tryBorders(candidate, columns[k]!, k * SLOT);
  }

  function tryBorders(candidate: Best, column: number, slot: number): void {
    const missing = missingBin(edges[column]!);
    const own = histogram.subarray(slot, slot + SLOT);
    scan(candidate, column, missing, own, limits, false);
    if (own[ROWS + missing]! > 0) scan(candidate, column, missing, own, limits, true);
  }
}

interface Best {
  readonly node: NodeRows;
  gain: number;
  split: Omit<Split, 'gain' | 'right'>;
}

const NONE: Best['split'] = {
  column: -1,
  bin: 0,
  missingLeft: false,
  left: { gradient: 0, hessian: 0, rows: 0 },
};

const minus = (a: Sums, b: Sums): Sums => ({
  gradient: a.gradient - b.gradient,
  hessian: a.hessian - b.hessian,
  rows: a.rows - b.rows,
});

/** Tries every border between bins; of equal splits the first is kept. */
function scan(
  best: Best,
  column: number,
  missing: number,
  histogram: Histogram,
  limits: SplitLimits,
  missingLeft: boolean,
): void {
  const total = best.node.sums;
  const { minLeafRows, minLeafHessian, l2 } = limits;
  const mostRows = total.rows - Math.max(minLeafRows, 1);
  const mostHessian = total.hessian - minLeafHessian;
  const unsplit = total.gradient ** 2 / (total.hessian + l2);
  let g = missingLeft ? histogram[missing]! : 0;
  let h = missingLeft ? histogram[HESSIAN + missing]! : 0;
  let n = missingLeft ? histogram[ROWS + missing]! : 0;
  for (let bin = 0; bin < missing && n <= mostRows; bin++) {
    g += histogram[bin]!;
    h += histogram[HESSIAN + bin]!;
    n += histogram[ROWS + bin]!;
    if (n < minLeafRows || n > mostRows || h < minLeafHessian || h > mostHessian) continue;
    const rest = total.gradient - g;
    const hRest = total.hessian - h;
    const gain = limits.monotone
      ? boundedGain(best.node, limits.monotone[column]!, l2, g, h)
      : ((g * g) / (h + l2) + (rest * rest) / (hRest + l2) - unsplit) / 2;
    if (gain <= best.gain) continue;
    const withMost = histogram[ROWS + missing] === 0 && 2 * n > total.rows;
    best.gain = gain;
    best.split = {
      column,
      bin: bin + 1,
      missingLeft: missingLeft || withMost,
      left: { gradient: g, hessian: h, rows: n },
    };
  }
}

/** The gain with every leaf within the node's bounds; none for a split that rises or falls the wrong way. */
function boundedGain(
  { sums, low, high }: NodeRows,
  direction: number,
  l2: number,
  g: number,
  h: number,
): number {
  const leafOf = (gradient: number, hessian: number) =>
    Math.min(Math.max(gradient / (hessian + l2), low), high);
  const left = leafOf(g, h);
  const right = leafOf(sums.gradient - g, sums.hessian - h);
  if (direction * (right - left) < 0) return Number.NEGATIVE_INFINITY;
  return (g * left + (sums.gradient - g) * right - sums.gradient * leafOf(sums.gradient, sums.hessian)) / 2;
}
