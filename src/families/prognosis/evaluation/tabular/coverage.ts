import { QUANTILE } from '../../../../inference/runtimes/blend.ts';
import { shareOf } from '../../../../kernel/wilson.ts';
import type { Estimate } from '../../../../statistics/bootstrap.ts';
import { ascending } from '../../../../statistics/order.ts';

/** Risks with their intervals, 0–1. */
export interface Intervals {
  readonly risk: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** People in a group at least; the smaller where the larger leaves too few groups. */
const GROUP_SIZES = [50, 25];
const FEWEST_GROUPS = 5;
const MOST_GROUPS = 40;

/**
 * Coverage of 95% intervals: nobody has an observed risk, groups do. People are put in groups of 50 or more (in
 * small data sets 25) with similar risk; a group is covered when its observed rate differs from its mean risk by no more than its mean interval
 * and the binomial variation of so many people together allow (the half-widths add as variances). The interval is
 * Wilson's over groups.
 *
 * @param weights 0 where the status is unknown
 */
export function coverage(
  { risk, low, high }: Intervals,
  status: Int8Array,
  weights: Float64Array,
  widening = 1,
): Estimate | undefined {
  const known = ascending(risk).filter((i) => weights[i]! > 0);
  const counts = GROUP_SIZES.map((size) => Math.min(MOST_GROUPS, Math.floor(known.length / size)));
  const count = counts.find((groups) => groups >= FEWEST_GROUPS);
  if (count === undefined) return undefined;
  let covered = 0;
  for (let g = 0; g < count; g++) {
    const from = Math.floor((g * known.length) / count);
    const members = known.subarray(from, Math.floor(((g + 1) * known.length) / count));
    if (isCovered(members, { risk, low, high }, status, weights, widening)) covered++;
  }
  return shareOf(covered, count);
}

function isCovered(
  members: Int32Array,
  { risk, low, high }: Intervals,
  status: Int8Array,
  weights: Float64Array,
  widening: number,
): boolean {
  let [total, squares, predicted, events, below, above] = [0, 0, 0, 0, 0, 0];
  for (const i of members) {
    const w = weights[i]!;
    total += w;
    squares += w * w;
    predicted += w * risk[i]!;
    below += w * (risk[i]! - low[i]!);
    above += w * (high[i]! - risk[i]!);
    if (status[i] === 1) events += w;
  }
  const p = predicted / total;
  const difference = events / total - p;
  const half = (widening * (difference > 0 ? above : below)) / total;
  const binomial = QUANTILE * Math.sqrt((p * (1 - p) * squares) / (total * total));
  return Math.abs(difference) <= Math.hypot(half, binomial);
}
