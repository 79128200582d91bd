/** Indices that sort `values` ascending; equal values keep their order. */
export function ascending(values: Float64Array): Int32Array {
  const order = Int32Array.from(values, (_, i) => i);
  return order.sort((i, j) => values[i]! - values[j]! || i - j);
}

/** Rank of each value among the distinct values, 0 for the smallest. */
export function denseRanks(values: Float64Array): { readonly rank: Int32Array; readonly distinct: number } {
  const rank = new Int32Array(values.length);
  let current = -1;
  let previous = Number.NaN;
  for (const i of ascending(values)) {
    if (values[i] !== previous) current++;
    previous = values[i]!;
    rank[i] = current;
  }
  return { rank, distinct: current + 1 };
}

/** Quantile by linear interpolation between order statistics (type 7 of Hyndman & Fan 1996, R's default). */
export function quantile(sorted: ArrayLike<number>, probability: number): number {
  if (sorted.length === 0) return Number.NaN;
  const at = (sorted.length - 1) * probability;
  const below = Math.floor(at);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (at - below) * (high - low);
}

/** The values that are numbers, ascending. */
export const sortedFinite = (values: Float64Array): Float64Array => values.filter(Number.isFinite).sort();

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

export function weightedMean(values: ArrayLike<number>, weights: Float64Array): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    sum += weights[i]! * values[i]!;
    total += weights[i]!;
  }
  return sum / total;
}
