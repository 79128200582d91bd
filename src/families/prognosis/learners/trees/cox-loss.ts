import { ascending } from '../../../../statistics/order.ts';
import type { Loss } from './losses.ts';

/** Rows in the order of time, those of equal time together. */
interface Timeline {
  readonly order: Int32Array;
  /** Where each distinct time begins; the number of rows at the end. */
  readonly starts: Int32Array;
}

/**
 * Cox' negative log partial likelihood with Breslow's handling of ties: the gradient is the martingale residual, the
 * curvature the diagonal of the Hessian. Its mean is per weighted event.
 */
export function coxLoss(time: Float64Array, event: Uint8Array): Loss {
  const line = timelineOf(time);
  const relative = new Float64Array(time.length);
  const atRisk = new Float64Array(line.starts.length - 1);
  const deaths = new Float64Array(atRisk.length);
  const sum = (margin: Float64Array, weights: Float64Array): void => {
    for (let i = 0; i < relative.length; i++) relative[i] = weights[i]! * Math.exp(margin[i]!);
    sumAtTimes(line, event, weights, relative, atRisk, deaths);
  };
  return {
    base: () => 0,
    fill(margin, weights, gradient, hessian) {
      sum(margin, weights);
      let hazard = 0;
      let squares = 0;
      for (let k = 0; k < atRisk.length; k++) {
        if (deaths[k]! > 0) {
          hazard += deaths[k]! / atRisk[k]!;
          squares += deaths[k]! / atRisk[k]! ** 2;
        }
        for (let at = line.starts[k]!; at < line.starts[k + 1]!; at++) {
          const i = line.order[at]!;
          const r = relative[i]!;
          gradient[i] = (event[i] ? weights[i]! : 0) - r * hazard;
          hessian[i] = Math.max(r * hazard - r * r * squares, 1e-16);
        }
      }
    },
    mean(margin, weights) {
      sum(margin, weights);
      let loss = 0;
      let total = 0;
      for (let k = 0; k < atRisk.length; k++) if (deaths[k]! > 0) loss += deaths[k]! * Math.log(atRisk[k]!);
      for (let i = 0; i < margin.length; i++) {
        if (!event[i]) continue;
        loss -= weights[i]! * margin[i]!;
        total += weights[i]!;
      }
      return loss / total;
    },
  };
}

function timelineOf(time: Float64Array): Timeline {
  const order = ascending(time);
  const starts: number[] = [];
  order.forEach((i, at) => {
    if (at === 0 || time[i] !== time[order[at - 1]!]) starts.push(at);
  });
  return { order, starts: Int32Array.from([...starts, order.length]) };
}

/** Weight of the relative hazards at risk and of the events at each distinct time. */
function sumAtTimes(
  { order, starts }: Timeline,
  event: Uint8Array,
  weights: Float64Array,
  relative: Float64Array,
  atRisk: Float64Array,
  deaths: Float64Array,
): void {
  let sum = 0;
  for (let k = atRisk.length - 1; k >= 0; k--) {
    deaths[k] = 0;
    for (let at = starts[k]!; at < starts[k + 1]!; at++) {
      const i = order[at]!;
      sum += relative[i]!;
      if (event[i]) deaths[k]! += weights[i]!;
    }
    atRisk[k] = sum;
  }
}
