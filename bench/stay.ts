import { codeSystemUrl } from '../src/kernel/canonical.ts';

const LOINC = 'http://loinc.org';
const UCUM = 'http://unitsofmeasure.org';
const UNITS = 'https://www.cdc.gov/nhsn/cdaportal/terminology/codesystem/hsloc.html';
const HOURS = 48;
const HOUR_MS = 3_600_000;

/** LOINC code, UCUM unit, the value of a sick person, and how often in 48 hours. */
type Charted = readonly [code: string, unit: string, value: number, times: number];

const HOURLY: readonly (readonly [string, string, number])[] = [
  ['8867-4', '/min', 104],
  ['8480-6', 'mm[Hg]', 104],
  ['8462-4', 'mm[Hg]', 56],
  ['8478-0', 'mm[Hg]', 70],
  ['9279-1', '/min', 22],
  ['8310-5', 'Cel', 37.6],
  ['2708-6', '%', 95],
  ['9187-6', 'mL', 60],
];

const TESTS: readonly (readonly [string, string, number])[] = [
  ['3094-0', 'mg/dL', 38],
  ['2160-0', 'mg/dL', 1.9],
  ['2951-2', 'mmol/L', 138],
  ['2823-3', 'mmol/L', 4.3],
  ['1963-8', 'mmol/L', 21],
  ['19123-9', 'mg/dL', 2],
  ['2345-7', 'mg/dL', 150],
  ['4544-3', '%', 30],
  ['6690-2', '10*3/uL', 14],
  ['777-3', '10*3/uL', 170],
  ['2744-1', '[pH]', 7.33],
  ['2703-7', 'mm[Hg]', 95],
  ['2019-8', 'mm[Hg]', 40],
  ['2524-7', 'mmol/L', 2.8],
  ['1751-7', 'g/dL', 2.7],
  ['1975-2', 'mg/dL', 1.2],
  ['6768-6', 'U/L', 95],
  ['1742-6', 'U/L', 60],
  ['1920-8', 'U/L', 75],
  ['2093-3', 'mg/dL', 130],
  ['10839-9', 'ng/mL', 2],
  ['6598-7', 'ng/mL', 0.3],
];

const CHARTED: readonly Charted[] = [
  ...HOURLY.map(([code, unit, value]): Charted => [code, unit, value, HOURS]),
  ['9269-2', '{score}', 9, 12],
  ['3150-0', '%', 50, 12],
  ...TESTS.map(([code, unit, value]): Charted => [code, unit, value, 4]),
  ['29463-7', 'kg', 82, 2],
  ['8302-2', 'cm', 174, 1],
];

/** Patient and 500 Observations of a stay of 48 hours in intensive care that nobody had. */
export function intensiveCareStay(patientId: string, now: Date): { patient: object; observations: object[] } {
  const resources = [
    unitOfStay(),
    ...CHARTED.flatMap(([code, unit, value, times]) =>
      Array.from({ length: times }, (_, k) => ({
        effectiveDateTime: hoursBefore(now, ((times - k - 0.5) * HOURS) / times),
        code: { coding: [{ system: LOINC, code }] },
        valueQuantity: { value: varied(value, k), unit, system: UCUM, code: unit },
      })),
    ),
  ].map((rest, i) => ({
    resourceType: 'Observation',
    id: `${patientId}-${i}`,
    status: 'final',
    subject: { reference: `Patient/${patientId}` },
    effectiveDateTime: hoursBefore(now, HOURS - 0.5),
    ...rest,
  }));
  return {
    patient: { resourceType: 'Patient', id: patientId, gender: 'male', birthDate: '1950-06-15' },
    observations: resources,
  };
}

const unitOfStay = () => ({
  code: { coding: [{ system: codeSystemUrl('clinical-finding'), code: 'intensive-care-unit' }] },
  valueCodeableConcept: { coding: [{ system: UNITS, code: '1027-2' }] },
});

/** Up to 4% more; a whole number stays one. */
const varied = (value: number, k: number): number =>
  Number((value * (1 + 0.01 * ((7 * k) % 5))).toFixed(Number.isInteger(value) ? 0 : 2));

const hoursBefore = (now: Date, hours: number): string =>
  new Date(now.getTime() - hours * HOUR_MS).toISOString();
