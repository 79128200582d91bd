import type { Equation, EquationInputs } from '../../src/inference/equation.ts';
import { isUnknown, type Points, scoreOf } from '../../src/inference/points.ts';

/**
 * CURB-65, severity of community-acquired pneumonia: one point each for new confusion, urea above 7 mmol/L, 30 breaths
 * a minute or more, systolic pressure below 90 or diastolic 60 mmHg or less, and 65 years or more. Lim WS et al. Thorax
 * 2003;58:377-382. doi:10.1136/thorax.58.5.377
 */
export const equation: Equation = {
  compute(inputs) {
    const confusion = confusionOf(inputs);
    if (!confusion)
      return isUnknown(
        'it is not known whether confusion is new',
        'acute-confusion',
        'level-of-responsiveness',
      );
    return scoreOf({
      ...confusion,
      'urea-nitrogen': inputs.number('urea-nitrogen') > UREA_7_MMOL_L ? 1 : 0,
      'respiratory-rate': Math.round(inputs.number('respiratory-rate')) >= 30 ? 1 : 0,
      ...pressure(inputs),
      age: inputs.number('age') >= 65 ? 1 : 0,
    });
  },

  vectors: {
    file: 'curb65.csv',
    columns: ['age', 'confusion', 'bun_mg_dL', 'resp_rate', 'sbp', 'dbp', 'curb65'],
    inputs: (row) => ({
      pneumonia: true,
      age: Number(row.age),
      'acute-confusion': row.confusion === '1',
      'urea-nitrogen': Number(row.bun_mg_dL),
      'respiratory-rate': Number(row.resp_rate),
      'systolic-blood-pressure': Number(row.sbp),
      'diastolic-blood-pressure': Number(row.dbp),
    }),
    expected: (row) => ({ answer: { text: row.curb65 ?? '' } }),
  },
};

/** 7 mmol/L of urea, as urea nitrogen in mg/dL (28.0134 mg of nitrogen per mmol), rounded up in the last figure. */
const UREA_7_MMOL_L = 19.61;

/** As found at the bedside, else whether the person is anything but alert. */
function confusionOf(inputs: EquationInputs): Points | undefined {
  const found = inputs.value('acute-confusion');
  if (found !== undefined) return { 'acute-confusion': found === true ? 1 : 0 };
  const level = inputs.value('level-of-responsiveness');
  return level === undefined ? undefined : { 'level-of-responsiveness': level === 'alert' ? 0 : 1 };
}

/** One point for either; it stands beside the systolic pressure where that is low. */
function pressure(inputs: EquationInputs): Points {
  if (Math.round(inputs.number('systolic-blood-pressure')) < 90) return { 'systolic-blood-pressure': 1 };
  return { 'diastolic-blood-pressure': Math.round(inputs.number('diastolic-blood-pressure')) <= 60 ? 1 : 0 };
}
