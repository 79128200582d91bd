/** Stands for the patient's id in a prepared body; the client replaces it at every request. */
export const PATIENT_TOKEN = '@patient@';

/** LOINC code, name, UCUM unit, lowest and highest value drawn, decimals. */
const TESTS: readonly (readonly [string, string, string, number, number, number])[] = [
  ['2160-0', 'Creatinine [Mass/volume] in Serum or Plasma', 'mg/dL', 0.6, 1.6, 2],
  ['3094-0', 'Urea nitrogen [Mass/volume] in Serum or Plasma', 'mg/dL', 7, 30, 0],
  ['2345-7', 'Glucose [Mass/volume] in Serum or Plasma', 'mg/dL', 75, 180, 0],
  ['4548-4', 'Hemoglobin A1c/Hemoglobin.total in Blood', '%', 4.8, 8.5, 1],
  ['1751-7', 'Albumin [Mass/volume] in Serum or Plasma', 'g/dL', 3.2, 4.9, 1],
  ['6768-6', 'Alkaline phosphatase [Enzymatic activity/volume] in Serum or Plasma', 'U/L', 40, 140, 0],
  ['1975-2', 'Bilirubin.total [Mass/volume] in Serum or Plasma', 'mg/dL', 0.3, 1.4, 1],
  ['2324-2', 'Gamma glutamyl transferase [Enzymatic activity/volume] in Serum or Plasma', 'U/L', 10, 90, 0],
  ['1742-6', 'Alanine aminotransferase [Enzymatic activity/volume] in Serum or Plasma', 'U/L', 10, 60, 0],
  ['1920-8', 'Aspartate aminotransferase [Enzymatic activity/volume] in Serum or Plasma', 'U/L', 10, 60, 0],
  ['3084-1', 'Urate [Mass/volume] in Serum or Plasma', 'mg/dL', 3, 8.5, 1],
  ['2093-3', 'Cholesterol [Mass/volume] in Serum or Plasma', 'mg/dL', 130, 280, 0],
  ['2085-9', 'Cholesterol in HDL [Mass/volume] in Serum or Plasma', 'mg/dL', 30, 85, 0],
  ['13457-7', 'Cholesterol in LDL [Mass/volume] in Serum or Plasma by calculation', 'mg/dL', 60, 180, 0],
  ['2571-8', 'Triglyceride [Mass/volume] in Serum or Plasma', 'mg/dL', 60, 260, 0],
  ['1988-5', 'C reactive protein [Mass/volume] in Serum or Plasma', 'mg/L', 0.4, 18, 1],
  ['6690-2', 'Leukocytes [#/volume] in Blood by Automated count', '10*3/uL', 4, 11, 1],
  ['736-9', 'Lymphocytes/100 leukocytes in Blood by Automated count', '%', 18, 42, 0],
  ['5905-5', 'Monocytes/100 leukocytes in Blood by Automated count', '%', 4, 11, 0],
  ['770-8', 'Neutrophils/100 leukocytes in Blood by Automated count', '%', 42, 75, 0],
  ['789-8', 'Erythrocytes [#/volume] in Blood by Automated count', '10*6/uL', 3.8, 5.5, 2],
  ['787-2', 'MCV [Entitic volume] by Automated count', 'fL', 80, 100, 0],
  ['788-0', 'Erythrocyte distribution width [Ratio] by Automated count', '%', 12, 16.5, 1],
  ['777-3', 'Platelets [#/volume] in Blood by Automated count', '10*3/uL', 150, 380, 0],
  ['718-7', 'Hemoglobin [Mass/volume] in Blood', 'g/dL', 11, 16.5, 1],
  ['29463-7', 'Body weight', 'kg', 50, 110, 1],
  ['8302-2', 'Body height', 'cm', 150, 190, 0],
  ['39156-5', 'Body mass index (BMI) [Ratio]', 'kg/m2', 19, 38, 1],
  ['8867-4', 'Heart rate', '/min', 55, 100, 0],
];

const AGES_IN_DAYS = [12, 190];
const DAY_MS = 86_400_000;
const UCUM = 'http://unitsofmeasure.org';

/**
 * A `patient-view` call with 60 Observations in the prefetch: 29 results and a blood pressure panel, each
 * on two dates. The same seed and day give the same values.
 */
export function hookBody(seed: number, now: Date): string {
  const random = randomFrom(seed);
  const observations = AGES_IN_DAYS.flatMap((age) => visit(dateBefore(now, age), random));
  return JSON.stringify({
    hook: 'patient-view',
    hookInstance: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea',
    context: { userId: 'Practitioner/bench', patientId: PATIENT_TOKEN },
    prefetch: {
      patient: {
        resourceType: 'Patient',
        id: PATIENT_TOKEN,
        gender: seed % 2 === 0 ? 'female' : 'male',
        birthDate: `${1940 + Math.floor(random() * 50)}-06-15`,
      },
      observations: {
        resourceType: 'Bundle',
        type: 'searchset',
        total: observations.length,
        entry: observations.map((resource, i) => ({
          resource: { ...resource, id: `${PATIENT_TOKEN}-${i}` },
        })),
      },
    },
  });
}

function visit(date: string, random: () => number): object[] {
  const results = TESTS.map(([code, display, unit, low, high, decimals]) => ({
    ...observation(code, display, date),
    valueQuantity: quantity(low + random() * (high - low), decimals, unit),
  }));
  const pressure = {
    ...observation('85354-9', 'Blood pressure panel with all children optional', date),
    component: [
      component('8480-6', 'Systolic blood pressure', 100 + random() * 60),
      component('8462-4', 'Diastolic blood pressure', 60 + random() * 35),
    ],
  };
  return [...results, pressure];
}

const observation = (code: string, display: string, date: string) => ({
  resourceType: 'Observation',
  meta: { versionId: '1', lastUpdated: date },
  status: 'final',
  code: concept(code, display),
  subject: { reference: `Patient/${PATIENT_TOKEN}` },
  effectiveDateTime: date,
});

const concept = (code: string, display: string) => ({
  coding: [{ system: 'http://loinc.org', code, display }],
  text: display,
});

const component = (code: string, display: string, value: number) => ({
  code: concept(code, display),
  valueQuantity: quantity(value, 0, 'mm[Hg]'),
});

const quantity = (value: number, decimals: number, unit: string) => ({
  value: Number(value.toFixed(decimals)),
  unit,
  system: UCUM,
  code: unit,
});

const dateBefore = (now: Date, days: number): string =>
  `${new Date(now.getTime() - days * DAY_MS).toISOString().slice(0, 10)}T08:30:00Z`;

/** Mulberry32: small, seeded, good enough to spread values. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
