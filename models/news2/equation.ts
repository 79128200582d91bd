import type { Equation, EquationInputs } from '../../src/inference/equation.ts';
import {
  isUnknown,
  type Points,
  type PointsTable,
  pointsIn,
  scoreOf,
  toDecimals,
} from '../../src/inference/points.ts';

const RESPIRATION: PointsTable = { below: [9, 12, 21, 25], points: [3, 1, 0, 2, 3] };
const SATURATION: PointsTable = { below: [92, 94, 96], points: [3, 2, 1, 0] };
/** Scale 2, for a prescribed target of 88-92%; above 92% only where oxygen is given. */
const SATURATION_2: PointsTable = { below: [84, 86, 88, 93, 95, 97], points: [3, 2, 1, 0, 1, 2, 3] };
const SYSTOLIC: PointsTable = { below: [91, 101, 111, 220], points: [3, 2, 1, 0, 3] };
const PULSE: PointsTable = { below: [41, 51, 91, 111, 131], points: [3, 1, 0, 1, 2, 3] };
const TEMPERATURE: PointsTable = { below: [35.1, 36.1, 38.1, 39.1], points: [3, 1, 0, 1, 2] };

/** Judged above 4 and below 5: a single parameter with three points is an urgent matter whatever the sum. */
const SINGLE_EXTREME = 4.5;

const OTHER_SCALE =
  'SpO2 was scored on scale 1. Scale 2 gives another score; it is only for people for whom a clinician prescribed a target of 88-92% (hypercapnic respiratory failure), which the chart does not say.';

/**
 * National Early Warning Score 2. Royal College of Physicians. National Early Warning Score (NEWS) 2: standardising the
 * assessment of acute-illness severity in the NHS. London: RCP, 2017, chart 1. Breaths, beats and mmHg in whole numbers,
 * SpO2 in whole percent, temperature in tenths of °C, as the RCP chart has them.
 */
export const equation: Equation = {
  compute(inputs) {
    const oxygen = oxygenOf(inputs);
    if (!oxygen) return isUnknown('it is not known whether oxygen is given', 'supplemental-oxygen');
    const scale = inputs.value('spo2-scale');
    const spo2 = Math.round(inputs.number('oxygen-saturation'));
    const used = saturation(spo2, scale === 2, oxygen.given);
    const parts = {
      'respiratory-rate': pointsIn(RESPIRATION, whole(inputs, 'respiratory-rate')),
      'oxygen-saturation': used,
      [oxygen.concept]: oxygen.given ? 2 : 0,
      'systolic-blood-pressure': pointsIn(SYSTOLIC, whole(inputs, 'systolic-blood-pressure')),
      'heart-rate': pointsIn(PULSE, whole(inputs, 'heart-rate')),
      ...consciousness(inputs),
      'body-temperature': pointsIn(TEMPERATURE, toDecimals(inputs.number('body-temperature'), 1)),
    };
    const score = scoreOf(parts);
    const isExtreme = Object.values(parts).includes(3);
    const isOpen = scale === undefined && saturation(spo2, true, oxygen.given) !== used;
    return {
      ...score,
      judged: isExtreme ? Math.max(score.answer, SINGLE_EXTREME) : score.answer,
      ...(isOpen ? { cautions: [OTHER_SCALE] } : {}),
    };
  },

  vectors: {
    file: 'news2.csv',
    columns: [
      'resp_rate',
      'spo2',
      'spo2_scale2',
      'on_oxygen',
      'sbp',
      'heart_rate',
      'acvpu',
      'temp_C',
      'news2',
    ],
    inputs: (row) => ({
      'respiratory-rate': Number(row.resp_rate),
      'oxygen-saturation': Number(row.spo2),
      'spo2-scale': row.spo2_scale2 === '1' ? 2 : 1,
      'supplemental-oxygen': row.on_oxygen === '1',
      'systolic-blood-pressure': Number(row.sbp),
      'heart-rate': Number(row.heart_rate),
      'level-of-responsiveness': ACVPU[row.acvpu ?? ''],
      'body-temperature': Number(row.temp_C),
    }),
    expected: (row) => ({ answer: { text: row.news2 ?? '' } }),
  },
};

const ACVPU: Readonly<Record<string, string>> = {
  A: 'alert',
  C: 'confused',
  V: 'voice',
  P: 'pain',
  U: 'unresponsive',
};

const whole = (inputs: EquationInputs, concept: string): number => Math.round(inputs.number(concept));

const saturation = (spo2: number, scale2: boolean, onOxygen: boolean): number => {
  if (!scale2) return pointsIn(SATURATION, spo2);
  return spo2 >= 93 && !onOxygen ? 0 : pointsIn(SATURATION_2, spo2);
};

/** Anything but alert scores 3, and so does confusion that is new in somebody alert. */
function consciousness(inputs: EquationInputs): Points {
  const isAlert = inputs.value('level-of-responsiveness') === 'alert';
  if (isAlert && inputs.value('acute-confusion') === true) return { 'acute-confusion': 3 };
  return { 'level-of-responsiveness': isAlert ? 0 : 3 };
}

interface Oxygen {
  readonly concept: string;
  readonly given: boolean;
}

/** What says that oxygen is given decides; else what says that it is not. */
function oxygenOf(inputs: EquationInputs): Oxygen | undefined {
  const said: readonly Oxygen[] = [
    { concept: 'supplemental-oxygen', given: inputs.value('supplemental-oxygen') === true },
    { concept: 'inhaled-oxygen-flow-rate', given: inputs.number('inhaled-oxygen-flow-rate') > 0 },
    {
      concept: 'inhaled-oxygen-concentration',
      given: Math.round(inputs.number('inhaled-oxygen-concentration')) > 21,
    },
  ].filter(({ concept }) => inputs.value(concept) !== undefined);
  return said.find((s) => s.given) ?? said[0];
}
