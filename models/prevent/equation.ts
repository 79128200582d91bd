import type { Equation, EquationInputs, ValidRange } from '../../src/inference/equation.ts';
import { partsBetween, peersOf } from '../../src/inference/equation-reference.ts';
import coefficients from './coefficients.json' with { type: 'json' };
import { type Coefficients, logOdds, type Person, termsOf } from './terms.ts';

const RANGES: readonly ValidRange[] = [
  { concept: 'total-cholesterol', label: 'total cholesterol', min: 130, max: 320, unit: 'mg/dL' },
  { concept: 'hdl-cholesterol', label: 'HDL cholesterol', min: 20, max: 100, unit: 'mg/dL' },
  { concept: 'systolic-blood-pressure', label: 'systolic blood pressure', min: 90, max: 180, unit: 'mmHg' },
  { concept: 'egfr', label: 'eGFR', min: 15, max: 140, unit: 'mL/min/1.73 m²' },
  { concept: 'body-mass-index', label: 'body mass index', min: 18.5, max: 40, isBelow: true, unit: 'kg/m²' },
  { concept: 'urine-albumin-creatinine-ratio', label: 'urine albumin', min: 0.1, max: 25_000, unit: 'mg/g' },
  { concept: 'hemoglobin-a1c', label: 'HbA1c', min: 3, max: 15, unit: '%' },
];

/** Outcome in `coefficients.json` → id in the manifest; the first at ten years is the answer. */
const OUTCOMES = {
  totalCvd: 'cvd',
  ascvd: 'ascvd',
  heartFailure: 'heart-failure',
  chd: 'chd',
  stroke: 'stroke',
} as const;

type Outcome = keyof typeof OUTCOMES;
type Years = '10' | '30';

/** Thirty years are predicted up to this age only. */
const OLDEST_FOR_30_YEARS = 59;

const probability = (logit: number): number => 1 / (1 + Math.exp(-logit));

/**
 * PREVENT, the American Heart Association's equations of cardiovascular risk (Khan et al., Circulation 2024;149:430,
 * doi:10.1161/CIRCULATIONAHA.123.067626), in the variant for which the optional inputs are there.
 */
export const equation: Equation = {
  ranges: RANGES,
  compute(inputs) {
    const age = inputs.number('age');
    const sex = inputs.value('sex') === 'male' ? 'male' : 'female';
    const person = personOf(inputs);
    const variant = coefficients[variantOf(person)];
    const ofPerson = termsOf(age, person);
    const risk = (years: Years, outcome: Outcome, terms: Coefficients = ofPerson) =>
      probability(logOdds(variant[years][sex][outcome], terms));
    const optimal = optimalLike(person);
    const later = furtherOf(person, '30', risk);
    const isYoung = age <= OLDEST_FOR_30_YEARS;
    return {
      answer: risk('10', 'totalCvd'),
      further: { ...furtherOf(person, '10', risk), ...(isYoung ? later : {}) },
      ...(isYoung ? {} : { beyondRange: later }),
      parts: partsBetween(
        (values) => logOdds(variant['10'][sex].totalCvd, termsOf(age, values)),
        person,
        optimal,
      ),
      reference: {
        group: `${peersOf(sex, age)} with optimal risk factors`,
        answer: risk('10', 'totalCvd', termsOf(age, optimal)),
      },
    };
  },
  vectors: {
    file: 'prevent.csv',
    columns: [
      ...[
        'age',
        'sex',
        'sbp',
        'bp_tx',
        'total_c',
        'hdl_c',
        'statin',
        'dm',
        'smoking',
        'egfr',
        'bmi',
        'hba1c',
      ],
      ...['uacr', 'over_years', 'total_cvd', 'ascvd', 'heart_failure', 'chd', 'stroke'],
    ],
    inputs: (row) => ({
      age: Number(row.age),
      sex: row.sex,
      'systolic-blood-pressure': Number(row.sbp),
      'antihypertensive-treatment': row.bp_tx === 'True',
      'total-cholesterol': Number(row.total_c),
      'hdl-cholesterol': Number(row.hdl_c),
      'statin-treatment': row.statin === 'True',
      'diabetes-mellitus': row.dm === 'True',
      'tobacco-smoking-status': row.smoking === 'True' ? 'current' : 'never',
      egfr: Number(row.egfr),
      'body-mass-index': Number(row.bmi),
      'hemoglobin-a1c': row.hba1c ? Number(row.hba1c) : undefined,
      'urine-albumin-creatinine-ratio': row.uacr ? Number(row.uacr) : undefined,
    }),
    expected: (row) =>
      Object.fromEntries(
        ['total_cvd', 'ascvd', 'heart_failure', 'chd', 'stroke'].map((column) => {
          const id = column === 'total_cvd' ? 'cvd' : column.replace('_', '-');
          const name = `${id}-${row.over_years}y`;
          return [name === 'cvd-10y' ? 'answer' : name, { text: row[column] ?? '' }];
        }),
      ),
  },
};

