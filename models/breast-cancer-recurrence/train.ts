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
  outcomes: [at(5, 'primary'), at(10, 'recurrence-10y')],
  population: 'women with operated breast cancer',
  seed: 20261124,
};
