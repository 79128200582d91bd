import type { Declined, Equation, EquationInputs } from '../../src/inference/equation.ts';
import { isDeclined, isUnknown, type Points, pointsForAny, scoreOf } from '../../src/inference/points.ts';

/**
 * HAS-BLED, risk of major bleeding on anticoagulation for atrial fibrillation. Pisters R et al. Chest 2010;138:1093-1100.
 * doi:10.1378/chest.10-0134. Upper limits of normal: bilirubin 1.2 mg/dL, AST and ALT 40 U/L, alkaline phosphatase
 * 120 U/L.
 */
export const equation: Equation = {
  compute(inputs) {
    const liver = liverOf(inputs);
    if (isDeclined(liver)) return liver;
    const inr = labileInr(inputs);
    if (isDeclined(inr)) return inr;
    return scoreOf({
      'systolic-blood-pressure': inputs.number('systolic-blood-pressure') > 160 ? 1 : 0,
      ...kidneys(inputs),
      ...liver,
      ...pointsForAny(inputs, ['cerebrovascular-accident'], 1),
      ...pointsForAny(inputs, ['bleeding-or-predisposition'], 1),
      ...inr,
      age: inputs.number('age') > 65 ? 1 : 0,
      ...pointsForAny(inputs, DRUGS, 1),
      'alcoholic-drinks-per-day': inputs.number('alcoholic-drinks-per-day') * 7 >= 8 - 1e-9 ? 1 : 0,
    });
  },

  vectors: {
    file: 'has_bled.csv',
    columns: [
      'uncontrolled_sbp_gt160',
      'abnormal_renal',
      'abnormal_liver',
      'stroke',
      'bleeding_history',
      'labile_inr',
      'age_gt_65',
      'antiplatelet_nsaid',
      'alcohol_ge8_week',
      'score',
    ],
    inputs: (row) => ({
      'atrial-fibrillation': true,
      'systolic-blood-pressure': row.uncontrolled_sbp_gt160 === '1' ? 170 : 130,
      creatinine: row.abnormal_renal === '1' ? 2.5 : 1,
      dialysis: false,
      'kidney-transplant': false,
      'liver-cirrhosis': row.abnormal_liver === '1',
      'bilirubin-total': 0.8,
      'cerebrovascular-accident': row.stroke === '1',
      'bleeding-or-predisposition': row.bleeding_history === '1',
      warfarin: true,
      'labile-inr': row.labile_inr === '1',
      age: row.age_gt_65 === '1' ? 70 : 60,
      aspirin: row.antiplatelet_nsaid === '1',
      'antiplatelet-drug': false,
      nsaid: false,
      'alcoholic-drinks-per-day': row.alcohol_ge8_week === '1' ? 2 : 0,
    }),
    expected: (row) => ({ answer: { text: row.score ?? '' } }),
  },
};

const DRUGS = ['aspirin', 'antiplatelet-drug', 'nsaid'];

/** Dialysis, a transplant, or creatinine of 200 µmol/L (2.26 mg/dL) or more, to a tenth of a µmol. */
function kidneys(inputs: EquationInputs): Points {
  const renal = pointsForAny(inputs, ['dialysis', 'kidney-transplant'], 1);
  if (Object.keys(renal).length > 0) return renal;
  return { creatinine: inputs.number('creatinine') >= 199.9 / 88.4 ? 1 : 0 };
}

const ENZYMES = [
  ['aspartate-aminotransferase', 3 * 40],
  ['alanine-aminotransferase', 3 * 40],
  ['alkaline-phosphatase', 3 * 120],
] as const;

/** Cirrhosis, or bilirubin above twice with an enzyme above three times its upper limit of normal. */
function liverOf(inputs: EquationInputs): Points | Declined {
  if (inputs.value('liver-cirrhosis') === true) return { 'liver-cirrhosis': 1 };
  const bilirubin = inputs.number('bilirubin-total');
  if (Number.isNaN(bilirubin)) return isUnknown('bilirubin is not known', 'bilirubin-total');
  if (bilirubin <= 2 * 1.2) return { 'bilirubin-total': 0 };
  if (ENZYMES.some(([enzyme, limit]) => inputs.number(enzyme) > limit)) return { 'bilirubin-total': 1 };
  const unknown = ENZYMES.map(([enzyme]) => enzyme).filter((enzyme) => Number.isNaN(inputs.number(enzyme)));
  if (unknown.length > 0) return isUnknown('bilirubin is raised and liver enzymes are not known', ...unknown);
  return { 'bilirubin-total': 0 };
}

/** Only of people who take a vitamin K antagonist: time in the therapeutic range below 60%. */
function labileInr(inputs: EquationInputs): Points | Declined {
  if (inputs.value('warfarin') !== true) return {};
  const labile = inputs.value('labile-inr');
  if (labile === undefined) return isUnknown('it is not known whether the INR is labile', 'labile-inr');
  return { 'labile-inr': labile === true ? 1 : 0 };
}
