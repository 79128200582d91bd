import type { Declined, Equation, EquationInputs } from '../../src/inference/equation.ts';
import {
  isDeclined,
  isUnknown,
  type Points,
  type PointsTable,
  pointsIn,
  scoreOf,
} from '../../src/inference/points.ts';

/** Without support, and down to 200 mmHg with it. */
const OXYGENATION: PointsTable = { below: [300, 400], points: [2, 1, 0] };
const PLATELETS: PointsTable = { below: [20, 50, 100, 150], points: [4, 3, 2, 1, 0] };
const BILIRUBIN: PointsTable = { below: [1.2, 2, 6, 12], points: [0, 1, 2, 3, 4] };
const COMA: PointsTable = { below: [6, 10, 13, 15], points: [4, 3, 2, 1, 0] };
const CREATININE: PointsTable = { below: [1.2, 2, 3.5, 5], points: [0, 1, 2, 3, 4] };
const URINE: PointsTable = { below: [200, 500], points: [4, 3, 0] };

/**
 * Sequential (sepsis-related) Organ Failure Assessment: 0-4 points for each of six organs. Vincent JL et al. Intensive
 * Care Med 1996;22:707-710. doi:10.1007/BF01709751. An organ that is not known is never taken as sound.
 */
export const equation: Equation = {
  compute(inputs) {
    const lungs = respiration(inputs);
    if (isDeclined(lungs)) return lungs;
    const circulation = circulationOf(inputs);
    if (isDeclined(circulation)) return circulation;
    return scoreOf({
      ...lungs,
      platelets: pointsIn(PLATELETS, inputs.number('platelets')),
      'bilirubin-total': pointsIn(BILIRUBIN, inputs.number('bilirubin-total')),
      ...circulation,
      'glasgow-coma-score': pointsIn(COMA, inputs.number('glasgow-coma-score')),
      ...kidneys(inputs),
    });
  },

  vectors: {
    file: 'sofa.csv',
    columns: [
      'pao2_fio2',
      'ventilated',
      'platelets_1e9_L',
      'bilirubin_mg_dL',
      'map_mmHg',
      'dopamine_ug_kg_min',
      'dobutamine_any',
      'epinephrine_ug_kg_min',
      'norepinephrine_ug_kg_min',
      'gcs',
      'creatinine_mg_dL',
      'urine_mL_day',
      'sofa',
    ],
    inputs: (row) => ({
      'oxygen-pressure-to-fraction-ratio': Number(row.pao2_fio2),
      'mechanical-ventilation': row.ventilated === '1',
      platelets: Number(row.platelets_1e9_L),
      'bilirubin-total': Number(row.bilirubin_mg_dL),
      'mean-arterial-pressure': Number(row.map_mmHg),
      'dopamine-rate': Number(row.dopamine_ug_kg_min),
      'dobutamine-rate': row.dobutamine_any === '1' ? 5 : 0,
      'epinephrine-rate': Number(row.epinephrine_ug_kg_min),
      'norepinephrine-rate': Number(row.norepinephrine_ug_kg_min),
      'glasgow-coma-score': Number(row.gcs),
      creatinine: Number(row.creatinine_mg_dL),
      'urine-output-24h': Number(row.urine_mL_day),
    }),
    expected: (row) => ({ answer: { text: row.sofa ?? '' } }),
  },
};

const RATIO = 'oxygen-pressure-to-fraction-ratio';

/** Three and four points need respiratory support: below 200 mmHg it must be known whether there is any. */
function respiration(inputs: EquationInputs): Points | Declined {
  const ratio = inputs.number(RATIO);
  const support = inputs.value('mechanical-ventilation');
  if (ratio >= 200) return { [RATIO]: pointsIn(OXYGENATION, ratio) };
  if (support === undefined)
    return isUnknown('it is not known whether breathing is supported', 'mechanical-ventilation');
  if (support !== true) return { [RATIO]: 2 };
  return { [RATIO]: ratio < 100 ? 4 : 3 };
}

const RATES = ['norepinephrine-rate', 'epinephrine-rate', 'dopamine-rate', 'dobutamine-rate'] as const;

/**
 * The most that any infusion gives (rates in µg/kg/min, for at least an hour). The mean pressure counts where none runs:
 * that must be said, or follow from the rates of all.
 */
function circulationOf(inputs: EquationInputs): Points | Declined {
  const known = RATES.filter((concept) => !Number.isNaN(inputs.number(concept)));
  const points = known.map((concept) => ({ concept, given: infusion(concept, inputs.number(concept)) }));
  const [most] = points.sort((a, b) => b.given - a.given);
  if (most && most.given > 0) return { [most.concept]: most.given };
  const support = inputs.value('vasoactive-support');
  const runsNone = support === undefined ? known.length === RATES.length : support === false;
  if (runsNone) return { 'mean-arterial-pressure': inputs.number('mean-arterial-pressure') < 70 ? 1 : 0 };
  const asked = support === undefined ? ['vasoactive-support', ...RATES] : RATES;
  return isUnknown('it is not known which catecholamines run at what rate', ...asked);
}

function infusion(concept: (typeof RATES)[number], rate: number): number {
  if (rate <= 0) return 0;
  if (concept === 'dobutamine-rate') return 2;
  if (concept !== 'dopamine-rate') return rate <= 0.1 ? 3 : 4;
  if (rate <= 5) return 2;
  return rate <= 15 ? 3 : 4;
}

/** The worse of creatinine and urine output. */
function kidneys(inputs: EquationInputs): Points {
  const creatinine = pointsIn(CREATININE, inputs.number('creatinine'));
  const urine = pointsIn(URINE, inputs.number('urine-output-24h'));
  return urine > creatinine ? { 'urine-output-24h': urine } : { creatinine };
}
