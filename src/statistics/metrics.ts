import { calibrationIntercept, calibrationSlope, logit, observedRisk } from './calibration.ts';
import { censoringWeights, type HorizonSample, horizonSample } from './censoring.ts';
import { concordance } from './concordance.ts';
import { aurocAt, brierAt } from './horizon.ts';
import { weightedMean } from './order.ts';
import { type Survival, survivalAt } from './survival.ts';

/** Metric name → value. NaN where a sample cannot support the figure. */
export type Metrics = Record<string, number>;

/** What is known of each person besides the prediction. */
export interface Outcomes {
  readonly survival: Survival;
  /** People of one stratum share their censoring (survey cycle, year of entry). */
  readonly stratum: Int32Array;
  readonly horizon: number;
  /** Suffix of horizon metrics: `5y`. */
  readonly suffix: string;
}

/** Scores order people; risks are also probabilities at the horizon, some with a 95% interval. */
export interface Scored {
  readonly score: Float64Array;
  readonly risk?: Float64Array;
  readonly low?: Float64Array;
  readonly high?: Float64Array;
}

/**
 * All figures of one set of predictions on some rows, as a function of case weights of ALL people: a bootstrap
 * sample is a vector of counts, and one vector drives every model, comparator and subgroup.
 */
export function metricsOn(
  outcomes: Outcomes,
  scored: Scored,
  rows: Int32Array,
): (weights: Float64Array) => Metrics {
  const survival = survivalAt(outcomes.survival, rows);
  const stratum = rows.map((i) => outcomes.stratum[i]!);
  const cIndex = concordance(survival, pick(scored.score, rows));
  const sample = horizonSample(survival, stratum, outcomes.horizon);
  const atHorizon = horizonMetrics(sample, scored, rows, outcomes.suffix);
  return (weights) => {
    const own = pick(weights, rows);
    return { cIndex: cIndex(own), ...atHorizon(own) };
  };
}

function horizonMetrics(sample: HorizonSample, scored: Scored, rows: Int32Array, suffix: string) {
  const people = sample.rows.map((i) => rows[i]!);
  const auroc = aurocAt(sample.status, pick(scored.score, people));
  const risk = scored.risk && pick(scored.risk, people);
  const logits = risk?.map(logit);
  return (own: Float64Array): Metrics => {
    if (people.length === 0) return {};
    const weights = pick(own, sample.rows);
    const ipcw = censoringWeights(sample, weights);
    const discrimination = { [`auroc_${suffix}`]: auroc(ipcw) };
    if (!risk || !logits) return discrimination;
    const total = weights.reduce((a, b) => a + b, 0);
    return {
      ...discrimination,
      [`brier_${suffix}`]: brierAt(sample.status, risk, ipcw, total),
      [`calibrationSlope_${suffix}`]: calibrationSlope(sample.status, logits, ipcw),
      [`calibrationIntercept_${suffix}`]: calibrationIntercept(sample.status, logits, ipcw),
      [`predictedToObserved_${suffix}`]: weightedMean(risk, weights) / observedRisk(sample, weights),
    };
  };
}

const pick = (all: Float64Array, rows: Int32Array): Float64Array => Float64Array.from(rows, (i) => all[i]!);
