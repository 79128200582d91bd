import type { Equation } from '../../src/inference/equation.ts';
import { pointsForAny, pointsIf, scoreOf } from '../../src/inference/points.ts';

/**
 * Wells score for suspected pulmonary embolism. Wells PS et al. Thromb Haemost 2000;83:416-420.
 * doi:10.1055/s-0037-1613830
 */
export const equation: Equation = {
  compute: (inputs) =>
    scoreOf({
      ...pointsIf(inputs, 'dvt-signs', 3),
      ...pointsIf(inputs, 'pe-most-likely-diagnosis', 3),
      'heart-rate': Math.round(inputs.number('heart-rate')) > 100 ? 1.5 : 0,
      ...pointsIf(inputs, 'immobilisation-or-recent-surgery', 1.5),
      ...pointsForAny(inputs, ['previous-deep-vein-thrombosis', 'previous-pulmonary-embolism'], 1.5),
      ...pointsIf(inputs, 'haemoptysis', 1),
      ...pointsIf(inputs, 'active-cancer', 1),
    }),

  vectors: {
    file: 'wells_pe.csv',
    columns: [
      'dvt_signs',
      'pe_most_likely',
      'hr_gt_100',
      'immobilisation_or_surgery',
      'previous_dvt_pe',
      'haemoptysis',
      'cancer',
      'score',
    ],
    inputs: (row) => ({
      'dvt-signs': row.dvt_signs === '1',
      'pe-most-likely-diagnosis': row.pe_most_likely === '1',
      'heart-rate': row.hr_gt_100 === '1' ? 110 : 80,
      'immobilisation-or-recent-surgery': row.immobilisation_or_surgery === '1',
      'previous-deep-vein-thrombosis': false,
      'previous-pulmonary-embolism': row.previous_dvt_pe === '1',
      haemoptysis: row.haemoptysis === '1',
      'active-cancer': row.cancer === '1',
    }),
    expected: (row) => ({ answer: { text: row.score ?? '' } }),
  },
};
