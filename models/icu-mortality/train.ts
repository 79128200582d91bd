import { boostedTrees } from '../../src/families/prognosis/learners/boosting.ts';
import { randomForest } from '../../src/families/prognosis/learners/forest.ts';
import { logisticTable } from '../../src/families/prognosis/learners/linear.ts';
import { supportVectorMachine } from '../../src/families/prognosis/learners/svm.ts';
import type { TabularRecipe } from '../../src/families/prognosis/training/tabular.ts';
import { readData } from './dataset.ts';
import { features } from './features.ts';
import { OUTCOME } from './outcomes.ts';

/** What the blend is compared with. */
const candidates = [
  logisticTable({ name: 'plainLogistic', penalty: { kind: 'fixed', ridge: 1 } }),
  randomForest({ trees: 200, maxDepth: 12, minLeaf: 4, columnsPerSplit: 0.2 }),
  supportVectorMachine({ cost: 0.5, gamma: 0.0005, mostRows: 3_000 }),
];

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
            trees: 300,
            learningRate: 0.05,
            maxDepth: 4,
            minLeafRows: 20,
            l2: 5,
            rowSubsample: 0.7,
            columnSubsample: 0.1,
            bags: 4,
          }),
          share: 0.5,
        },
        {
          learner: logisticTable({ penalty: { kind: 'fixed', ridge: 300 }, knots: 3, resamples: 40 }),
          share: 0.5,
        },
      ],
      candidates,
    },
  ],
  population: 'patients of an intensive care unit',
  seed: 20261124,
};
