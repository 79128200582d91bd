import type { Manifest } from '../../../inference/manifest.ts';
import { seededRandom } from '../../../statistics/random.ts';
import { type Cohort, rowsWhere, subset } from '../cohort.ts';
import { fitAgeSexModel, fitCoxModel } from '../learners/cox.ts';
import type { Progress } from '../learners/learner.ts';
import type { Recipe } from './recipe.ts';
import { throughChart } from './through-chart.ts';
import { toJson } from './write-artifacts.ts';

/** File names of what training writes into a model's folder. */
export const WEIGHTS = 'weights.json';
export const AGE_SEX_WEIGHTS = 'age-sex.json';

/** The people a model may learn from. */
export function trainingPeople(cohort: Cohort, recipe: Recipe, manifest: Manifest): Cohort {
  return throughChart(
    subset(
      cohort,
      rowsWhere(cohort, (i) => !recipe.heldAside.has(cohort.ids[i]!)),
    ),
    manifest,
  );
}

/** Weights of the model and of its comparator that knows age and sex only, as files: name → content. */
export function fitWeights(people: Cohort, recipe: Recipe, onProgress?: Progress): Map<string, string> {
  const { specification, recalibration, resamples, seed } = recipe;
  const model = fitCoxModel(people, specification);
  const random = seededRandom(seed);
  const shift = Math.log(recalibration);
  const draws = Array.from({ length: resamples }, (_, b) => {
    const [intercept = 0, ...coefficients] = model.resample(random);
    onProgress?.(b + 1, resamples, 'resamples');
    return [intercept + shift, ...coefficients];
  });
  const { weights } = model;
  const ageSex = fitAgeSexModel(people, specification).weights;
  return new Map([
    [WEIGHTS, toJson({ ...weights, intercept: weights.intercept + shift, resamples: draws })],
    [AGE_SEX_WEIGHTS, toJson({ ...ageSex, intercept: ageSex.intercept + shift })],
  ]);
}
