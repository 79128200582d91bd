import { boostedTrees } from '../../src/families/prognosis/learners/boosting.ts';
import type { LinearOptions } from '../../src/families/prognosis/learners/linear/options.ts';
import { logisticTable } from '../../src/families/prognosis/learners/linear.ts';
import type { TableLearner } from '../../src/families/prognosis/learners/table.ts';
import type {
  FeatureSpecification,
  OutcomeRecipe,
  TabularRecipe,
} from '../../src/families/prognosis/training/tabular.ts';
import { COUNTRIES_WITH_EFFECT } from './countries.ts';
import { DEFICITS, readData } from './dataset.ts';

/** Whether it is there; and whether it could not be assessed, which is a sign of its own. Unknown: the average of both. */
const deficit = (concept: string): FeatureSpecification[] => [
  { concept, codes: { true: 1, false: 0, 'not-assessable': 0 } },
  { concept, is: 'not-assessable' },
];

const COUNTRY = 'country-of-residence';

/** 1 for this country, 0 for the others that have an effect, nothing for any other: it counts as the average. */
const countryEffects: FeatureSpecification[] = COUNTRIES_WITH_EFFECT.map((country) => ({
  concept: COUNTRY,
  codes: Object.fromEntries(COUNTRIES_WITH_EFFECT.map((other) => [other, Number(other === country)])),
}));

const features: readonly FeatureSpecification[] = [
  { concept: 'age' },
  { concept: 'sex', is: 'male' },
  { concept: 'systolic-blood-pressure' },
  {
    concept: 'level-of-responsiveness',
    codes: { alert: 0, confused: 0, voice: 1, pain: 1, unresponsive: 1 },
  },
  {
    concept: 'level-of-responsiveness',
    codes: { alert: 0, confused: 0, voice: 0, pain: 1, unresponsive: 1 },
  },
  ...Object.values(DEFICITS).flatMap(deficit),
  ...['total-anterior', 'partial-anterior', 'lacunar', 'posterior', 'other'].map((syndrome) => ({
    concept: 'stroke-syndrome',
    is: syndrome,
  })),
  { concept: 'atrial-fibrillation' },
  { concept: 'visible-infarct-on-ct' },
  ...countryEffects,
];

const shape: Partial<LinearOptions> = {
  penalty: { kind: 'fixed', ridge: 3 },
  knots: 3,
  missingFrom: 1,
};

const logistic = logisticTable({ ...shape, resamples: 50 });

/** The same learner where nobody says from which country they are. */
function withoutCountry(learner: TableLearner): TableLearner {
  return {
    ...learner,
    name: `${learner.name}WithoutCountry`,
    description: `${learner.description}, without the country`,
    fit: (table, target, options) => {
      const isCountry = table.columns.map((name) => name.startsWith(COUNTRY));
      const data = table.data.map((x, i) => (isCountry[i % table.columns.length] ? Number.NaN : x));
      return learner.fit({ ...table, data }, target, options);
    },
  };
}

const candidates = [
  withoutCountry(logisticTable(shape)),
  boostedTrees({ trees: 250, learningRate: 0.05, maxDepth: 4, minLeafRows: 40, l2: 5 }),
];

const answer = (answers: string, outcome: string, suffix: string): OutcomeRecipe => ({
  answers,
  outcome,
  suffix,
  members: [{ learner: logistic, share: 1 }],
  candidates,
});

/** `kairos train stroke-outcome` follows this. The randomised treatment is left out: aspirin is given to everybody. */
export const recipe: TabularRecipe = {
  kind: 'tabular',
  dataSet: 'ist-stroke',
  readData,
  features,
  outcomes: [
    answer('primary', 'deadOrDependent', '6mo'),
    answer('death-14-days', 'deathBy14Days', '14d'),
    answer('death-6-months', 'deathBySixMonths', 'death6mo'),
  ],
  population: 'people with acute stroke in the International Stroke Trial',
  seed: 20261124,
};
