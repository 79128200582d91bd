import type { Row } from './bundle.ts';

/** The parts of an Observation that come from a row. */
export interface Observed {
  readonly category: 'laboratory' | 'vital-signs' | 'survey';
  readonly code: { readonly code: string; readonly display: string };
  readonly valueQuantity?: object;
  readonly valueCodeableConcept?: object;
  readonly component?: readonly object[];
}

interface Unit {
  readonly code: string;
  readonly printed?: string;
  /** Factor from the unit of the column. */
  readonly factor?: number;
  readonly decimals?: number;
}

type Measure = readonly [column: string, loinc: string, display: string, unit: Unit, si?: Unit];

const MG_DL: Unit = { code: 'mg/dL' };

/** Factors to SI: molar masses of creatinine 113.12, urea nitrogen 28.01, glucose 180.16, cholesterol 386.65 g/mol. */
const LABORATORY: readonly Measure[] = [
  [
    'albumin_g_dL',
    '1751-7',
    'Albumin [Mass/volume] in Serum or Plasma',
    { code: 'g/dL' },
    { code: 'g/L', factor: 10, decimals: 0 },
  ],
  ['creatinine_mg_dL', '2160-0', 'Creatinine [Mass/volume] in Serum or Plasma', MG_DL],
  ['rdw_pct', '788-0', 'Erythrocyte distribution width [Ratio] by Automated count', { code: '%' }],
  [
    'alp_U_L',
    '6768-6',
    'Alkaline phosphatase [Enzymatic activity/volume] in Serum or Plasma',
    { code: 'U/L' },
  ],
  ['bun_mg_dL', '3094-0', 'Urea nitrogen [Mass/volume] in Serum or Plasma', MG_DL],
  ['glucose_mg_dL', '2345-7', 'Glucose [Mass/volume] in Serum or Plasma', MG_DL],
  ['hba1c_pct', '4548-4', 'Hemoglobin A1c/Hemoglobin.total in Blood', { code: '%' }],
  ['bilirubin_total_mg_dL', '1975-2', 'Bilirubin.total [Mass/volume] in Serum or Plasma', MG_DL],
  [
    'ggt_U_L',
    '2324-2',
    'Gamma glutamyl transferase [Enzymatic activity/volume] in Serum or Plasma',
    { code: 'U/L' },
  ],
  ['uric_acid_mg_dL', '3084-1', 'Urate [Mass/volume] in Serum or Plasma', MG_DL],
  ['total_cholesterol_mg_dL', '2093-3', 'Cholesterol [Mass/volume] in Serum or Plasma', MG_DL],
  ['hdl_mg_dL', '2085-9', 'Cholesterol in HDL [Mass/volume] in Serum or Plasma', MG_DL],
  ['triglycerides_mg_dL', '2571-8', 'Triglyceride [Mass/volume] in Serum or Plasma', MG_DL],
  [
    'crp_mg_dL',
    '1988-5',
    'C reactive protein [Mass/volume] in Serum or Plasma',
    MG_DL,
    { code: 'mg/L', factor: 10, decimals: 1 },
  ],
  [
    'wbc_1e3_uL',
    '6690-2',
    'Leukocytes [#/volume] in Blood by Automated count',
    { code: '10*3/uL' },
    { code: '10*9/L', factor: 1 },
  ],
  ['lymphocytes_pct', '736-9', 'Lymphocytes/100 leukocytes in Blood by Automated count', { code: '%' }],
  ['monocytes_pct', '5905-5', 'Monocytes/100 leukocytes in Blood by Automated count', { code: '%' }],
  ['neutrophils_pct', '770-8', 'Neutrophils/100 leukocytes in Blood by Automated count', { code: '%' }],
  ['rbc_1e6_uL', '789-8', 'Erythrocytes [#/volume] in Blood by Automated count', { code: '10*6/uL' }],
  ['mcv_fL', '787-2', 'MCV [Entitic mean volume] in Red Blood Cells by Automated count', { code: 'fL' }],
];

