import { boostedTrees } from '../../src/families/prognosis/learners/boosting.ts';
import { type KnownEffect, withKnownEffect } from '../../src/families/prognosis/learners/known-effect.ts';
import { coxTable } from '../../src/families/prognosis/learners/linear.ts';
import { stoppedAt } from '../../src/families/prognosis/learners/stopped.ts';
import type { OutcomeRecipe, TabularRecipe } from '../../src/families/prognosis/training/tabular.ts';
import { readData } from './dataset.ts';

const cox = coxTable({
  penalty: { kind: 'fixed', ridge: 10 },
  columns: {
    age: { transform: 'identity', knots: 4 },
    'tumor-size': { transform: 'log', knots: 0 },
    'positive-lymph-nodes': { transform: 'log1p', knots: 3 },
    'progesterone-receptor-concentration': { transform: 'log1p', knots: 0 },
    'estrogen-receptor-concentration': { transform: 'log1p', knots: 0 },
  },
  resamples: 200,
});

/** In Rotterdam it was for the younger and fitter, and seems to halve the hazard. */
const CHEMOTHERAPY: KnownEffect = {
  column: 'breast-cancer-chemotherapy',
  effect: Math.log(0.72),
  source: 'randomised trials (EBCTCG, Lancet 1992;339:1)',
};

const trees = boostedTrees({
  trees: 200,
  learningRate: 0.03,
  maxDepth: 3,
  minLeafRows: 40,
  rowSubsample: 0.5,
});

/** Receptors and nodes tell less and less after some years: follow-up is learned from to five years, or the horizon. */
function at(years: number, answers: string): OutcomeRecipe {
  const followUp = 12 * Math.max(years, 5);
  return {
    answers,
    outcome: 'recurrence',
    months: 12 * years,
    suffix: `${years}y`,
    members: [{ learner: stoppedAt(followUp, withKnownEffect(CHEMOTHERAPY, cox)), share: 1 }],
    candidates: [{ ...stoppedAt(followUp, cox), name: 'coxAsTreated' }, stoppedAt(followUp, trees)],
  };
}

/** `kairos train breast-cancer-recurrence` follows this. */
export const recipe: TabularRecipe = {
  kind: 'tabular',
  dataSet: 'rotterdam-breast',
  readData,
  features: [
    { concept: 'age' },
    { concept: 'menopausal-status', codes: { premenopausal: 0, postmenopausal: 1 } },
    { concept: 'tumor-size' },
    /**
     * Three in four women of Rotterdam have the higher of its two grades; elsewhere half or less have grade 3. The
     * two stand at the mean grade of the lowest quarter and of the others of women of the trial (12% grade 1, 65%
     * grade 2, 23% grade 3: Schumacher et al. 1994, table 1).
     */
    {
      concept: 'tumor-grade',
      codes: { '1': 1, '2': 2, '3': 3, 'lower of two': 1.5, 'higher of two': 2.3 },
    },
    { concept: 'positive-lymph-nodes' },
    { concept: 'progesterone-receptor-concentration' },
    { concept: 'estrogen-receptor-concentration' },
    { concept: 'tamoxifen' },
    { concept: 'breast-cancer-chemotherapy' },
  ],
  outcomes: [at(5, 'primary'), at(2, 'recurrence-2y'), at(10, 'recurrence-10y')],
  population: 'women with operated breast cancer',
  seed: 20261124,
};