function personOf(inputs: EquationInputs): Person {
  const yes = (concept: string) => (inputs.value(concept) === true ? 1 : 0);
  return {
    'total-cholesterol': inputs.number('total-cholesterol'),
    'hdl-cholesterol': inputs.number('hdl-cholesterol'),
    'systolic-blood-pressure': inputs.number('systolic-blood-pressure'),
    'diabetes-mellitus': yes('diabetes-mellitus'),
    'tobacco-smoking-status': inputs.value('tobacco-smoking-status') === 'current' ? 1 : 0,
    egfr: inputs.number('egfr'),
    'antihypertensive-treatment': yes('antihypertensive-treatment'),
    'statin-treatment': yes('statin-treatment'),
    'body-mass-index': inputs.number('body-mass-index'),
    'urine-albumin-creatinine-ratio': inputs.number('urine-albumin-creatinine-ratio'),
    'hemoglobin-a1c': inputs.number('hemoglobin-a1c'),
  };
}

function variantOf(person: Person): keyof typeof coefficients {
  const hasUacr = !Number.isNaN(person['urine-albumin-creatinine-ratio']);
  const hasHba1c = !Number.isNaN(person['hemoglobin-a1c']);
  if (hasUacr) return hasHba1c ? 'full' : 'uacr';
  return hasHba1c ? 'hba1c' : 'base';
}

/** Optimal values (Goff et al. 2014; those of the newer inputs are ours), of the same inputs as the person's. */
function optimalLike(person: Person): Person {
  const known = (concept: keyof Person, value: number) =>
    Number.isNaN(person[concept]) ? Number.NaN : value;
  return {
    'total-cholesterol': 170,
    'hdl-cholesterol': 50,
    'systolic-blood-pressure': 110,
    'diabetes-mellitus': 0,
    'tobacco-smoking-status': 0,
    egfr: 90,
    'antihypertensive-treatment': 0,
    'statin-treatment': 0,
    'body-mass-index': known('body-mass-index', 25),
    'urine-albumin-creatinine-ratio': known('urine-albumin-creatinine-ratio', 10),
    'hemoglobin-a1c': known('hemoglobin-a1c', 5.3),
  };
}

/** All but the answer itself. Only heart failure depends on the body mass index: without one it is left out. */
function furtherOf(person: Person, years: Years, risk: (years: Years, outcome: Outcome) => number) {
  const hasBmi = !Number.isNaN(person['body-mass-index']);
  const outcomes = (Object.keys(OUTCOMES) as Outcome[]).filter(
    (outcome) => (outcome !== 'heartFailure' || hasBmi) && (outcome !== 'totalCvd' || years === '30'),
  );
  return Object.fromEntries(outcomes.map((o) => [`${OUTCOMES[o]}-${years}y`, risk(years, o)]));
}
