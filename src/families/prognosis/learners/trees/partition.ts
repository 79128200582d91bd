import { type Binned, missingBin } from './binning.ts';

interface Rule {
  readonly column: number;
  readonly bin: number;
  readonly missingLeft: boolean;
}

/** Moves the rows that a split sends left before the others, each side in its order; returns where the right begins. */
export function createPartition({ bins, edges, rows: height }: Binned) {
  const right = new Int32Array(height);
  return (rows: Int32Array, from: number, to: number, { column, bin, missingLeft }: Rule): number => {
    const offset = column * height;
    const missing = missingBin(edges[column]!);
    let at = from;
    let kept = 0;
    for (let k = from; k < to; k++) {
      const row = rows[k]!;
      const own = bins[offset + row]!;
      if (own === missing ? missingLeft : own < bin) rows[at++] = row;
      else right[kept++] = row;
    }
    rows.set(right.subarray(0, kept), at);
    return at;
  };
}
