import type { OutcomeRecipe, TabularRecipe } from '../../src/families/prognosis/training/tabular.ts';
import { readData } from './dataset.ts';
import { learnersTo } from './learners.ts';

/** Of horizons up to five years; later ones need later follow-up. */
const FOLLOW_UP = 48;

function at(years: number, answers: string): OutcomeRecipe {
  const { served, candidates } = learnersTo(years <= 5 ? FOLLOW_UP : 12 * years);
  return {
    answers,
    outcome: 'recurrence',
    months: 12 * years,
    suffix: `${years}y`,
    members: [{ learner: served, share: 1 }],
    candidates,
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
     * Three in four women of Rotterdam have the higher of its two grades. The two stand at the mean grade of the lowest
     * quarter and of the others where grades 1, 2 and 3 are as 2 to 3 to 5, which is expected of cancers that are
     * found by their symptoms (NHSBSP and Royal College of Pathologists, Pathology Reporting of Breast Disease, 2005).
     */
    {
      concept: 'tumor-grade',
      codes: { '1': 1, '2': 2, '3': 3, 'lower of two': 1.25, 'higher of two': 2.7 },
    },
    { concept: 'positive-lymph-nodes' },
    { concept: 'progesterone-receptor-concentration' },
    { concept: 'estrogen-receptor-concentration' },
    { concept: 'tamoxifen' },
    { concept: 'breast-cancer-chemotherapy' },
  ],
  outcomes: [at(5, 'primary'), at(10, 'recurrence-10y')],
  population: 'women with operated breast cancer',
  seed: 20261124,
};
