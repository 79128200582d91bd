import { boostedTrees } from '../../src/families/prognosis/learners/boosting.ts';
import { logisticTable } from '../../src/families/prognosis/learners/linear.ts';
import type { OutcomeRecipe, TabularRecipe } from '../../src/families/prognosis/training/tabular.ts';
import { readData } from './dataset.ts';

/** Of the status at the horizon: those who died without progression have not progressed. */
const logistic = logisticTable({
  penalty: { kind: 'fixed', ridge: 5 },
  columns: {
    age: { transform: 'identity', knots: 4 },
    'monoclonal-protein': { transform: 'identity', knots: 3 },
    creatinine: { transform: 'log', knots: 0, missing: false },
  },
  resamples: 200,
});

const candidates = [
  boostedTrees({ trees: 60, learningRate: 0.03, maxDepth: 2, minLeafRows: 60, rowSubsample: 0.5 }),
];

const at = (years: number, answers: string): OutcomeRecipe => ({
  answers,
  outcome: 'progression',
  months: 12 * years,
  suffix: `${years}y`,
  members: [{ learner: logistic, share: 1 }],
  candidates,
});

/** `kairos train mgus-progression` follows this. Hemoglobin and sex did not help in cross-validation. */
export const recipe: TabularRecipe = {
  kind: 'tabular',
  dataSet: 'mgus2-progression',
  readData,
  features: [{ concept: 'age' }, { concept: 'monoclonal-protein' }, { concept: 'creatinine' }],
  outcomes: [at(10, 'primary'), at(5, 'progression-5y'), at(20, 'progression-20y')],
  population: 'people with a monoclonal gammopathy of undetermined significance',
  seed: 20261124,
};
