import { COMPETING } from './competing.ts';
import { addAt, type Fenwick, fenwick, sumBelow } from './fenwick.ts';
import { ascending, denseRanks } from './order.ts';
import { kaplanMeier, probabilityAt, probabilityBefore, type Survival } from './survival.ts';

/**
 * C for prognosis with competing risks, up to a horizon (Wolbers et al., Biostatistics 2014;15:526): the probability
 * that somebody who has the outcome by the horizon has a higher score than somebody who stays free of it longer, or
 * never has it because of a competing event. Equal scores count half. Pairs are weighted by the inverse probability
 * of being seen, from the Kaplan-Meier estimate of censoring; without competing events it is Uno's C.
 *
 * @returns a function of case weights (how often each person counts), so that bootstrap samples reuse the sorting
 */
export function competingConcordance(
  outcomes: Survival,
  score: Float64Array,
  horizon: number,
): (weights: Float64Array) => number {
  const order = ascending(outcomes.time);
  const ranks = denseRanks(score);
  const people: People = { outcomes, horizon, ...ranks, byTime: groupedByTime(outcomes.time, order) };
  return (weights) => {
    const followed = kaplanMeier(outcomes, order, weights, 'censoring');
    const seen: Seen = {
      weights,
      before: outcomes.time.map((t) => probabilityBefore(followed, t)),
      at: outcomes.time.map((t) => probabilityAt(followed, t)),
    };
    const later = pairsWithLater(people, seen);
    const ruledOut = pairsWithRuledOut(people, seen);
    return (later.concordant + ruledOut.concordant) / (later.total + ruledOut.total);
  };
}

interface People {
  readonly outcomes: Survival;
  readonly horizon: number;
  readonly rank: Int32Array;
  readonly distinct: number;
  /** Those of one time together, ascending. */
  readonly byTime: readonly Int32Array[];
}

/** By person: the case weight, and the probability of being followed until just before, and past, their time. */
interface Seen {
  readonly weights: Float64Array;
  readonly before: Float64Array;
  readonly at: Float64Array;
}

interface Pairs {
  concordant: number;
  total: number;
}

/** Pairs of a case and somebody who is seen to stay free of the outcome longer. */
function pairsWithLater(people: People, { weights, before, at }: Seen): Pairs {
  const pairs: Pairs = { concordant: 0, total: 0 };
  const tree = fenwick(people.distinct);
  for (const together of people.byTime.toReversed()) {
    for (const i of together) {
      if (isCase(people, i)) count(pairs, people, tree, i, weights[i]! / (before[i]! * at[i]!));
    }
    for (const j of together) addAt(tree, people.rank[j]!, weights[j]!);
  }
  return pairs;
}

/** Pairs of a case and somebody in whom a competing event came no later. */
function pairsWithRuledOut(people: People, { weights, before }: Seen): Pairs {
  const pairs: Pairs = { concordant: 0, total: 0 };
  const tree = fenwick(people.distinct);
  for (const together of people.byTime) {
    for (const j of together) {
      if (people.outcomes.event[j] !== COMPETING) continue;
      addAt(tree, people.rank[j]!, weights[j]! / before[j]!);
    }
    for (const i of together) {
      if (isCase(people, i)) count(pairs, people, tree, i, weights[i]! / before[i]!);
    }
  }
  return pairs;
}

const isCase = ({ outcomes, horizon }: People, i: number): boolean =>
  outcomes.event[i] === 1 && outcomes.time[i]! <= horizon;

/** Adds the pairs of case `i` with everybody in the tree. */
function count(pairs: Pairs, { rank, distinct }: People, tree: Fenwick, i: number, weight: number): void {
  const all = sumBelow(tree, distinct);
  if (weight === 0 || all === 0) return;
  const lower = sumBelow(tree, rank[i]!);
  const equal = sumBelow(tree, rank[i]! + 1) - lower;
  pairs.total += weight * all;
  pairs.concordant += weight * (lower + equal / 2);
}

function groupedByTime(time: Float64Array, order: Int32Array): Int32Array[] {
  const groups = Map.groupBy(order, (i) => time[i]!);
  return [...groups.values()].map((group) => Int32Array.from(group));
}
