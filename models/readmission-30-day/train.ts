import { boostedTrees } from '../../src/families/prognosis/learners/boosting.ts';
import { logisticTable } from '../../src/families/prognosis/learners/linear.ts';
import type { FeatureSpecification, TabularRecipe } from '../../src/families/prognosis/training/tabular.ts';
import { readData } from './dataset.ts';
import { CONDITIONS, PRINCIPAL_GROUPS } from './diagnoses.ts';
import { ATTENDING_SPECIALTIES } from './specialties.ts';

const levels = (concept: string, values: readonly string[]): FeatureSpecification[] =>
  values.map((is) => ({ concept, is }));

const features: readonly FeatureSpecification[] = [
  { concept: 'inpatient-stays-past-year' },
  { concept: 'emergency-visits-past-year' },
  { concept: 'outpatient-visits-past-year' },
  { concept: 'earlier-stays-on-record' },
  { concept: 'length-of-stay' },
  { concept: 'laboratory-procedures-of-stay' },
  { concept: 'procedures-of-stay' },
  { concept: 'medications-of-stay' },
  { concept: 'diagnoses-of-stay' },
  { concept: 'age' },
  { concept: 'sex', is: 'male' },
  ...levels('discharge-destination', [
    ...['home-health', 'skilled-nursing', 'intermediate-care', 'rehabilitation', 'short-term-hospital'],
    ...['other-hospital', 'long-term-care', 'against-advice', 'psychiatric', 'other'],
  ]),
  ...levels('admission-route', ['emergency', 'referral', 'transfer']),
  ...levels('admission-urgency', ['emergency', 'urgent', 'elective']),
  ...levels('attending-specialty', ATTENDING_SPECIALTIES),
  { concept: 'metformin' },
  ...levels('insulin-change', ['none', 'raised', 'lowered']),
  ...levels('principal-diagnosis-group', PRINCIPAL_GROUPS),
  ...CONDITIONS.map((concept) => ({ concept })),
];

const boosting = boostedTrees({
  trees: 160,
  learningRate: 0.1,
  maxDepth: 5,
  minLeafRows: 80,
  l2: 10,
  rowSubsample: 0.6,
  columnSubsample: 0.3,
  bags: 5,
});

const logistic = logisticTable({ penalty: { kind: 'fixed', ridge: 10 }, knots: 3, resamples: 0 });

/** `kairos train readmission-30-day` follows this. */
export const recipe: TabularRecipe = {
  kind: 'tabular',
  dataSet: 'diabetes-readmission',
  readData,
  features,
  outcomes: [
    {
      answers: 'primary',
      outcome: 'readmission',
      members: [{ learner: boosting, share: 1 }],
      candidates: [logistic],
    },
  ],
  population: 'people with diabetes who leave hospital',
  seed: 20261124,
};
