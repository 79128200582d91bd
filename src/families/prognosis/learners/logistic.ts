import type { LinearWeights } from '../../../inference/runtimes/linear.ts';
import { censoringWeights, horizonSample } from '../../../statistics/censoring.ts';
import { type Cohort, stratumOf, subset } from '../cohort.ts';
import { designOf, fitFeatures } from '../features/fit.ts';
import { fitOffsets, harmonised } from '../features/harmonise.ts';
import type { Specification } from '../features/specification.ts';
import { bareRisks, eraOf, NEARLY_NONE } from './cox.ts';
import { appendColumn, standardiseColumns, unstandardise } from './design.ts';
import type { CohortLearner } from './learner.ts';
import { fitLogistic } from './logistic-fit.ts';

/** Logistic regression of death by the horizon on the same columns as the Cox model. */
export const logisticLearner = (spec: Specification): CohortLearner => ({
  name: 'logistic',
  description: 'Logistic regression at the horizon with censoring weights; columns and penalty as for cox',
  async fit(training) {
    const offsets = fitOffsets(training, spec);
    const people = harmonised(training, spec, offsets);
    const weights = fitLogisticModel(people, spec);
    return { predict: (others) => bareRisks(weights, harmonised(others, spec, offsets)) };
  },
});

/** People lost before the horizon are replaced by inverse-probability-of-censoring weights. */
function fitLogisticModel(people: Cohort, spec: Specification): LinearWeights {
  const features = fitFeatures(people, spec);
  const sample = horizonSample(people.survival, stratumOf(people), spec.horizon);
  const ipcw = censoringWeights(sample, new Float64Array(sample.rows.length).fill(1));
  const known = subset(people, sample.rows);
  const standardised = standardiseColumns(designOf(known, features).matrix);
  const x = appendColumn(standardised.matrix, eraOf(known, spec));
  const penalty = new Float64Array(x.columns).fill(spec.ridge);
  penalty[x.columns - 1] = NEARLY_NONE;
  const { intercept, beta } = fitLogistic(x, sample.status, ipcw, penalty);
  const fitted = unstandardise(intercept, beta, standardised);
  return {
    link: 'logit',
    features,
    intercept: fitted.intercept,
    coefficients: [...fitted.coefficients],
    resamples: [],
  };
}
