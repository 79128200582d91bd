import { MOST_BINS } from './binning.ts';
import type { NodeRows } from './node.ts';

/** Sums by bin of one column: in arrays of their own, which V8 adds to several times faster than to one of triples. */
export interface Histogram {
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
  readonly rows: Int32Array;
}

export const createHistogram = (): Histogram => ({
  gradient: new Float64Array(MOST_BINS + 1),
  hessian: new Float64Array(MOST_BINS + 1),
  rows: new Int32Array(MOST_BINS + 1),
});

/** Sets the bins up to and including `last` to zero. */
export function clear({ gradient, hessian, rows }: Histogram, last: number): void {
  gradient.fill(0, 0, last + 1);
  hessian.fill(0, 0, last + 1);
  rows.fill(0, 0, last + 1);
}

/** @param bins of one column, by row of the table */
export function addRows(bins: Uint8Array, node: NodeRows, histogram: Histogram): void {
  const { rows, gradient, hessian, from, to } = node;
  const { gradient: g, hessian: h, rows: n } = histogram;
  for (let k = from; k < to; k++) {
    const bin = bins[rows[k]!]!;
    g[bin]! += gradient[k]!;
    h[bin]! += hessian[k]!;
    n[bin]! += 1;
  }
}
