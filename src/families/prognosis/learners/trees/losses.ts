import { weightedMean } from '../../../../statistics/order.ts';
import type { Target } from '../table.ts';
import { coxLoss } from './cox-loss.ts';

/** A loss of margins, by row of a table, with the case weights that it is asked for. */
export interface Loss {
  /** The constant margin that fits best. */
  base(weights: Float64Array): number;
  /** Negative gradient and curvature of the weighted loss in each margin. */
  fill(margin: Float64Array, weights: Float64Array, gradient: Float64Array, hessian: Float64Array): void;
  /** Mean loss; lower is better. */
  mean(margin: Float64Array, weights: Float64Array): number;
}

export function lossOf(target: Target): Loss {
  if (target.kind === 'binary') return logisticLoss(target.y);
  return target.kind === 'numeric' ? squaredLoss(target.y) : coxLoss(target.time, target.event);
}

const logisticLoss = (y: Uint8Array): Loss => ({
  base(weights) {
    const mean = weightedMean(y, weights);
    return Math.log(mean / (1 - mean));
  },
  fill(margin, weights, gradient, hessian) {
    for (let i = 0; i < y.length; i++) {
      const p = 1 / (1 + Math.exp(-margin[i]!));
      gradient[i] = weights[i]! * (y[i]! - p);
      hessian[i] = weights[i]! * Math.max(p * (1 - p), 1e-16);
    }
  },
  mean: (margin, weights) =>
    weightedMean(
      margin.map(
        (m, i) => Math.log1p(Math.exp(-Math.abs(m))) + (y[i]! === (m > 0 ? 1 : 0) ? 0 : Math.abs(m)),
      ),
      weights,
    ),
});

const squaredLoss = (y: Float64Array): Loss => ({
  base: (weights) => weightedMean(y, weights),
  fill(margin, weights, gradient, hessian) {
    for (let i = 0; i < y.length; i++) {
      gradient[i] = weights[i]! * (y[i]! - margin[i]!);
      hessian[i] = weights[i]!;
    }
  },
  mean: (margin, weights) =>
    weightedMean(
      margin.map((m, i) => (y[i]! - m) ** 2),
      weights,
    ),
});
