import type { Equation, EquationInputs } from '../../src/inference/equation.ts';
import { isUnknown, type Points, scoreOf } from '../../src/inference/points.ts';

/**
 * Quick SOFA: one point each for a respiratory rate of 22/min or more, a systolic blood pressure of 100 mmHg or less,
 * and altered mentation (Glasgow coma score below 15). Seymour CW et al. JAMA 2016;315:762-774.
 * doi:10.1001/jama.2016.0288, with the limit of mentation as simplified by Singer M et al. JAMA 2016;315:801-810.
 */
export const equation: Equation = {
  compute(inputs) {
    const mentation = mentationOf(inputs);
    if (!mentation)
      return isUnknown(
        'neither the Glasgow coma score nor the level of responsiveness is known',
        'glasgow-coma-score',
        'level-of-responsiveness',
      );
    return scoreOf({
      'respiratory-rate': Math.round(inputs.number('respiratory-rate')) >= 22 ? 1 : 0,
      'systolic-blood-pressure': Math.round(inputs.number('systolic-blood-pressure')) <= 100 ? 1 : 0,
      ...mentation,
    });
  },

  vectors: {
    file: 'qsofa.csv',
    columns: ['resp_rate', 'sbp', 'gcs', 'qsofa'],
    inputs: (row) => ({
      'respiratory-rate': Number(row.resp_rate),
      'systolic-blood-pressure': Number(row.sbp),
      'glasgow-coma-score': Number(row.gcs),
    }),
    expected: (row) => ({ answer: { text: row.qsofa ?? '' } }),
  },
};

/** By the coma score where there is one, else whether the person is anything but alert. */
function mentationOf(inputs: EquationInputs): Points | undefined {
  const coma = inputs.number('glasgow-coma-score');
  if (!Number.isNaN(coma)) return { 'glasgow-coma-score': coma < 15 ? 1 : 0 };
  const level = inputs.value('level-of-responsiveness');
  return level === undefined ? undefined : { 'level-of-responsiveness': level === 'alert' ? 0 : 1 };
}
