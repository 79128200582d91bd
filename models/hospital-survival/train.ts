import { boostedTrees } from '../../src/families/prognosis/learners/boosting.ts';
import { coxTable, logisticTable } from '../../src/families/prognosis/learners/linear.ts';
import type {
  FeatureSpecification,
  OutcomeRecipe,
  TabularRecipe,
} from '../../src/families/prognosis/training/tabular.ts';
import { HALF_A_YEAR, SIXTY_DAYS } from './comparators.ts';
import { readData } from './dataset.ts';

const ILLNESS = 'serious-illness-group';

const illnesses: FeatureSpecification[] = [
  'respiratory-failure-or-sepsis',
  'organ-failure-with-malignancy',
  'heart-failure',
  'copd',
  'cirrhosis',
  'coma',
  'colon-cancer',
  'lung-cancer',
].map((group) => ({ concept: ILLNESS, is: group }));

const features: readonly FeatureSpecification[] = [
  { concept: 'age' },
  { concept: 'sex', is: 'male' },
  ...illnesses,
  { concept: 'number-of-comorbidities' },
  { concept: 'diabetes-mellitus' },
  { concept: 'dementia' },
  { concept: 'malignant-neoplastic-disease' },
  { concept: 'metastatic-cancer' },
  { concept: 'support-coma-score' },
  { concept: 'hospital-day-of-serious-illness' },
  { concept: 'adl-dependencies' },
  { concept: 'mean-arterial-pressure' },
  { concept: 'heart-rate' },
  { concept: 'respiratory-rate' },
  { concept: 'body-temperature' },
  { concept: 'oxygen-pressure-to-fraction-ratio' },
  { concept: 'arterial-ph' },
  { concept: 'leukocytes' },
  { concept: 'albumin' },
  { concept: 'bilirubin-total' },
  { concept: 'creatinine' },
  { concept: 'urea-nitrogen' },
  { concept: 'sodium' },
  { concept: 'glucose' },
  { concept: 'urine-output', statistic: 'sum', hours: [24, 0] },
];

const trees = boostedTrees({
  trees: 200,
  learningRate: 0.05,
  maxDepth: 5,
  minLeafRows: 25,
  l2: 5,
  rowSubsample: 0.7,
  columnSubsample: 0.4,
  bags: 5,
});

/** What is not there says nothing here: it was not measured in a whole phase of the study, or not in this hospital. */
const options = { knots: 4, missingFrom: 1, resamples: 100 } as const;
const cox = coxTable(options);
const logistic = logisticTable(options);

const death = (answers: string, months: number, suffix: string): OutcomeRecipe => ({
  answers,
  outcome: 'death',
  months,
  suffix,
  members: [
    { learner: trees, share: 0.6 },
    { learner: cox, share: 0.4 },
  ],
  candidates: [],
});

/** `kairos train hospital-survival` follows this. */
export const recipe: TabularRecipe = {
  kind: 'tabular',
  dataSet: 'support2',
  readData,
  features,
  outcomes: [
    death('primary', HALF_A_YEAR, '180d'),
    death('death-60-days', SIXTY_DAYS, '60d'),
    {
      answers: 'hospital-death',
      outcome: 'hospitalDeath',
      members: [
        { learner: trees, share: 0.6 },
        { learner: logistic, share: 0.4 },
      ],
      candidates: [],
    },
  ],
  population: 'seriously ill people in hospital in the SUPPORT study',
  seed: 20261124,
};
