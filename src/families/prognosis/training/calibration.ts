import { baselineHazard, coxProblem, fitCox } from '../learners/cox-fit.ts';
import { logit } from '../statistics/calibration.ts';
import type { Survival } from '../statistics/survival.ts';
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

const STEPS = 50;
const TOLERANCE = 1e-10;

/** Logistic recalibration (Cox, Biometrika 1958;45:562) with censoring weights, by Newton's method. */
function byLogistic({ outcome, recipe }: Task, margin: Float64Array, rows: Int32Array): Recalibration {
  const status = statusOf(outcome, recipe);
  const weights = statusWeights(outcome, recipe, countsOf(rows, status.length));
  const used = rows.filter((i) => weights[i]! > 0);
  let [a, b] = [logit(caseShare(status, weights, used)), 0];
  for (let step = 0; step < STEPS; step++) {
    const [ga, gb, haa, hab, hbb] = slopes(status, weights, margin, used, a, b);
    const determinant = haa * hbb - hab * hab;
    const da = (hbb * ga - hab * gb) / determinant;
    const db = (haa * gb - hab * ga) / determinant;
    a += da;
    b += db;
    if (Math.abs(da) + Math.abs(db) < TOLERANCE) break;
  }
  return { link: 'logit', slope: b, intercept: a };
}

function slopes(
  status: Int8Array,
  weights: Float64Array,
  margin: Float64Array,
  used: Int32Array,
  a: number,
  b: number,
): [number, number, number, number, number] {
  const sums: [number, number, number, number, number] = [0, 0, 0, 0, 0];
  for (const i of used) {
    const x = margin[i]!;
    const p = 1 / (1 + Math.exp(-a - b * x));
    const residual = weights[i]! * (status[i]! - p);
    const curvature = weights[i]! * p * (1 - p);
    sums[0] += residual;
    sums[1] += residual * x;
    sums[2] += curvature;
    sums[3] += curvature * x;
    sums[4] += curvature * x * x;
  }
  return sums;
}

export function countsOf(rows: Int32Array, n: number): Float64Array {
  const counts = new Float64Array(n);
  for (const i of rows) counts[i]!++;
  return counts;
}

function caseShare(status: Int8Array, weights: Float64Array, used: Int32Array): number {
  let events = 0;
  let total = 0;
  for (const i of used) {
    events += weights[i]! * Math.max(status[i]!, 0);
    total += weights[i]!;
  }
  return events / total;
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
