import { recalibration } from '../../../statistics/calibration.ts';
import type { Survival } from '../../../statistics/survival.ts';
import { baselineHazard, coxProblem, fitCox } from '../learners/cox-fit.ts';
import { horizonOf, statusOf, statusWeights, type Task } from './task.ts';

/** From a margin to a risk: `intercept + slope * margin` through the inverse link. */
export interface Recalibration {
  readonly link: 'logit' | 'cloglog';
  readonly slope: number;
  /** At the horizon of the task. */
  readonly intercept: number;
  /** The intercept at any time, where the task is a survival one. */
  interceptAt?(months: number): number;
}

/** Estimated from margins of people who were not learned from; `rows` are those to use, of the task's outcome. */
export function recalibrate(task: Task, margin: Float64Array, rows: Int32Array): Recalibration {
  return task.mode === 'survival' ? byCox(task, margin, rows) : byLogistic(task, margin, rows);
}

/** By weights that stand for those lost before the horizon. */
function byLogistic({ outcome, recipe }: Task, margin: Float64Array, rows: Int32Array): Recalibration {
  const status = statusOf(outcome, recipe);
  const weights = statusWeights(outcome, recipe, countsOf(rows, status.length));
  return { link: 'logit', ...recalibration(status, margin, weights) };
}

function countsOf(rows: Int32Array, n: number): Float64Array {
  const counts = new Float64Array(n);
  for (const i of rows) counts[i]!++;
  return counts;
}

/**
 * Cox regression on the margin alone, on follow-up to the horizon: where effects fade, later follow-up would make risks
 * at the horizon too alike. The baseline hazard is Breslow's.
 */
function byCox({ outcome, recipe }: Task, margin: Float64Array, rows: Int32Array): Recalibration {
  if (outcome.kind !== 'survival') throw new TypeError('a survival task has a survival outcome');
  const n = margin.length;
  const matrix = { rows: n, columns: 1, data: margin.map((m) => (Number.isFinite(m) ? m : 0)) };
  const problem = coxProblem(matrix, endingAt(outcome, horizonOf(recipe)), new Float64Array(1));
  const counts = countsOf(rows, n);
  const { beta } = fitCox(problem, counts);
  const interceptAt = (months: number) => Math.log(baselineHazard(problem, counts, beta, months));
  return { link: 'cloglog', slope: beta[0]!, intercept: interceptAt(horizonOf(recipe)), interceptAt };
}

const endingAt = ({ time, event }: Survival, months: number): Survival => ({
  time: time.map((t) => Math.min(t, months)),
  event: event.map((e, i) => (time[i]! > months ? 0 : e)),
});
