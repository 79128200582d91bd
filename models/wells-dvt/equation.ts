import type { Equation } from '../../src/inference/equation.ts';
import { pointsIf, scoreOf } from '../../src/inference/points.ts';

/** Concept, column of the test vectors, points. */
const CRITERIA = [
  ['active-cancer', 'active_cancer', 1],
  ['leg-paralysis-or-cast', 'paralysis_cast', 1],
  ['bedridden-or-major-surgery', 'bedridden_3d_or_surgery_12w', 1],
  ['deep-vein-tenderness', 'tenderness_deep_veins', 1],
  ['entire-leg-swollen', 'entire_leg_swollen', 1],
  ['calf-swelling', 'calf_swelling_gt3cm', 1],
  ['pitting-oedema-of-the-leg', 'pitting_oedema', 1],
  ['collateral-superficial-veins', 'collateral_veins', 1],
  ['previous-deep-vein-thrombosis', 'previous_dvt', 1],
  ['alternative-diagnosis-to-dvt', 'alternative_dx', -2],
] as const;

/**
 * Wells score for suspected deep vein thrombosis, with the point for a previous one. Wells PS et al. N Engl J Med
 * 2003;349:1227-1235. doi:10.1056/NEJMoa023153
 */
export const equation: Equation = {
  compute: (inputs) =>
    scoreOf(Object.assign({}, ...CRITERIA.map(([concept, , points]) => pointsIf(inputs, concept, points)))),

  vectors: {
    file: 'wells_dvt.csv',
    columns: [...CRITERIA.map(([, column]) => column), 'score'],
    inputs: (row) => Object.fromEntries(CRITERIA.map(([concept, column]) => [concept, row[column] === '1'])),
    expected: (row) => ({ answer: { text: row.score ?? '' } }),
  },
};
