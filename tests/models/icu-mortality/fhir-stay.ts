import type { FhirRecord } from '../../../src/chart/from-fhir.ts';
import { codeSystemUrl } from '../../../src/kernel/canonical.ts';
import { located, loinc, patient, ucum } from '../../chart/records.ts';
import type { Charted } from './stay.ts';

/** How a hospital would send a parameter: LOINC code, UCUM unit, and its number there for one of the data set. */
const SENT: Readonly<Record<string, readonly [code: string, unit: string, times?: number]>> = {
  Height: ['8302-2', 'cm'],
  Weight: ['29463-7', 'kg'],
  HR: ['8867-4', '/min'],
  SysABP: ['76215-3', 'mm[Hg]'],
  DiasABP: ['76213-8', 'mm[Hg]'],
  NISysABP: ['8480-6', 'mm[Hg]'],
  NIDiasABP: ['8462-4', 'mm[Hg]'],
  NIMAP: ['8478-0', 'mm[Hg]'],
  RespRate: ['9279-1', '/min'],
  Temp: ['8310-5', 'Cel'],
  GCS: ['9269-2', '{score}'],
  Urine: ['9187-6', 'mL'],
  FiO2: ['3150-0', '%', 100],
  BUN: ['3094-0', 'mg/dL'],
  Creatinine: ['2160-0', 'mg/dL'],
  Na: ['2951-2', 'mmol/L'],
  K: ['2823-3', 'mmol/L'],
  Mg: ['19123-9', 'mg/dL'],
  HCO3: ['1963-8', 'mmol/L'],
  Platelets: ['777-3', '10*3/uL'],
  WBC: ['6690-2', '10*3/uL'],
  pH: ['2744-1', '[pH]'],
  Lactate: ['2524-7', 'mmol/L'],
};

/** The kind of unit: that of ICUType 3 in the codes of the National Healthcare Safety Network. */
const MEDICAL_CRITICAL_CARE = {
  code: { coding: [{ system: codeSystemUrl('clinical-finding'), code: 'intensive-care-unit' }] },
  valueCodeableConcept: {
    coding: [
      { system: 'https://www.cdc.gov/nhsn/cdaportal/terminology/codesystem/hsloc.html', code: '1027-2' },
    ],
  },
};

/** Of a man who is 67, in no order that helps. */
export function fhirRecordOf(stay: readonly Charted[], now: Date): FhirRecord {
  const observation = (minute: number, index: number, rest: object) => ({
    resourceType: 'Observation',
    id: `o${index}`,
    status: 'final',
    subject: { reference: 'Patient/p' },
    effectiveDateTime: new Date(now.getTime() - (48 * 60 - minute) * 60_000).toISOString(),
    ...rest,
  });
  const measured = stay.flatMap(([minute, parameter, value], i) => {
    const sent = SENT[parameter];
    if (!sent) return [];
    const [code, unit, times = 1] = sent;
    const number = Number((value * times).toFixed(2));
    return [observation(minute, i, { code: loinc(code), ...ucum(number, unit) })];
  });
  const observations = [...measured.toReversed(), observation(0, stay.length, MEDICAL_CRITICAL_CARE)];
  return {
    patientId: 'p',
    patient: {
      resource: patient({ gender: 'male', birthDate: '1944-06-01' }),
      expression: 'prefetch.patient',
    },
    observations: located(observations),
    now,
  };
}
