import { ascending } from '../../statistics/order.ts';
import type { Target } from '../table.ts';

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

/**
 * Cox' negative log partial likelihood with Breslow's handling of ties: the gradient is the martingale residual, the
 * curvature the diagonal of the Hessian. Its mean is per weighted event.
 */
function coxLoss(time: Float64Array, event: Uint8Array): Loss {
  const order = ascending(time);
  const relative = new Float64Array(time.length);
  const atRisk = new Float64Array(time.length);
  const sumAtRisk = (margin: Float64Array, weights: Float64Array): void => {
    let sum = 0;
    for (let k = order.length - 1; k >= 0; k--) {
      const i = order[k]!;
      relative[i] = weights[i]! * Math.exp(margin[i]!);
      sum += relative[i]!;
      atRisk[k] = sum;
    }
    for (let k = 1; k < order.length; k++)
      if (time[order[k]!] === time[order[k - 1]!]) atRisk[k] = atRisk[k - 1]!;
  };
  return {
    base: () => 0,
    fill(margin, weights, gradient, hessian) {
      sumAtRisk(margin, weights);
      let hazard = 0;
      let squares = 0;
      for (let start = 0; start < order.length; ) {
        let end = start;
        let deaths = 0;
        for (; end < order.length && time[order[end]!] === time[order[start]!]; end++)
          if (event[order[end]!]) deaths += weights[order[end]!]!;
        if (deaths > 0) {
          hazard += deaths / atRisk[start]!;
          squares += deaths / atRisk[start]! ** 2;
        }
        for (; start < end; start++) {
          const i = order[start]!;
          const r = relative[i]!;
          gradient[i] = (event[i] ? weights[i]! : 0) - r * hazard;
          hessian[i] = Math.max(r * hazard - r * r * squares, 1e-16);
        }
      }
    },
    mean(margin, weights) {
      sumAtRisk(margin, weights);
      let loss = 0;
      let deaths = 0;
      order.forEach((i, k) => {
        const weight = event[i] ? weights[i]! : 0;
        if (weight === 0) return;
        loss += weight * (Math.log(atRisk[k]!) - margin[i]!);
        deaths += weight;
      });
      return loss / deaths;
    },
  };
}

function weightedMean(values: ArrayLike<number>, weights: Float64Array): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    sum += weights[i]! * values[i]!;
    total += weights[i]!;
  }
  return sum / total;
}
