/** A parameter of the data set as a concept of the catalogue, and the factor to its canonical unit. */
interface Measured {
  readonly concept: string;
  readonly factor?: number;
}

/**
 * What is measured, by its name in the data set. Invasive and cuff pressures are one series each: kept apart they
 * predicted worse in cross-validation, and few records tell them apart.
 *
 * The data set says that magnesium is in mmol/L, but its median is 2.0, the middle of the normal range in mg/dL.
 * `MechVent` is not read: with FiO2 there it added nothing in cross-validation.
 */
export const MEASURED: Readonly<Record<string, Measured>> = {
  Height: { concept: 'body-height' },
  Weight: { concept: 'body-weight' },
  SysABP: { concept: 'systolic-blood-pressure' },
  NISysABP: { concept: 'systolic-blood-pressure' },
  DiasABP: { concept: 'diastolic-blood-pressure' },
  NIDiasABP: { concept: 'diastolic-blood-pressure' },
  MAP: { concept: 'mean-arterial-pressure' },
  NIMAP: { concept: 'mean-arterial-pressure' },
  HR: { concept: 'heart-rate' },
  RespRate: { concept: 'respiratory-rate' },
  Temp: { concept: 'body-temperature' },
  GCS: { concept: 'glasgow-coma-score' },
  FiO2: { concept: 'inhaled-oxygen-concentration', factor: 100 },
  SaO2: { concept: 'oxygen-saturation' },
  Urine: { concept: 'urine-output' },
  HCT: { concept: 'hematocrit' },
  BUN: { concept: 'urea-nitrogen' },
  Creatinine: { concept: 'creatinine' },
  Glucose: { concept: 'glucose' },
  HCO3: { concept: 'bicarbonate' },
  Mg: { concept: 'magnesium' },
  Platelets: { concept: 'platelets' },
  K: { concept: 'potassium' },
  Na: { concept: 'sodium' },
  WBC: { concept: 'leukocytes' },
  pH: { concept: 'arterial-ph' },
  PaCO2: { concept: 'arterial-carbon-dioxide-pressure' },
  PaO2: { concept: 'arterial-oxygen-pressure' },
  Lactate: { concept: 'lactate' },
  Albumin: { concept: 'albumin' },
  ALP: { concept: 'alkaline-phosphatase' },
  ALT: { concept: 'alanine-aminotransferase' },
  AST: { concept: 'aspartate-aminotransferase' },
  Bilirubin: { concept: 'bilirubin-total' },
  Cholesterol: { concept: 'total-cholesterol' },
  TroponinI: { concept: 'troponin-i' },
  TroponinT: { concept: 'troponin-t' },
};

/** What describes the stay, once. */
export const DESCRIBING = ['Age', 'Gender', 'ICUType'] as const;

export const SEXES: Readonly<Record<number, string>> = { 0: 'female', 1: 'male' };

/** Answers of the concept `intensive-care-unit`. */
export const UNITS: Readonly<Record<number, string>> = {
  1: 'coronary',
  2: 'cardiac-surgery',
  3: 'medical',
  4: 'surgical',
};

/** −1 says that there is no value. */
export const isStated = (value: number): boolean => value !== -1;

/** Of decimal fractions: 0.29 of inhaled oxygen are 29 %, not 28.999999999999996. */
export const canonical = (value: number, { factor = 1 }: Measured): number =>
  factor === 1 ? value : Number((value * factor).toPrecision(12));
