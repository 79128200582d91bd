import type { Sums } from './split.ts';

/** A node while the tree grows: its rows are those from place `from` up to `to` of arrays that all nodes share. */
export interface NodeRows {
  readonly from: number;
  readonly to: number;
  /** Rows of the table. */
  readonly rows: Int32Array;
  /** Gradient and curvature of the row at place k, at 2k and 2k + 1. */
  readonly pairs: Float64Array;
  readonly sums: Sums;
  /** Bounds of the values of leaves below it, which keep the tree monotone. */
  readonly low: number;
  readonly high: number;
}

/** A node before its sums are known. */
export type BareNode = Omit<NodeRows, 'sums' | 'low' | 'high'>;

export function sumsOf({ pairs, from, to }: Pick<NodeRows, 'pairs' | 'from' | 'to'>): Sums {
  let gradient = 0;
  let hessian = 0;
  for (let k = from; k < to; k++) {
    gradient += pairs[2 * k]!;
    hessian += pairs[2 * k + 1]!;
  }
  return { gradient, hessian, rows: to - from };
}
