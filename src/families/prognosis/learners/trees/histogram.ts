import { MOST_BINS } from './binning.ts';
import type { NodeRows } from './node.ts';

/**
 * Sums by bin of a few columns: of a column's gradients at its slot + bin, of the curvature HESSIAN further, of the rows
 * ROWS further. Most of the training time goes to adding rows to it. One array for all sums, and four columns at once,
 * because V8 runs out of registers with an array for each, and reading a row's place and gradient takes as long as adding
 * it: together twice as fast.
 */
export type Histogram = Float64Array;

export const HESSIAN = MOST_BINS + 1;
export const ROWS = 2 * HESSIAN;
/** Place of the next column's sums. */
export const SLOT = 3 * HESSIAN;
/** Columns that are added at once. */
export const TOGETHER = 4;

export const createHistogram = (): Histogram => new Float64Array(TOGETHER * SLOT);

/** Sets the bins of a slot up to and including `last` to zero. */
export function clear(histogram: Histogram, slot: number, last: number): void {
  histogram.fill(0, slot, slot + last + 1);
  histogram.fill(0, slot + HESSIAN, slot + HESSIAN + last + 1);
  histogram.fill(0, slot + ROWS, slot + ROWS + last + 1);
}

/**
 * Adds the rows of a node to the first slot.
 * @param offset where the column begins in the bins
 */
export function addRows(
  bins: Uint8Array,
  offset: number,
  { rows, pairs, from, to }: NodeRows,
  histogram: Histogram,
): void {
  for (let k = from; k < to; k++) {
    const bin = bins[offset + rows[k]!]!;
    histogram[bin]! += pairs[2 * k]!;
    histogram[HESSIAN + bin]! += pairs[2 * k + 1]!;
    histogram[ROWS + bin]! += 1;
  }
}

/** The same for four columns, given where each begins, in a slot each. */
export function addRowsToFour(
  bins: Uint8Array,
  [first, second, third, fourth]: readonly [number, number, number, number],
  { rows, pairs, from, to }: NodeRows,
  histogram: Histogram,
): void {
  for (let k = from; k < to; k++) {
    const row = rows[k]!;
    const a = bins[first + row]!;
    const b = SLOT + bins[second + row]!;
    const c = 2 * SLOT + bins[third + row]!;
    const d = 3 * SLOT + bins[fourth + row]!;
    const gradient = pairs[2 * k]!;
    const hessian = pairs[2 * k + 1]!;
    histogram[a]! += gradient;
    histogram[b]! += gradient;
    histogram[c]! += gradient;
    histogram[d]! += gradient;
    histogram[HESSIAN + a]! += hessian;
    histogram[HESSIAN + b]! += hessian;
    histogram[HESSIAN + c]! += hessian;
    histogram[HESSIAN + d]! += hessian;
    histogram[ROWS + a]! += 1;
    histogram[ROWS + b]! += 1;
    histogram[ROWS + c]! += 1;
    histogram[ROWS + d]! += 1;
  }
}
