import type { HorizonSample } from './censoring.ts';
import { ascending } from './order.ts';
import { kaplanMeier, probabilityAt, survivalAt } from './survival.ts';

const STEPS = 25;
const TOLERANCE = 1e-9;
/** On the logit scale: from risks that are far off, a full step of Newton's would overshoot. */
const LONGEST_STEP = 2;

export const logit = (p: number): number => {
  const inside = Math.min(Math.max(p, 1e-9), 1 - 1e-9);
  return Math.log(inside / (1 - inside));
};

const expit = (x: number): number => 1 / (1 + Math.exp(-x));

/**
 * Logistic recalibration (Cox, Biometrika 1958;45:562): `intercept + slope * x` are the log-odds of the outcome. Rows of
 * weight 0 do not count, whatever their status and x. Newton's steps start at the model without a slope: from scores
 * that are far off they would not arrive.
 */
export function recalibration(
  status: Int8Array,
  x: Float64Array,
  weights: Float64Array,
): { readonly intercept: number; readonly slope: number } {
  let [a, b] = [logit(weightedShare(status, weights)), 0];
  for (let step = 0; step < STEPS; step++) {
    const g = [0, 0] as [number, number];
    const h = [0, 0, 0] as [number, number, number];
    for (let i = 0; i < x.length; i++) {
      const w = weights[i]!;
      if (w === 0) continue;
      const xi = x[i]!;
      const p = expit(a + b * xi);
      const residual = w * (status[i]! - p);
      const curvature = w * p * (1 - p);
      g[0] += residual;
      g[1] += residual * xi;
      h[0] += curvature;
      h[1] += curvature * xi;
      h[2] += curvature * xi * xi;
    }
    const determinant = h[0] * h[2] - h[1] * h[1];
    const da = (h[2] * g[0] - h[1] * g[1]) / determinant;
    const db = (h[0] * g[1] - h[1] * g[0]) / determinant;
    a += da;
    b += db;
    if (Math.abs(da) + Math.abs(db) < TOLERANCE) break;
  }
  return { intercept: a, slope: b };
}

/**
 * Calibration slope: the coefficient of logit(risk) in a logistic regression of the outcome at the horizon, people lost
 * before it replaced by inverse-probability-of-censoring weights (McLernon et al., Ann Intern Med 2023;176:105). 1 is
 * ideal, below 1 the risks are too extreme.
 */
export const calibrationSlope = (status: Int8Array, logits: Float64Array, weights: Float64Array): number =>
  recalibration(status, logits, weights).slope;

function weightedShare(status: Int8Array, weights: Float64Array): number {
  let events = 0;
  let total = 0;
  for (let i = 0; i < status.length; i++) {
    events += weights[i]! * status[i]!;
    total += weights[i]!;
  }
  return events / total;
}

/** Calibration intercept ("in the large"): the same regression with the slope held at 1. 0 is ideal. */
export function calibrationIntercept(status: Int8Array, logits: Float64Array, weights: Float64Array): number {
  let a = 0;
  for (let step = 0; step < STEPS; step++) {
    let gradient = 0;
    let curvature = 0;
    for (let i = 0; i < logits.length; i++) {
      const w = weights[i]!;
      if (w === 0) continue;
      const p = expit(a + logits[i]!);
      gradient += w * (status[i]! - p);
      curvature += w * p * (1 - p);
    }
    const change = Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, gradient / curvature));
    a += change;
    if (Math.abs(change) < TOLERANCE) break;
  }
  return a;
}

/** Share that died by the horizon, by Kaplan-Meier. */
export const observedRisk = (sample: HorizonSample, weights: Float64Array): number =>
  1 - probabilityAt(kaplanMeier(sample.survival, sample.order, weights), sample.horizon);

export interface CalibrationGroup {
  readonly predicted: number;
  readonly observed: number;
  readonly n: number;
}

/** Mean predicted risk against Kaplan-Meier observed risk in equal groups of ascending predicted risk. */
export function calibrationGroups(
  sample: HorizonSample,
  risk: Float64Array,
  groups = 10,
): CalibrationGroup[] {
  const order = ascending(risk);
  return Array.from({ length: groups }, (_, g) => {
    const from = Math.floor((g * order.length) / groups);
    const to = Math.floor(((g + 1) * order.length) / groups);
    return groupOf(sample, risk, order.subarray(from, to));
  }).filter((group) => group.n > 0);
}

function groupOf(sample: HorizonSample, risk: Float64Array, members: Int32Array): CalibrationGroup {
  const survival = survivalAt(sample.survival, members);
  const ones = new Float64Array(members.length).fill(1);
  const curve = kaplanMeier(survival, ascending(survival.time), ones);
  return {
    predicted: members.reduce((sum, i) => sum + risk[i]!, 0) / members.length,
    observed: 1 - probabilityAt(curve, sample.horizon),
    n: members.length,
  };
}
