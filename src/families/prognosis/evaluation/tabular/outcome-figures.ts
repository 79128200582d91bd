import { calibrationIntercept, calibrationSlope, logit } from '../../../../statistics/calibration.ts';
import { competes } from '../../../../statistics/competing.ts';
import { competingConcordance } from '../../../../statistics/competing-concordance.ts';
import { concordance } from '../../../../statistics/concordance.ts';
import { aurocAt, brierAt } from '../../../../statistics/horizon.ts';
import type { Metrics } from '../../../../statistics/metrics.ts';
import type { Outcome, OutcomeRecipe } from '../../training/tabular.ts';
import { horizonOf, outcomeAt, statusOf, statusWeights } from '../../training/task.ts';
import { groupFigures } from './group-figures.ts';
import { riskOrder } from './risk-order.ts';
import { atThreshold, auprc } from './threshold-figures.ts';

/** What is measured: an order of people, and their risks where the scores are probabilities. */
export interface Scores {
  readonly score: Float64Array;
  readonly risk?: Float64Array;
  /** Probability from which on the model says yes. */
  readonly decision?: number;
}

/**
 * All figures of one outcome on some rows, as a function of case weights of ALL rows: a bootstrap sample is a vector
 * of counts, and one vector drives every outcome, comparator and subgroup. Names carry the suffix of the outcome.
 */
export function outcomeFigures(
  outcome: Outcome,
  recipe: OutcomeRecipe,
  scores: Scores,
  rows: Int32Array,
): (weights: Float64Array) => Metrics {
  const own = outcomeAt(outcome, rows);
  const status = statusOf(own, recipe);
  const score = pick(scores.score, rows);
  const discrimination = discriminationOf(own, recipe, status, score);
  const calibration = scores.risk && calibrationOf(status, pick(scores.risk, rows), scores.decision);
  return (weights) => {
    const counts = pick(weights, rows);
    const known = statusWeights(own, recipe, counts);
    return suffixed({ ...discrimination(counts, known), ...calibration?.(known) }, recipe);
  };
}

type Figures = (counts: Float64Array, known: Float64Array) => Metrics;

function discriminationOf(
  outcome: Outcome,
  recipe: OutcomeRecipe,
  status: Int8Array,
  score: Float64Array,
): Figures {
  const auroc = aurocAt(status, score);
  const order = riskOrder(score);
  const cIndex = concordanceOf(outcome, recipe, score);
  return (counts, known) => ({
    ...(cIndex ? { [UNSUFFIXED]: cIndex(counts) } : {}),
    auroc: auroc(known),
    auprc: auprc(order, status, known),
  });
}

/** The C-index belongs to all follow-up, not to a horizon. */
const UNSUFFIXED = 'cIndex';

function concordanceOf(outcome: Outcome, recipe: OutcomeRecipe, score: Float64Array) {
  if (outcome.kind === 'binary') return undefined;
  return competes(outcome)
    ? competingConcordance(outcome, score, horizonOf(recipe))
    : concordance(outcome, score);
}

function calibrationOf(
  status: Int8Array,
  risk: Float64Array,
  decision?: number,
): (known: Float64Array) => Metrics {
  const order = riskOrder(risk);
  const logits = risk.map(logit);
  return (known) => ({
    brier: brierAt(status, risk, known, sumOf(known)),
    calibrationSlope: calibrationSlope(status, logits, known),
    calibrationIntercept: calibrationIntercept(status, logits, known),
    predictedToObserved: ratio(status, risk, known),
    ...groupFigures(order, risk, status, known),
    ...(decision === undefined ? {} : decisionFigures(risk, status, known, decision)),
  });
}

function decisionFigures(
  risk: Float64Array,
  status: Int8Array,
  known: Float64Array,
  decision: number,
): Metrics {
  const { sensitivity, specificity, precision } = atThreshold(risk, status, known, decision);
  return { minSensitivityPpv: Math.min(sensitivity, precision), sensitivity, specificity, precision };
}

function ratio(status: Int8Array, risk: Float64Array, known: Float64Array): number {
  let [predicted, observed] = [0, 0];
  for (let i = 0; i < risk.length; i++) {
    predicted += known[i]! * risk[i]!;
    if (status[i] === 1) observed += known[i]!;
  }
  return predicted / observed;
}

const sumOf = (values: Float64Array): number => values.reduce((sum, x) => sum + x, 0);

const pick = (all: Float64Array, rows: Int32Array): Float64Array => Float64Array.from(rows, (i) => all[i]!);

const suffixed = (figures: Metrics, { suffix }: OutcomeRecipe): Metrics =>
  suffix === undefined
    ? figures
    : Object.fromEntries(
        Object.entries(figures).map(([name, value]) => [
          name === UNSUFFIXED ? name : `${name}_${suffix}`,
          value,
        ]),
      );
