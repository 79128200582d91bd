import type { FeatureSpecification, Statistic } from '../../src/families/prognosis/training/tabular.ts';
import { UNITS } from './parameters.ts';

/** Charted every hour or few. */
const VITAL_SIGNS = [
  'glasgow-coma-score',
  'heart-rate',
  'systolic-blood-pressure',
  'diastolic-blood-pressure',
  'mean-arterial-pressure',
  'respiratory-rate',
  'body-temperature',
  'oxygen-saturation',
  'inhaled-oxygen-concentration',
  'urine-output',
  'body-weight',
];

/** Taken once or a few times a day, or on suspicion. */
const TESTS = [
  'urea-nitrogen',
  'creatinine',
  'sodium',
  'potassium',
  'bicarbonate',
  'magnesium',
  'glucose',
  'hematocrit',
  'leukocytes',
  'platelets',
  'arterial-ph',
  'arterial-oxygen-pressure',
  'arterial-carbon-dioxide-pressure',
  'lactate',
  'albumin',
  'bilirubin-total',
  'alkaline-phosphatase',
  'alanine-aminotransferase',
  'aspartate-aminotransferase',
  'total-cholesterol',
  'troponin-i',
  'troponin-t',
];

const OF_SIGNS: readonly Statistic[] = ['latest', 'min', 'max', 'mean', 'sd', 'slope', 'count'];
const OF_TESTS: readonly Statistic[] = ['latest', 'first', 'min', 'max', 'slope', 'count'];

/** The course: four times twelve hours. */
const PERIODS = [
  [48, 36],
  [36, 24],
  [24, 12],
  [12, 0],
] as const;

const every = (concepts: readonly string[], statistics: readonly Statistic[]): FeatureSpecification[] =>
  concepts.flatMap((concept) => statistics.map((statistic) => ({ concept, statistic })));

/** Chosen by cross-validation on the training stays. */
export const features: readonly FeatureSpecification[] = [
  { concept: 'age' },
  { concept: 'sex', is: 'male' },
  ...Object.values(UNITS).map((is) => ({ concept: 'intensive-care-unit', is })),
  { concept: 'body-height' },
  { concept: 'body-weight', statistic: 'first' },
  ...every(VITAL_SIGNS, OF_SIGNS),
  ...VITAL_SIGNS.flatMap((concept) =>
    PERIODS.map((hours): FeatureSpecification => ({ concept, statistic: 'mean', hours })),
  ),
  ...every(TESTS, OF_TESTS),
];
