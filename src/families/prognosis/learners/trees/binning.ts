import { sortedFinite } from '../../../../statistics/order.ts';
import type { Table } from '../table.ts';

/** Most bins for values; one more is for the missing, and all must fit into a byte. */
export const MOST_BINS = 255;

/** The columns of a table as ranks among a few edges, the form in which trees are grown. */
export interface Binned {
  readonly rows: number;
  readonly columns: number;
  /** Column-major. A value's bin is the number of its column's edges that it reaches; missing: one bin after those. */
  readonly bins: Uint8Array;
  /** Per column, ascending; exact in single precision, so that the served threshold splits as training did. */
  readonly edges: readonly Float64Array[];
}

/** Bins of equal numbers of rows; each distinct value has its own where there are few. */
export function binTable({ rows, columns, data }: Table, most: number): Binned {
  const count = columns.length;
  const bins = new Uint8Array(new SharedArrayBuffer(rows * count));
  const values = new Float64Array(rows);
  const edges = columns.map((_, j) => {
    for (let i = 0; i < rows; i++) values[i] = data[i * count + j]!;
    const own = edgesOf(sortedFinite(values), Math.min(most, MOST_BINS));
    for (let i = 0; i < rows; i++) bins[j * rows + i] = binOf(values[i]!, own);
    return own;
  });
  return { rows, columns: count, bins, edges };
}

/** Bin of the missing values of a column with these edges. */
export const missingBin = (edges: Float64Array): number => edges.length + 1;

function binOf(value: number, edges: Float64Array): number {
  if (Number.isNaN(value)) return missingBin(edges);
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value >= edges[middle]!) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Halfway between neighbouring values at the borders of the bins. */
function edgesOf(sorted: Float64Array, most: number): Float64Array {
  const distinct = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
  const borders = distinct.length <= most ? distinct : quantileBorders(sorted, most);
  const edges = borders.subarray(1).map((upper, k) => Math.fround(middle(borders[k]!, upper, sorted)));
  return edges.filter((edge, k) => edge > sorted[0]! && (k === 0 || edge > edges[k - 1]!));
}

/** The least value and those that begin a further bin, without repetition. */
function quantileBorders(sorted: Float64Array, most: number): Float64Array {
  const borders = Float64Array.from(
    { length: most },
    (_, k) => sorted[Math.floor((k * sorted.length) / most)]!,
  );
  return borders.filter((value, k) => k === 0 || value > borders[k - 1]!);
}

/** Halfway between `upper` and the greatest value below it, which is at least `lower`. */
function middle(lower: number, upper: number, sorted: Float64Array): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const at = (from + to) >> 1;
    if (sorted[at]! < upper) from = at + 1;
    else to = at;
  }
  return (Math.max(lower, sorted[from - 1]!) + upper) / 2;
}
