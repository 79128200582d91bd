import { ascending } from '../../../../statistics/order.ts';
import type { Survival } from '../../../../statistics/survival.ts';
import type { ForestRule } from './forest-rules.ts';
import type { BareNode } from './node.ts';

/**
 * Random survival forest (Ishwaran et al., Ann Appl Stat 2008;2:841). A node's gradients are its martingale residuals
 * δᵢ − H(tᵢ), H its own Nelson-Aalen estimate: summed over a side they are observed minus expected deaths, the numerator
 * of the log-rank test, and the gain is its square over the permutation variance (Hothorn & Lausen, Comput Stat Data
 * Anal 2003;43:121). A leaf's value is its mortality: its cumulative hazard summed over the follow-up times of all rows,
 * the deaths to be expected if all were like the leaf; here per row.
 */
export function survivalRule({ time, event }: Survival, weights: Float64Array): ForestRule {
  const order = ascending(time);
  const followed = followedBeyond(time, order, weights);
  const residuals = (node: BareNode): void => {
    const { rows, pairs } = node;
    let hazard = 0;
    visitTimes(node, time, event, (start, end, deaths, atRisk) => {
      hazard += deaths / atRisk;
      for (let k = start; k < end; k++) pairs[2 * k] = pairs[2 * k + 1]! * (event[rows[k]!]! - hazard);
    });
  };
  return {
    order,
    gradient: (own) => own,
    renew: residuals,
    leaf(node) {
      let mortality = 0;
      visitTimes(node, time, event, (start, _end, deaths, atRisk) => {
        mortality += (deaths / atRisk) * followed[node.rows[start]!]!;
      });
      return mortality;
    },
  };
}

/** Share of the weight of all rows that was followed up to each row's time. */
function followedBeyond(time: Float64Array, order: Int32Array, weights: Float64Array): Float64Array {
  const share = new Float64Array(time.length);
  let sum = 0;
  for (let end = order.length; end > 0; ) {
    let start = end;
    for (; start > 0 && time[order[start - 1]!] === time[order[end - 1]!]; start--)
      sum += weights[order[start - 1]!]!;
    for (let k = start; k < end; k++) share[order[k]!] = sum;
    end = start;
  }
  return share.map((s) => s / sum);
}

/** Each distinct time of rows in the order of time: its rows, its weighted deaths and the weight at risk. */
function visitTimes(
  { rows, pairs, from, to }: BareNode,
  time: Float64Array,
  event: Uint8Array,
  visit: (start: number, end: number, deaths: number, atRisk: number) => void,
): void {
  let atRisk = 0;
  for (let k = from; k < to; k++) atRisk += pairs[2 * k + 1]!;
  for (let start = from; start < to; ) {
    let end = start;
    let deaths = 0;
    let leaving = 0;
    for (; end < to && time[rows[end]!] === time[rows[start]!]; end++) {
      leaving += pairs[2 * end + 1]!;
      if (event[rows[end]!]) deaths += pairs[2 * end + 1]!;
    }
    visit(start, end, deaths, atRisk);
    atRisk -= leaving;
    start = end;
  }
}
