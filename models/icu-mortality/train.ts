import { boostedTrees } from '../../src/families/prognosis/learners/boosting.ts';
import { logisticTable } from '../../src/families/prognosis/learners/linear.ts';
import type { TabularRecipe } from '../../src/families/prognosis/training/tabular.ts';
import { readData } from './dataset.ts';
import { features } from './features.ts';
import { OUTCOME } from './outcomes.ts';

/** `kairos train icu-mortality` follows this. */
export const recipe: TabularRecipe = {
  kind: 'tabular',
  dataSet: 'physionet2012-icu',
  readData,
  features,
  outcomes: [
    {
      answers: 'primary',
      outcome: OUTCOME,
      members: [
        {
          learner: boostedTrees({
            trees: 250,
            learningRate: 0.05,
            maxDepth: 5,
            minLeafRows: 20,
            l2: 5,
            rowSubsample: 0.7,
            columnSubsample: 0.2,
            bags: 6,
          }),
          share: 0.5,
        },
        {
          learner: logisticTable({ penalty: { kind: 'fixed', ridge: 300 }, knots: 3, resamples: 40 }),
          share: 0.5,
        },
      ],
      candidates: [],
    },
  ],
  population: 'patients of an intensive care unit',
  seed: 20261124,
};
