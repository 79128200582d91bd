import { withBaselineSpread } from '../../src/families/prognosis/learners/baseline-spread.ts';
import { boostedTrees } from '../../src/families/prognosis/learners/boosting.ts';
import { coxTable } from '../../src/families/prognosis/learners/linear.ts';
import type { OutcomeRecipe, TabularRecipe } from '../../src/families/prognosis/training/tabular.ts';
import { readData } from './dataset.ts';

const cox = coxTable({
  penalty: { kind: 'fixed', ridge: 5 },
  columns: {
    age: { transform: 'identity', knots: 0 },
    'bilirubin-total': { transform: 'log', knots: 0 },
    albumin: { transform: 'log', knots: 0 },
    'prothrombin-time': { transform: 'log', knots: 0 },
    'liver-histologic-stage': { missing: false },
  },
  resamples: 200,
});

const candidates = [
  boostedTrees({ trees: 100, learningRate: 0.05, maxDepth: 2, minLeafRows: 20, rowSubsample: 0.5 }),
];

const learner = withBaselineSpread(60, cox);

const at = (years: number, answers: string): OutcomeRecipe => ({
  answers,
  outcome: 'death',
  months: 12 * years,
  suffix: `${years}y`,
  members: [{ learner, share: 1 }],
  candidates,
});

/** `kairos train pbc-survival` follows this: the measurements of the Mayo score, and the histologic stage. */
export const recipe: TabularRecipe = {
  kind: 'tabular',
  dataSet: 'pbc',
  readData,
  features: [
    { concept: 'age' },
    { concept: 'bilirubin-total' },
    { concept: 'albumin' },
    { concept: 'prothrombin-time' },
    { concept: 'oedema-grade' },
    { concept: 'liver-histologic-stage' },
  ],
  outcomes: [at(5, 'primary'), at(7, 'death-7y')],
  population: 'people with primary biliary cholangitis',
  seed: 20261124,
};
