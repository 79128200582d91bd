import { boostedTrees } from '../../src/families/prognosis/learners/boosting.ts';
import { logisticTable } from '../../src/families/prognosis/learners/linear.ts';
import type { FeatureSpecification, TabularRecipe } from '../../src/families/prognosis/training/tabular.ts';
import { readData } from './dataset.ts';

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
  ...levels('insulin-change', ['none', 'raised', 'lowered']),
  ...levels('principal-diagnosis-group', [
    ...['heart-failure', 'ischaemic-heart-disease', 'arrhythmia', 'hypertension', 'stroke', 'vascular'],
    ...['copd-asthma', 'pneumonia', 'respiratory-failure', 'sepsis', 'kidney', 'urinary-infection'],
    ...['fluid-disorder', 'diabetes', 'diabetes-acute', 'liver', 'pancreas-biliary', 'digestive', 'blood'],
    ...['malignancy', 'skin', 'psychiatric', 'substance-use', 'neurological', 'musculoskeletal', 'injury'],
    ...['complication', 'chest-pain', 'symptom', 'rehabilitation'],
  ]),
];

const boosting = boostedTrees({
  trees: 300,
  learningRate: 0.05,
  maxDepth: 6,
  minLeafRows: 80,
  l2: 10,
  rowSubsample: 0.6,
  columnSubsample: 0.3,
  bags: 4,
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
