import { MOST_BINS } from './binning.ts';
import type { NodeRows } from './node.ts';

/**
 * Sums by bin of one column: of the gradient at the bin, of the curvature at HESSIAN + bin, of the rows at ROWS + bin.
 * One array for all three, as for the gathered pairs of a node: with an array for each, V8 runs out of registers in the
 * loop that most of the training time goes to, and it takes twice as long.
 */
export type Histogram = Float64Array;

export const HESSIAN = MOST_BINS + 1;
export const ROWS = 2 * HESSIAN;

export const createHistogram = (): Histogram => new Float64Array(3 * HESSIAN);

/** Sets the bins up to and including `last` to zero. */
export function clear(histogram: Histogram, last: number): void {
  histogram.fill(0, 0, last + 1);
  histogram.fill(0, HESSIAN, HESSIAN + last + 1);
  histogram.fill(0, ROWS, ROWS + last + 1);
}

/** @param bins of one column, by row of the table */
export function addRows(bins: Uint8Array, { rows, pairs, from, to }: NodeRows, histogram: Histogram): void {
  for (let k = from; k < to; k++) {
    const bin = bins[rows[k]!]!;
    histogram[bin]! += pairs[2 * k]!;
    histogram[HESSIAN + bin]! += pairs[2 * k + 1]!;
    histogram[ROWS + bin]! += 1;
  }
}
