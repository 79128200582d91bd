import { addAt, type Fenwick, fenwick, sumBelow } from './fenwick.ts';
import { ascending, denseRanks } from './order.ts';
import type { Survival } from './survival.ts';

/**
 * Harrell's C (Stat Med 1996;15:361): of all pairs whose order of death is known, the share in which the one
 * who died first had the higher score; equal scores count half. A death and a censoring at the same time are
 * ordered (the censored lived longer), two deaths at the same time are not, as in R's survival::concordance.
 * The pairs are counted with a Fenwick tree over the ranks of the scores: O(n log n).
 *
 * @returns a function of case weights (how often each person counts), so that bootstrap samples reuse the sorting
 */
export function concordance(survival: Survival, score: Float64Array): (weights: Float64Array) => number {
  const { rank, distinct } = denseRanks(score);
  const order = ascending(survival.time);
  return (weights) => countPairs(survival, order, rank, fenwick(distinct), weights);
}

function countPairs(
  { time, event }: Survival,
  order: Int32Array,
  rank: Int32Array,
  tree: Fenwick,
  weights: Float64Array,
): number {
  let known = 0;
  let total = 0;
  let concordant = 0;
  for (let end = order.length; end > 0; ) {
    const t = time[order[end - 1]!];
    let start = end;
    while (start > 0 && time[order[start - 1]!] === t) start--;
    known += enter(order, start, end, event, 0, rank, tree, weights);
    for (let k = start; k < end; k++) {
      const i = order[k]!;
      if (!event[i] || weights[i] === 0) continue;
      const lower = sumBelow(tree, rank[i]!);
      const equal = sumBelow(tree, rank[i]! + 1) - lower;
      total += weights[i]! * known;
      concordant += weights[i]! * (lower + equal / 2);
    }
    known += enter(order, start, end, event, 1, rank, tree, weights);
    end = start;
  }
  return concordant / total;
}

/** Adds the people of one time with the given outcome to the tree; returns their weight. */
function enter(
  order: Int32Array,
  start: number,
  end: number,
  event: Uint8Array,
  outcome: 0 | 1,
  rank: Int32Array,
  tree: Fenwick,
  weights: Float64Array,
): number {
  let added = 0;
  for (let k = start; k < end; k++) {
    const i = order[k]!;
    if (event[i] !== outcome || weights[i] === 0) continue;
    added += weights[i]!;
    addAt(tree, rank[i]!, weights[i]!);
  }
  return added;
}
