import type { Equation } from '../../src/inference/equation.ts';
import { peersOf } from '../../src/inference/equation-reference.ts';

/** By sex: creatinine (mg/dL) of young healthy people, the exponent below it, and a factor. */
const SEXES = {
  female: { kappa: 0.7, alpha: -0.241, factor: 1.012 },
  male: { kappa: 0.9, alpha: -0.302, factor: 1 },
} as const;

const ABOVE_KAPPA = -1.2;
const PER_YEAR = 0.9938;

/**
 * CKD-EPI creatinine equation of 2021, without race, in mL/min/1.73 m² (Inker et al., N Engl J Med 2021;385:1737,
 * doi:10.1056/NEJMoa2102953). Logarithms of its factors add up; compared with is creatinine at κ.
 */
export const equation: Equation = {
  compute(inputs) {
    const [age, creatinine] = [inputs.number('age'), inputs.number('creatinine')];
    const sex = inputs.value('sex') === 'male' ? 'male' : 'female';
    const { kappa, alpha, factor } = SEXES[sex];
    const ratio = creatinine / kappa;
    const healthy = 142 * PER_YEAR ** age * factor;
    const ofCreatinine = Math.min(ratio, 1) ** alpha * Math.max(ratio, 1) ** ABOVE_KAPPA;
    return {
      answer: healthy * ofCreatinine,
      parts: { creatinine: Math.log(ofCreatinine) },
      reference: { group: `${peersOf(sex, age)} with a creatinine of ${kappa} mg/dL`, answer: healthy },
    };
  },
  vectors: {
    file: 'ckdepi2021.csv',
    columns: ['sex', 'age', 'creatinine_mg_dL', 'egfr'],
    inputs: (row) => ({
      age: Number(row.age),
      sex: row.sex,
      creatinine: Number(row.creatinine_mg_dL),
    }),
    expected: (row) => ({ answer: { text: row.egfr ?? '' } }),
  },
};
