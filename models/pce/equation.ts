import type { Equation, EquationInputs, ValidRange } from '../../src/inference/equation.ts';
import { partsBetween, peersOf } from '../../src/inference/equation-reference.ts';
import { GROUPS, type Group } from './groups.ts';

const RANGES: readonly ValidRange[] = [
  { concept: 'total-cholesterol', label: 'total cholesterol', min: 130, max: 320, unit: 'mg/dL' },
  { concept: 'hdl-cholesterol', label: 'HDL cholesterol', min: 20, max: 100, unit: 'mg/dL' },
  { concept: 'systolic-blood-pressure', label: 'systolic blood pressure', min: 90, max: 200, unit: 'mmHg' },
];

type Variable =
  | 'total-cholesterol'
  | 'hdl-cholesterol'
  | 'systolic-blood-pressure'
  | 'antihypertensive-treatment'
  | 'tobacco-smoking-status'
  | 'diabetes-mellitus';

type Person = Readonly<Record<Variable, number>>;

/** Optimal risk factors as the guideline defines them (Goff et al. 2014). */
const OPTIMAL: Person = {
  'total-cholesterol': 170,
  'hdl-cholesterol': 50,
  'systolic-blood-pressure': 110,
  'antihypertensive-treatment': 0,
  'tobacco-smoking-status': 0,
  'diabetes-mellitus': 0,
};

const OTHERS =
  'The equations were made for White and Black people: for others, here by those of White people, the risk may be too high or too low.';

/**
 * Pooled Cohort Equations: risk of a first hard atherosclerotic event within ten years (Goff et al., Circulation
 * 2014;129(25 suppl 2):S49, doi:10.1161/01.cir.0000437741.48606.98).
 */
export const equation: Equation = {
  ranges: RANGES,
  compute(inputs) {
    const age = inputs.number('age');
    const race = inputs.value('race');
    const sex = inputs.value('sex') === 'male' ? 'male' : 'female';
    const group = GROUPS[race === 'black' ? 'black' : 'white'][sex];
    const person = personOf(inputs);
    const risk = (of: Person) => 1 - group.survival ** Math.exp(sumFor(group, age, of) - group.mean);
    return {
      answer: risk(person),
      parts: partsBetween((of) => sumFor(group, age, of), person, OPTIMAL),
      reference: { group: `${peersOf(sex, age)} with optimal risk factors`, answer: risk(OPTIMAL) },
      cautions: race === 'black' || race === 'white' ? [] : [OTHERS],
    };
  },
  vectors: {
    file: 'pce.csv',
    columns: [
      ...['sex', 'race', 'age_years', 'chol_total_mgdl', 'chol_hdl_mgdl', 'bp_sys_mmhg', 'bp_meds'],
      ...['smoke_current', 'diabetes', 'risk_10y'],
    ],
    inputs: (row) => ({
      age: Number(row.age_years),
      sex: row.sex,
      race: row.race,
      'total-cholesterol': Number(row.chol_total_mgdl),
      'hdl-cholesterol': Number(row.chol_hdl_mgdl),
      'systolic-blood-pressure': Number(row.bp_sys_mmhg),
      'antihypertensive-treatment': row.bp_meds === 'yes',
      'tobacco-smoking-status': row.smoke_current === 'yes' ? 'current' : 'never',
      'diabetes-mellitus': row.diabetes === 'yes',
    }),
    expected: (row) => ({ answer: { text: row.risk_10y ?? '' } }),
  },
};

function personOf(inputs: EquationInputs): Person {
  return {
    'total-cholesterol': inputs.number('total-cholesterol'),
    'hdl-cholesterol': inputs.number('hdl-cholesterol'),
    'systolic-blood-pressure': inputs.number('systolic-blood-pressure'),
    'antihypertensive-treatment': inputs.value('antihypertensive-treatment') === true ? 1 : 0,
    'tobacco-smoking-status': inputs.value('tobacco-smoking-status') === 'current' ? 1 : 0,
    'diabetes-mellitus': inputs.value('diabetes-mellitus') === true ? 1 : 0,
  };
}

/** The individual sum of a group's coefficients and values. */
function sumFor(group: Group, age: number, person: Person): number {
  const lnAge = Math.log(age);
  const lnSbp = Math.log(person['systolic-blood-pressure']);
  const isTreated = person['antihypertensive-treatment'] === 1;
  const [ofSbp, ofAgeSbp] = isTreated ? group.treatedSbp : group.untreatedSbp;
  return (
    group.age * lnAge +
    group.ageSquared * lnAge ** 2 +
    (group.total[0] + group.total[1] * lnAge) * Math.log(person['total-cholesterol']) +
    (group.hdl[0] + group.hdl[1] * lnAge) * Math.log(person['hdl-cholesterol']) +
    (ofSbp + ofAgeSbp * lnAge) * lnSbp +
    (group.smoker[0] + group.smoker[1] * lnAge) * person['tobacco-smoking-status'] +
    group.diabetes * person['diabetes-mellitus']
  );
}