/** Measured in mass units in the survey; an SI laboratory reports the amount of substance. */
const MOLAR: Readonly<Record<string, Unit & { readonly loinc: string; readonly display: string }>> = {
  creatinine_mg_dL: {
    code: 'umol/L',
    factor: 88.402,
    decimals: 1,
    loinc: '14682-9',
    display: 'Creatinine [Moles/volume] in Serum or Plasma',
  },
  glucose_mg_dL: {
    code: 'mmol/L',
    factor: 0.0555062,
    decimals: 2,
    loinc: '14749-6',
    display: 'Glucose [Moles/volume] in Serum or Plasma',
  },
  bun_mg_dL: {
    code: 'mmol/L',
    factor: 0.357015,
    decimals: 2,
    loinc: '14937-7',
    display: 'Urea nitrogen [Moles/volume] in Serum or Plasma',
  },
  total_cholesterol_mg_dL: {
    code: 'mmol/L',
    factor: 0.0258632,
    decimals: 2,
    loinc: '14647-2',
    display: 'Cholesterol [Moles/volume] in Serum or Plasma',
  },
  hdl_mg_dL: {
    code: 'mmol/L',
    factor: 0.0258632,
    decimals: 3,
    loinc: '14646-4',
    display: 'Cholesterol in HDL [Moles/volume] in Serum or Plasma',
  },
};

const VITAL_SIGNS: readonly Measure[] = [
  ['height_cm', '8302-2', 'Body height', { code: 'cm' }],
  ['weight_kg', '29463-7', 'Body weight', { code: 'kg' }],
  ['bmi', '39156-5', 'Body mass index (BMI) [Ratio]', { code: 'kg/m2', decimals: 1 }],
];

export const isMissing = (text: string | undefined): boolean =>
  text === undefined || text === '' || text === 'NA';

export function measured(row: Row, units: 'conventional' | 'si'): Observed[] {
  const of = (measures: readonly Measure[], category: Observed['category']) =>
    measures.filter(([column]) => !isMissing(row[column])).map((m) => observed(row, m, category, units));
  return [...of(LABORATORY, 'laboratory'), ...of(VITAL_SIGNS, 'vital-signs')];
}

function observed(
  row: Row,
  [column, loinc, display, unit, si]: Measure,
  category: Observed['category'],
  units: string,
): Observed {
  const molar = units === 'si' ? MOLAR[column] : undefined;
  const reported = molar ?? (units === 'si' ? si : undefined) ?? unit;
  const code = molar ? { code: molar.loinc, display: molar.display } : { code: loinc, display };
  return { category, code, valueQuantity: quantity(Number(row[column]), reported) };
}

function quantity(value: number, { code, factor = 1, decimals }: Unit): object {
  const converted = value * factor;
  const rounded =
    decimals === undefined ? Number(converted.toPrecision(6)) : Number(converted.toFixed(decimals));
  return { value: rounded, unit: code, system: 'http://unitsofmeasure.org', code };
}

/** Blood pressure is one Observation with two components (FHIR R4 vital signs profile). */
export function component(row: Row): Observed[] {
  const parts = (
    [
      ['sbp_mmHg', '8480-6', 'Systolic blood pressure'],
      ['dbp_mmHg', '8462-4', 'Diastolic blood pressure'],
    ] as const
  )
    .filter(([column]) => !isMissing(row[column]))
    .map(([column, code, display]) => ({
      code: { coding: [{ system: 'http://loinc.org', code, display }] },
      valueQuantity: quantity(Number(row[column]), { code: 'mm[Hg]', decimals: 0 }),
    }));
  if (parts.length === 0) return [];
  const code = { code: '85354-9', display: 'Blood pressure panel with all children optional' };
  return [{ category: 'vital-signs', code, component: parts }];
}

/** LOINC answers. Survey code 1 excellent … 5 poor; pregnant 1, not pregnant 0. */
const SELF_RATED_HEALTH: readonly (readonly [string, string])[] = [
  ['LA9206-9', 'Excellent'],
  ['LA13913-1', 'Very good'],
  ['LA8967-7', 'Good'],
  ['LA8968-5', 'Fair'],
  ['LA8969-3', 'Poor'],
];

export function coded(row: Row): Observed[] {
  const health = isMissing(row.self_rated_health)
    ? undefined
    : SELF_RATED_HEALTH[Number(row.self_rated_health) - 1];
  const out: Observed[] = [];
  if (health) out.push(answer('11323-3', 'Health status', health));
  if (row.pregnant === '1') out.push(answer('82810-3', 'Pregnancy status', ['LA15173-0', 'Pregnant']));
  return out;
}

const answer = (code: string, display: string, [value, words]: readonly [string, string]): Observed => ({
  category: 'survey',
  code: { code, display },
  valueCodeableConcept: { coding: [{ system: 'http://loinc.org', code: value, display: words }] },
});
