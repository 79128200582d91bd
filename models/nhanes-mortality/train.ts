import heldAside from '../../demo/held-aside.json' with { type: 'json' };
import type { Recipe } from '../../src/families/prognosis/training/recipe.ts';
import { readCohort } from './dataset.ts';
import { specification } from './specification.ts';

/** `kairos train nhanes-mortality` follows this. */
export const recipe: Recipe = {
  readCohort,
  specification,
  heldAside: new Set(heldAside['nhanes-mortality'].sampleIds),
  /**
   * Fewer people of the same age and results die than in 1999-2004. On people of 2005-2010 a spline Cox model of
   * all these training years is known to predict 7.2% where 6.5% died. In 1999-2004 this model predicts 1.04 times
   * what such a model does. Both together, with allowance for what is not known of that model (it may have taken
   * those coded "80 or older" for 80), give 0.85. One reported pair of figures was used, no person's data.
   */
  recalibration: 0.85,
  latest: ['2003'],
  forest: { trees: 200, peoplePerTree: 4000, maxFeatures: 0.6, minNumSamples: 30, maxDepth: 12 },
  resamples: 200,
  seed: 20261123,
};
