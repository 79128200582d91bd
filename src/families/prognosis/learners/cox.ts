import type { Features } from '../../../inference/runtimes/features-schema.ts';
import { compileLinear, type LinearWeights } from '../../../inference/runtimes/linear.ts';
import { bootstrapCounts, type Random, seededRandom } from '../../../statistics/random.ts';
import type { Survival } from '../../../statistics/survival.ts';
import { type Cohort, column } from '../cohort.ts';
import { demographicFeatures, designOf, fitFeatures } from '../features/fit.ts';
import { type AssayOffsets, fitOffsets, harmonised } from '../features/harmonise.ts';
import type { Specification } from '../features/specification.ts';
import { baselineHazard, type CoxFit, type CoxProblem, coxProblem, fitCox } from './cox-fit.ts';
import { appendColumn, type Matrix, type Standardised, standardiseColumns, unstandardise } from './design.ts';
import type { CohortLearner, Risks } from './learner.ts';

/** Everything a fit leaves behind. */
export interface CoxModel {
  readonly weights: LinearWeights;
  readonly offsets: AssayOffsets;
  /** A refit on people drawn with replacement: `[intercept, ...coefficients]`; features stay as they are. */
  resample(random: Random): number[];
}

/** Penalised Cox regression with splines: see Specification. */
export function fitCoxModel(training: Cohort, spec: Specification): CoxModel {
  const offsets = fitOffsets(training, spec);
  const people = harmonised(training, spec, offsets);
  return fitWith(people, fitFeatures(people, spec), spec, offsets, spec.ridge);
}

/** Age and sex alone, unpenalised: what a risk is compared with. */
export const fitAgeSexModel = (training: Cohort, spec: Specification): CoxModel =>
  fitWith(training, demographicFeatures(spec), spec, new Map(), 0);

function fitWith(
  people: Cohort,
  features: Features,
  spec: Specification,
  offsets: AssayOffsets,
  ridge: number,
): CoxModel {
  const standardised = standardiseColumns(designOf(people, features).matrix);
  const problem = problemOf(standardised.matrix, people, spec, ridge);
  const everyone = new Float64Array(people.ids.length).fill(1);
  const fit = fitCox(problem, everyone);
  const [intercept = 0, ...coefficients] = rowOf(fit, problem, everyone, standardised, spec);
  return {
    weights: { link: 'cloglog', features, intercept, coefficients, resamples: [] },
    offsets,
    resample(random) {
      const drawn = bootstrapCounts(people.ids.length, random);
      return rowOf(fitCox(problem, drawn, fit), problem, drawn, standardised, spec);
    },
  };
}

/** The design with the era as its last, unpenalised column. */
function problemOf(design: Matrix, people: Cohort, spec: Specification, ridge: number): CoxProblem {
  const x = appendColumn(design, eraOf(people, spec));
  const penalty = new Float64Array(x.columns).fill(ridge);
  penalty[x.columns - 1] = NEARLY_NONE;
  return coxProblem(x, truncated(people.survival, spec.followUp), penalty);
}

/** Keeps the fit regular where everyone is of one era and the column is constant. */
export const NEARLY_NONE = 1e-6;

/**
 * 1 for people examined before the era whose level of risk the model states, 0 for people of it. They share the
 * effects of age and of the tests, not the level.
 */
export function eraOf(people: Cohort, spec: Specification): Float64Array {
  const recent = new Set(spec.era);
  const entered = people.groups.get(people.entryGroup) ?? [];
  return Float64Array.from(people.ids, (_, i) => (recent.has(entered[i] ?? '') ? 0 : 1));
}

/** Follow-up ends at `months`. A death on the day of entry counts as half a month. */
export const truncated = ({ time, event }: Survival, months: number): Survival => ({
  time: time.map((t) => Math.min(Math.max(t, 0.5), months)),
  event: event.map((e, i) => (time[i]! > months ? 0 : e)),
});

/** Log of the cumulative baseline hazard at the horizon in the recent era, then the coefficients. */
function rowOf(
  fit: CoxFit,
  problem: CoxProblem,
  weights: Float64Array,
  standardised: Standardised,
  spec: Specification,
): number[] {
  const hazard = baselineHazard(problem, weights, fit.beta, spec.horizon);
  const { intercept, coefficients } = unstandardise(
    Math.log(hazard),
    fit.beta.subarray(0, standardised.matrix.columns),
    standardised,
  );
  return [intercept, ...coefficients];
}

/** Risk at the horizon for each person of a cohort, as the server would compute it. */
export function linearRisks(weights: LinearWeights, people: Cohort): Required<Risks> {
  const model = compileLinear(weights);
  const columns = weights.features.variables.map((v) => column(people, v.concept));
  const values = new Float64Array(columns.length);
  const n = people.ids.length;
  const risks = { risk: new Float64Array(n), low: new Float64Array(n), high: new Float64Array(n) };
  for (let i = 0; i < n; i++) {
    for (let v = 0; v < columns.length; v++) values[v] = columns[v]![i]!;
    const { risk, low, high } = model.evaluate(values);
    risks.risk[i] = risk;
    risks.low[i] = low;
    risks.high[i] = high;
  }
  return risks;
}

/** The risks alone, of a learner that makes no refits. */
export const bareRisks = (weights: LinearWeights, people: Cohort): Risks => ({
  risk: linearRisks({ ...weights, resamples: [] }, people).risk,
});

/** @param refits on people drawn with replacement, for the intervals */
export const coxLearner = (spec: Specification, refits = 0): CohortLearner => ({
  name: 'cox',
  description: 'Cox regression with restricted cubic splines, age interactions and a ridge penalty',
  async fit(training, { seed }) {
    const { weights, offsets, resample } = fitCoxModel(training, spec);
    const random = seededRandom(seed);
    const fitted = { ...weights, resamples: Array.from({ length: refits }, () => resample(random)) };
    const risks = refits > 0 ? linearRisks : bareRisks;
    return { predict: (people) => risks(fitted, harmonised(people, spec, offsets)) };
  },
});

export const ageSexLearner = (spec: Specification): CohortLearner => ({
  name: 'ageSex',
  description: 'Cox regression on age (restricted cubic spline), sex and their interaction',
  async fit(training) {
    const { weights } = fitAgeSexModel(training, spec);
    return { predict: (people) => bareRisks(weights, people) };
  },
});
