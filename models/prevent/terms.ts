/** What PREVENT computes with: units of the United States, 0 or 1 for no or yes, NaN for what is not there. */
export type Variable =
  | 'total-cholesterol'
  | 'hdl-cholesterol'
  | 'systolic-blood-pressure'
  | 'diabetes-mellitus'
  | 'tobacco-smoking-status'
  | 'egfr'
  | 'antihypertensive-treatment'
  | 'statin-treatment'
  | 'body-mass-index'
  | 'urine-albumin-creatinine-ratio'
  | 'hemoglobin-a1c';

export type Person = Readonly<Record<Variable, number>>;

/** Coefficients of one outcome by name of the term; what it lacks has none. */
export type Coefficients = Readonly<Record<string, number>>;

/** mg/dL to mmol/L of cholesterol, as the paper rounds it. */
const MMOL = 0.02586;

/**
 * The terms of the equations (Khan et al. 2024, supplemental table 12): centred, splined at a systolic pressure of 110,
 * a body mass index of 30 and a filtration rate of 60. The deprivation index of a person's home is never there.
 */
export function termsOf(ageYears: number, person: Person): Coefficients {
  const age = (ageYears - 55) / 10;
  const total = person['total-cholesterol'] * MMOL;
  const hdlMmol = person['hdl-cholesterol'] * MMOL;
  const nonHdl = total - hdlMmol - 3.5;
  const hdl = (hdlMmol - 1.3) / 0.3;
  const sbp = person['systolic-blood-pressure'];
  const sbpFrom110 = (Math.max(sbp, 110) - 130) / 20;
  const bmi = person['body-mass-index'];
  const bmiFrom30 = (Math.max(bmi, 30) - 30) / 5;
  const egfrBelow60 = (Math.min(person.egfr, 60) - 60) / -15;
  const diabetes = person['diabetes-mellitus'];
  const smoking = person['tobacco-smoking-status'];
  const treatment = person['antihypertensive-treatment'];
  const statin = person['statin-treatment'];
  const hba1c = person['hemoglobin-a1c'] - 5.3;
  return {
    constant: 1,
    age,
    ageSquared: age * age,
    nonHdl,
    hdl,
    sbpBelow110: (Math.min(sbp, 110) - 110) / 20,
    sbpFrom110,
    diabetes,
    smoking,
    bmiBelow30: (Math.min(bmi, 30) - 25) / 5,
    bmiFrom30,
    egfrBelow60,
    egfrFrom60: (Math.max(person.egfr, 60) - 90) / -15,
    treatment,
    statin,
    treatedSbp: treatment * sbpFrom110,
    treatedNonHdl: statin * nonHdl,
    ageNonHdl: age * nonHdl,
    ageHdl: age * hdl,
    ageSbp: age * sbpFrom110,
    ageDiabetes: age * diabetes,
    ageSmoking: age * smoking,
    ageBmi: age * bmiFrom30,
    ageEgfr: age * egfrBelow60,
    lnAcr: Math.log(person['urine-albumin-creatinine-ratio']),
    hba1cDiabetes: diabetes * hba1c,
    hba1cNoDiabetes: (1 - diabetes) * hba1c,
    sdiMissing: 1,
  };
}

/** Log-odds of an outcome. */
export function logOdds(coefficients: Coefficients, terms: Coefficients): number {
  let sum = 0;
  for (const name in coefficients) sum += coefficients[name]! * terms[name]!;
  return sum;
}
