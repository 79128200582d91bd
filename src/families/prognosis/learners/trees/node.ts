import type { Sums } from './split.ts';

/** A node while the tree grows: its rows are those from place `from` up to `to` of arrays that all nodes share. */
export interface NodeRows {
  readonly from: number;
  readonly to: number;
  /** Rows of the table. */
  readonly rows: Int32Array;
  /** Of the row at the same place. */
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
  readonly sums: Sums;
}

export function sumsOf({ gradient, hessian, from, to }: Omit<NodeRows, 'sums' | 'rows'>): Sums {
  let g = 0;
  let h = 0;
  for (let k = from; k < to; k++) {
    g += gradient[k]!;
    h += hessian[k]!;
  }
  return { gradient: g, hessian: h, rows: to - from };
}
