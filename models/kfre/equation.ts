import type { Equation, ValidRange } from '../../src/inference/equation.ts';
import { partsBetween, peersOf } from '../../src/inference/equation-reference.ts';

const RANGES: readonly ValidRange[] = [
  { concept: 'egfr', label: 'eGFR', min: 10, max: 60, isBelow: true, unit: 'mL/min/1.73 m²' },
  { concept: 'urine-albumin-creatinine-ratio', label: 'urine albumin', min: 0.1, max: 25_000, unit: 'mg/g' },
];

/** Share without kidney failure after two and five years, in the cohorts of the US and Canada and in all others. */
const SURVIVAL = {
  northAmerica: { two: 0.975, five: 0.924 },
  elsewhere: { two: 0.9832, five: 0.9365 },
} as const;

type Person = Readonly<Record<'egfr' | 'urine-albumin-creatinine-ratio', number>>;

/** The means of the cohorts, at which the equation is centred: 36 mL/min/1.73 m² and exp(5.137) = 170 mg/g. */
const AVERAGE: Person = {
  egfr: 7.222 * 5,
  'urine-albumin-creatinine-ratio': Math.exp(5.137),
};

/**
 * Kidney failure risk equation of four variables, as recalibrated by continent (Tangri et al., JAMA 2016;315:164,
 * doi:10.1001/jama.2015.18202; coefficients of JAMA 2011;305:1553). Kidney failure is dialysis or transplantation.
 */
export const equation: Equation = {
  ranges: RANGES,
  compute(inputs) {
    const age = inputs.number('age');
    const sex = inputs.value('sex');
    const isNorthAmerica = inputs.value('residence-in-north-america') === true;
    const survival = SURVIVAL[isNorthAmerica ? 'northAmerica' : 'elsewhere'];
    const ofAgeAndSex = -0.2201 * (age / 10 - 7.036) + 0.2467 * ((sex === 'male' ? 1 : 0) - 0.5642);
    const predictor = (of: Person) =>
      ofAgeAndSex -
      0.5567 * (of.egfr / 5 - 7.222) +
      0.451 * (Math.log(of['urine-albumin-creatinine-ratio']) - 5.137);
    const person: Person = {
      egfr: inputs.number('egfr'),
      'urine-albumin-creatinine-ratio': inputs.number('urine-albumin-creatinine-ratio'),
    };
    return {
      answer: 1 - survival.five ** Math.exp(predictor(person)),
      further: { 'kidney-failure-2y': 1 - survival.two ** Math.exp(predictor(person)) },
      parts: partsBetween(predictor, person, AVERAGE),
      reference: {
        group: `${peersOf(sex, age)} with an eGFR of 36 and a urine albumin of 170 mg/g`,
        answer: 1 - survival.five ** Math.exp(predictor(AVERAGE)),
      },
    };
  },
  vectors: {
    file: 'kfre4.csv',
    columns: ['age', 'sex', 'egfr', 'uacr_mg_g', 'north_america', 'years', 'risk'],
    inputs: (row) => ({
      age: Number(row.age),
      sex: row.sex,
      egfr: Number(row.egfr),
      'urine-albumin-creatinine-ratio': Number(row.uacr_mg_g),
      'residence-in-north-america': row.north_america === '1',
    }),
    expected: (row) => ({ [row.years === '5' ? 'answer' : 'kidney-failure-2y']: { text: row.risk ?? '' } }),
  },
};
