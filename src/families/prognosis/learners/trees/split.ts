import { type Binned, missingBin } from './binning.ts';

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

/** The rows of a node with their gradients gathered in the same order; `count` of each are in use. */
export interface NodeRows {
  readonly rows: Int32Array;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
  readonly count: number;
}

/** Per bin: gradient, hessian, rows. */
const WIDTH = 3;

/**
 * The best split of a node among some columns, by histograms, with the gain of Chen & Guestrin (KDD 2016, eq. 7). Rows
 * without the value are tried on both sides (their algorithm 3); where the node has none they go with the majority.
 */
export function createSplitter({ bins, edges, rows }: Binned, limits: SplitLimits) {
  const histogram = new Float64Array(WIDTH * 256);
  return (node: NodeRows, sums: Sums, columns: Int32Array): Split | undefined => {
    const best = new BestSplit(sums, limits);
    for (const column of columns) {
      const missing = missingBin(edges[column]!);
      histogram.fill(0, 0, WIDTH * (missing + 1));
      accumulate(bins, column * rows, node, histogram);
      scan(best, column, missing, histogram);
    }
    return best.split;
  };
}

function accumulate(bins: Uint8Array, offset: number, node: NodeRows, histogram: Float64Array): void {
  const { rows, gradient, hessian, count } = node;
  for (let k = 0; k < count; k++) {
    const at = WIDTH * bins[offset + rows[k]!]!;
    histogram[at]! += gradient[k]!;
    histogram[at + 1]! += hessian[k]!;
    histogram[at + 2]! += 1;
  }
}

function scan(best: BestSplit, column: number, missing: number, histogram: Float64Array): void {
  const g0 = histogram[WIDTH * missing]!;
  const h0 = histogram[WIDTH * missing + 1]!;
  const n0 = histogram[WIDTH * missing + 2]!;
  let g = 0;
  let h = 0;
  let n = 0;
  for (let bin = 0; bin < missing; bin++) {
    const rows = histogram[WIDTH * bin + 2]!;
    if (rows === 0) continue;
    g += histogram[WIDTH * bin]!;
    h += histogram[WIDTH * bin + 1]!;
    n += rows;
    best.offer(column, bin + 1, n0 === 0 && 2 * n > best.total.rows, g, h, n);
    if (n0 > 0) best.offer(column, bin + 1, true, g + g0, h + h0, n + n0);
  }
}

/** Keeps the best of the splits that are offered; the first of equal ones. */
class BestSplit {
  readonly total: Sums;
  private readonly limits: SplitLimits;
  private readonly unsplit: number;
  private gain: number;
  private column = -1;
  private bin = 0;
  private missingLeft = false;
  private readonly left: Sums = { gradient: 0, hessian: 0, rows: 0 };

  constructor(total: Sums, limits: SplitLimits) {
    this.total = total;
    this.limits = limits;
    this.unsplit = total.gradient ** 2 / (total.hessian + limits.l2);
    this.gain = limits.minGain;
  }

  /** A split by what its left side would hold. */
  offer(column: number, bin: number, missingLeft: boolean, g: number, h: number, n: number): void {
    const { minLeafRows, minLeafHessian, l2, monotone } = this.limits;
    const rest = this.total.rows - n;
    if (n < minLeafRows || rest < minLeafRows || rest === 0) return;
    const hRest = this.total.hessian - h;
    if (h < minLeafHessian || hRest < minLeafHessian) return;
    const gRest = this.total.gradient - g;
    const gain = ((g * g) / (h + l2) + (gRest * gRest) / (hRest + l2) - this.unsplit) / 2;
    if (!(gain > this.gain)) return;
    const direction = monotone ? monotone[column]! : 0;
    if (direction !== 0 && direction * (gRest / (hRest + l2) - g / (h + l2)) < 0) return;
    this.gain = gain;
    this.column = column;
    this.bin = bin;
    this.missingLeft = missingLeft;
    this.left.gradient = g;
    this.left.hessian = h;
    this.left.rows = n;
  }

  get split(): Split | undefined {
    if (this.column < 0) return undefined;
    const { gain, column, bin, missingLeft, left, total } = this;
    const right = {
      gradient: total.gradient - left.gradient,
      hessian: total.hessian - left.hessian,
      rows: total.rows - left.rows,
    };
    return { gain, column, bin, missingLeft, left, right };
  }
}
