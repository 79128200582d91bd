import type { Equation, EquationInputs } from '../../src/inference/equation.ts';

/**
 * MELD 3.0. Kim WR et al. MELD 3.0: the Model for End-Stage Liver Disease updated for the modern era. Gastroenterology
 * 2021;161:1887-1895. doi:10.1053/j.gastro.2021.08.050; limits as in OPTN policy 9. Bilirubin and creatinine in mg/dL,
 * sodium in mmol/L, albumin in g/dL.
 */
export const equation: Equation = {
  compute(inputs) {
    const isFemale = inputs.value('sex') === 'female';
    const parts = termsOf(inputs);
    const base = 6 + (isFemale ? 1.33 : 0);
    const sum = Object.values(parts).reduce((total, part) => total + part, base);
    return {
      answer: onScale(sum),
      parts,
      reference: {
        group: `${isFemale ? 'women' : 'men'} with bilirubin, INR and creatinine of 1, sodium of 137 and albumin of 3.5`,
        answer: onScale(base),
      },
    };
  },

  vectors: {
    file: 'meld3.csv',
    columns: [
      'sex',
      'bilirubin_mg_dL',
      'inr',
      'creatinine_mg_dL',
      'sodium_mmol_L',
      'albumin_g_dL',
      'dialysis_2x_week',
      'meld3',
    ],
    inputs: (row) => ({
      'liver-cirrhosis': true,
      sex: row.sex ?? '',
      'bilirubin-total': Number(row.bilirubin_mg_dL),
      inr: Number(row.inr),
      creatinine: Number(row.creatinine_mg_dL),
      sodium: Number(row.sodium_mmol_L),
      albumin: Number(row.albumin_g_dL),
      dialysis: row.dialysis_2x_week === '1',
    }),
    expected: (row) => ({ answer: { text: row.meld3 ?? '' } }),
  },
};

/** Products of two inputs count half for each. */
function termsOf(inputs: EquationInputs): Readonly<Record<string, number>> {
  const isDialysed = inputs.value('dialysis') === true;
  const bilirubin = Math.log(atLeast1(inputs.number('bilirubin-total')));
  const creatinine = Math.log(isDialysed ? 3 : Math.min(3, atLeast1(inputs.number('creatinine'))));
  const sodium = 137 - within(inputs.number('sodium'), 125, 137);
  const albumin = 3.5 - within(inputs.number('albumin'), 1.5, 3.5);
  const sodiumBilirubin = -0.24 * sodium * bilirubin;
  const albuminCreatinine = -1.83 * albumin * creatinine;
  return {
    'bilirubin-total': 4.56 * bilirubin + sodiumBilirubin / 2,
    sodium: 0.82 * sodium + sodiumBilirubin / 2,
    inr: 9.09 * Math.log(atLeast1(inputs.number('inr'))),
    [isDialysed ? 'dialysis' : 'creatinine']: 11.14 * creatinine + albuminCreatinine / 2,
    albumin: 1.85 * albumin + albuminCreatinine / 2,
  };
}

const atLeast1 = (value: number): number => Math.max(1, value);

const within = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** Whole points from 6 to 40. */
const onScale = (sum: number): number => within(Math.round(sum), 6, 40);
