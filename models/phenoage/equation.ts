import type { Equation } from '../../src/inference/equation.ts';
import { partsBetween, peersOf } from '../../src/inference/equation-reference.ts';

type Variable =
  | 'albumin'
  | 'creatinine'
  | 'glucose'
  | 'c-reactive-protein'
  | 'lymphocytes-percent'
  | 'mean-corpuscular-volume'
  | 'red-cell-distribution-width'
  | 'alkaline-phosphatase'
  | 'leukocytes';

type Person = Readonly<Record<Variable, number>>;

/** Medians of US adults of 20 to 84 years in 1988-1994 (NHANES III, on which the equation was made). */
const TYPICAL: Readonly<Record<'female' | 'male', Person>> = {
  female: {
    albumin: 4.1,
    creatinine: 0.68,
    glucose: 91,
    'c-reactive-protein': 2.1,
    'lymphocytes-percent': 33.05,
    'mean-corpuscular-volume': 89.35,
    'red-cell-distribution-width': 13,
    'alkaline-phosphatase': 80,
    leukocytes: 6.9,
  },
  male: {
    albumin: 4.2,
    creatinine: 0.968,
    glucose: 94,
    'c-reactive-protein': 2.1,
    'lymphocytes-percent': 31.9,
    'mean-corpuscular-volume': 90.15,
    'red-cell-distribution-width': 12.95,
    'alkaline-phosphatase': 84,
    leukocytes: 6.85,
  },
};

const PER_YEAR_OF_AGE = 0.08035356;

/**
 * The linear predictor of mortality without age. The paper's units are g/L, µmol/L, mmol/L and mg/dL of C-reactive
 * protein; ln(1 + CRP), not ln(CRP), is what gives the published values.
 */
const ofTests = (of: Person): number =>
  -19.90667 -
  0.03359355 * of.albumin * 10 +
  0.009506491 * of.creatinine * 88.4 +
  0.1953192 * of.glucose * 0.0555 +
  0.09536762 * Math.log1p(of['c-reactive-protein'] / 10) -
  0.01199984 * of['lymphocytes-percent'] +
  0.02676401 * of['mean-corpuscular-volume'] +
  0.3306156 * of['red-cell-distribution-width'] +
  0.001868778 * of['alkaline-phosphatase'] +
  0.05542406 * of.leukocytes;

const GAMMA = 0.007692696;

/** Years; linear in the predictor, as the cumulative Gompertz hazard of 120 months is proportional to its exponential. */
const toAge = (predictor: number): number =>
  141.50225 + (Math.log((0.00553 * Math.expm1(120 * GAMMA)) / GAMMA) + predictor) / 0.090165;

/** As far from the age itself as bands of this scale begin. */
const MARGIN = 5;

/** Phenotypic age (Levine et al., Aging 2018;10:573, doi:10.18632/aging.101414). */
export const equation: Equation = {
  compute(inputs) {
    const age = inputs.number('age');
    const sex = inputs.value('sex') === 'male' ? 'male' : 'female';
    const typical = TYPICAL[sex];
    const names = Object.keys(typical) as Variable[];
    const person = Object.fromEntries(names.map((name) => [name, inputs.number(name)])) as Person;
    return {
      answer: toAge(ofTests(person) + PER_YEAR_OF_AGE * age),
      parts: partsBetween(ofTests, person, typical),
      reference: {
        group: `${peersOf(sex, age)} with median results`,
        answer: toAge(ofTests(typical) + PER_YEAR_OF_AGE * age),
      },
      limits: [age - MARGIN, age + MARGIN],
    };
  },
  vectors: {
    file: '../nhanes-mortality/nhanes_1988_2004.csv',
    columns: [
      ...['age_years', 'sex', 'albumin_g_dL', 'creatinine_mg_dL', 'glucose_mg_dL', 'crp_mg_dL'],
      ...['lymphocytes_pct', 'mcv_fL', 'rdw_pct', 'alp_U_L', 'wbc_1e3_uL', 'phenoage_published'],
    ],
    inputs: (row) => ({
      age: Number(row.age_years),
      sex: row.sex,
      albumin: Number(row.albumin_g_dL),
      creatinine: Number(row.creatinine_mg_dL),
      glucose: Number(row.glucose_mg_dL),
      'c-reactive-protein': { value: Number(row.crp_mg_dL), unit: 'mg/dL' },
      'lymphocytes-percent': Number(row.lymphocytes_pct),
      'mean-corpuscular-volume': Number(row.mcv_fL),
      'red-cell-distribution-width': Number(row.rdw_pct),
      'alkaline-phosphatase': Number(row.alp_U_L),
      leukocytes: Number(row.wbc_1e3_uL),
    }),
    expected: (row) => ({ answer: { text: row.phenoage_published ?? '', tolerance: 0.01 } }),
  },
};
