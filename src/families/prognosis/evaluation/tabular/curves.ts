import type { CalibrationGroup } from '../../../../statistics/calibration.ts';
import { ascending } from '../../../../statistics/order.ts';
import { statusOf, statusWeights } from '../../training/task.ts';
import type { Answered } from './report.ts';
import { netBenefit } from './threshold-figures.ts';

/** Net benefit per person of acting from a threshold on: by the model, and for everyone. */
export interface NetBenefit {
  readonly threshold: number;
  readonly model: number;
  readonly everyone: number;
}

const GROUPS = 10;

/** Mean predicted risk against the observed rate in ten equal groups of ascending predicted risk. */
export function calibrationTable(answer: Answered): CalibrationGroup[] {
  const { risk } = answer;
  const { status, weights } = knownOf(answer);
  const order = ascending(risk).filter((i) => weights[i]! > 0);
  return Array.from({ length: GROUPS }, (_, g) => {
    const from = Math.floor((g * order.length) / GROUPS);
    return groupOf(
      order.subarray(from, Math.floor(((g + 1) * order.length) / GROUPS)),
      risk,
      status,
      weights,
    );
  }).filter((group) => group.n > 0);
}

function groupOf(
  members: Int32Array,
  risk: Float64Array,
  status: Int8Array,
  weights: Float64Array,
): CalibrationGroup {
  let [predicted, observed, total] = [0, 0, 0];
  for (const i of members) {
    predicted += weights[i]! * risk[i]!;
    if (status[i] === 1) observed += weights[i]!;
    total += weights[i]!;
  }
  return { predicted: predicted / total, observed: observed / total, n: members.length };
}

/** Where the cost of a false alarm is a twentieth to four times that of a miss. */
const THRESHOLDS = [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8];

/** Vickers & Elkin, Med Decis Making 2006;26:565. */
export function decisionCurve(answer: Answered): NetBenefit[] {
  const { status, weights } = knownOf(answer);
  const all = answer.risk.map(() => 1);
  return THRESHOLDS.map((threshold) => ({
    threshold,
    model: netBenefit(answer.risk, status, weights, threshold),
    everyone: netBenefit(all, status, weights, threshold),
  }));
}

function knownOf({ outcome, recipe, risk }: Answered) {
  const status = statusOf(outcome, recipe);
  return { status, weights: statusWeights(outcome, recipe, new Float64Array(risk.length).fill(1)) };
}
