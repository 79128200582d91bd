import type { Equation, ValidRange } from '../../src/inference/equation.ts';
import { partsBetween, peersOf } from '../../src/inference/equation-reference.ts';
import { type Group, type Region, SCORE2, SCORE2_OP, type Scale } from './coefficients.ts';

const RANGES: readonly ValidRange[] = [
  { concept: 'systolic-blood-pressure', label: 'systolic blood pressure', min: 80, max: 220, unit: 'mmHg' },
  { concept: 'total-cholesterol', label: 'total cholesterol', min: 77, max: 464, unit: 'mg/dL' },
  { concept: 'hdl-cholesterol', label: 'HDL cholesterol', min: 19, max: 155, unit: 'mg/dL' },
];

/** mg of cholesterol per dL in one mmol/L. */
const MG_PER_DL = 38.665;

type Variable =
  | 'tobacco-smoking-status'
  | 'systolic-blood-pressure'
  | 'total-cholesterol'
  | 'hdl-cholesterol'
  | 'diabetes-mellitus';

type Person = Readonly<Record<Variable, number>>;

/** As for the Pooled Cohort Equations (Goff et al. 2014), so that cards compare alike. */
const OPTIMAL: Person = {
  'tobacco-smoking-status': 0,
  'systolic-blood-pressure': 110,
  'total-cholesterol': 170,
  'hdl-cholesterol': 50,
  'diabetes-mellitus': 0,
};

/** The prevention guideline treats from lower risks on in younger people (Visseren, Eur Heart J 2021;42:3227). */
function limitsAt(age: number): readonly number[] {
  if (age < 50) return [0.025, 0.075];
  return age < 70 ? [0.05, 0.1] : [0.075, 0.15];
}

/**
 * SCORE2 and, from 70 years on, SCORE2-OP: risk of a first fatal or non-fatal cardiovascular event within ten years in
 * European risk regions (Eur Heart J 2021;42:2439, doi:10.1093/eurheartj/ehab309; 2021;42:2455,
 * doi:10.1093/eurheartj/ehab312).
 */
export const equation: Equation = {
  ranges: RANGES,
  compute(inputs) {
    const age = inputs.number('age');
    const sex = inputs.value('sex') === 'male' ? 'male' : 'female';
    const ageGroup = age < 70 ? SCORE2 : SCORE2_OP;
    const group = ageGroup[sex];
    const region = group.regions[inputs.value('cardiovascular-risk-region') as Region];
    const predictor = (of: Person) => calibrated(sumFor(group, ageGroup.scale, age, of), group, region);
    const person: Person = {
      'tobacco-smoking-status': inputs.value('tobacco-smoking-status') === 'current' ? 1 : 0,
      'systolic-blood-pressure': inputs.number('systolic-blood-pressure'),
      'total-cholesterol': inputs.number('total-cholesterol'),
      'hdl-cholesterol': inputs.number('hdl-cholesterol'),
      'diabetes-mellitus': inputs.value('diabetes-mellitus') === true ? 1 : 0,
    };
    return {
      answer: probability(predictor(person)),
      parts: partsBetween(predictor, person, OPTIMAL),
      reference: {
        group: `${peersOf(sex, age)} of the region with optimal risk factors`,
        answer: probability(predictor(OPTIMAL)),
      },
      limits: limitsAt(age),
    };
  },
  vectors: {
    file: 'score2.csv',
    columns: ['risk_region', 'age', 'sex', 'smoker', 'sbp', 'diabetes', 'total_chol', 'hdl', 'risk_pct'],
    inputs: (row) => ({
      age: Number(row.age),
      sex: row.sex,
      'cardiovascular-risk-region': row.risk_region?.toLowerCase().replace(' ', '-'),
      'tobacco-smoking-status': row.smoker === '1' ? 'current' : 'never',
      'systolic-blood-pressure': Number(row.sbp),
      'diabetes-mellitus': row.diabetes === '1',
      'total-cholesterol': { value: Number(row.total_chol), unit: 'mmol/L' },
      'hdl-cholesterol': { value: Number(row.hdl), unit: 'mmol/L' },
    }),
    expected: (row) => ({ answer: { text: row.risk_pct ?? '', scale: 100 } }),
  },
};

/** Sum of the sex and age group's coefficients and centred values. */
function sumFor(group: Group, scale: Scale, ageYears: number, person: Person): number {
  const scaled = (value: number, [centre, unit]: readonly [number, number]) => (value - centre) / unit;
  const age = scaled(ageYears, scale.age);
  const at = ([coefficient, perAge]: readonly [number, number], value: number) =>
    (coefficient + perAge * age) * value;
  return (
    group.age * age +
    at(group.smoker, person['tobacco-smoking-status']) +
    at(group.sbp, scaled(person['systolic-blood-pressure'], scale.sbp)) +
    at(group.total, scaled(person['total-cholesterol'] / MG_PER_DL, scale.total)) +
    at(group.hdl, scaled(person['hdl-cholesterol'] / MG_PER_DL, scale.hdl)) +
    at(group.diabetes, person['diabetes-mellitus'])
  );
}

/**
 * The complementary log-log of the risk, recalibrated to the region. That of the uncalibrated risk 1 − S^exp(sum) is
 * ln(−ln S) + sum.
 */
const calibrated = (sum: number, group: Group, [scale1, scale2]: readonly [number, number]): number =>
  scale1 + scale2 * (Math.log(-Math.log(group.survival)) + sum + group.offset);

const probability = (logHazard: number): number => 1 - Math.exp(-Math.exp(logHazard));
