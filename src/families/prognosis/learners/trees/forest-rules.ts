import { ascending } from '../../../../statistics/order.ts';
import type { Target } from '../table.ts';
import type { BareNode, NodeRows } from './node.ts';
import { survivalRule } from './survival-rule.ts';

/** How a forest splits and what its leaves say. With curvature = weight, the gain of a split is that in Σ w (y − ȳ)². */
export interface ForestRule {
  /** Rows of the table in the order in which nodes shall see them. */
  readonly order: Int32Array;
  gradient(weights: Float64Array): Float64Array;
  renew?(node: BareNode): void;
  leaf(node: NodeRows): number;
}

/** A leaf counts as much as so many rows of average outcome more: none is ever certain. */
const SMOOTHING = 1;

/** @param weights of the rows that the trees draw from */
export function forestRule(target: Target, weights: Float64Array): ForestRule {
  if (target.kind === 'survival') return survivalRule(target, weights);
  const { y } = target;
  return {
    order: ascending(new Float64Array(y.length)),
    gradient: (own) => own.map((w, i) => w * y[i]!),
    leaf:
      target.kind === 'binary'
        ? logOddsLeaf(weightedMean(y, weights))
        : ({ sums }) => sums.gradient / sums.hessian,
  };
}

/** Squared deviations of 0 and 1 are half their Gini impurity: the splits are those of a classification tree. */
const logOddsLeaf =
  (average: number) =>
  ({ sums: { gradient, hessian } }: NodeRows): number => {
    const p = (gradient + SMOOTHING * average) / (hessian + SMOOTHING);
    return Math.log(p / (1 - p));
  };

function weightedMean(y: ArrayLike<number>, weights: Float64Array): number {
  let sum = 0;
  let total = 0;
  weights.forEach((w, i) => {
    sum += w * y[i]!;
    total += w;
  });
  return sum / total;
}
