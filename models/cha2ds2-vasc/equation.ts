import type { Equation, EquationInputs } from '../../src/inference/equation.ts';
import { type Points, pointsForAny, scoreOf } from '../../src/inference/points.ts';

/**
 * CHA₂DS₂-VASc, risk of stroke in atrial fibrillation. Lip GYH et al. Chest 2010;137:263-272.
 * doi:10.1378/chest.09-1584. CHA₂DS₂-VA is the same without the point for sex: Van Gelder IC et al. 2024 ESC guidelines,
 * Eur Heart J 2024;45:3314-3414. doi:10.1093/eurheartj/ehae176. It is what the bands are judged by.
 */
export const equation: Equation = {
  compute(inputs) {
    const score = scoreOf({
      ...heart(inputs),
      ...pointsForAny(inputs, ['hypertension'], 1),
      age: agePoints(inputs.number('age')),
      ...pointsForAny(inputs, ['diabetes-mellitus'], 1),
      ...pointsForAny(inputs, STROKE, 2),
      ...pointsForAny(inputs, VASCULAR, 1),
      sex: inputs.value('sex') === 'female' ? 1 : 0,
    });
    const withoutSex = score.answer - score.parts.sex!;
    return { ...score, judged: withoutSex, further: { 'cha2ds2-va': withoutSex } };
  },

  vectors: {
    file: 'cha2ds2_vasc.csv',
    columns: [
      'age',
      'sex',
      'chf',
      'hypertension',
      'diabetes',
      'stroke_tia_te',
      'vascular_disease',
      'score',
      'score_va_no_sex',
    ],
    inputs: (row) => ({
      ...NONE,
      'atrial-fibrillation': true,
      age: Number(row.age),
      sex: row.sex ?? '',
      'heart-failure': row.chf === '1',
      hypertension: row.hypertension === '1',
      'diabetes-mellitus': row.diabetes === '1',
      'cerebrovascular-accident': row.stroke_tia_te === '1',
      'myocardial-infarction': row.vascular_disease === '1',
    }),
    expected: (row) => ({
      answer: { text: row.score ?? '' },
      'cha2ds2-va': { text: row.score_va_no_sex ?? '' },
    }),
  },
};

const STROKE = ['cerebrovascular-accident', 'transient-ischaemic-attack', 'arterial-thromboembolism'];
const VASCULAR = ['myocardial-infarction', 'peripheral-arterial-disease', 'aortic-plaque'];

/** The vectors say of a group of diagnoses whether there is any. */
const NONE = Object.fromEntries([...STROKE, ...VASCULAR].map((concept) => [concept, false]));

/** Heart failure, or an ejection fraction of 40% or less. */
function heart(inputs: EquationInputs): Points {
  if (inputs.value('heart-failure') === true) return { 'heart-failure': 1 };
  const isLow = inputs.number('left-ventricular-ejection-fraction') <= 40;
  return isLow ? { 'left-ventricular-ejection-fraction': 1 } : {};
}

function agePoints(age: number): number {
  if (age >= 75) return 2;
  return age >= 65 ? 1 : 0;
}
