import { chartFromFhir } from '../../src/chart/from-fhir.ts';
import type { InputSpec, PatientChart, Reading } from '../../src/chart/types.ts';
import { unwrap } from '../../src/kernel/result.ts';
import { recordOf, spec } from './records.ts';

export const SNOMED = 'http://snomed.info/sct';
export const ICD = 'http://hl7.org/fhir/sid/icd-10-cm';
export const ICD_9 = 'http://hl7.org/fhir/sid/icd-9-cm';
export const RXNORM = 'http://www.nlm.nih.gov/research/umls/rxnorm';

const subject = { reference: 'Patient/p' };

export const concept = (code: string, system = ICD, rest: object = {}) => ({
  coding: [{ system, code, ...rest }],
});

/** An active, confirmed Condition that began in 2019. */
export const condition = (code: string, rest: object = {}, system = ICD) => ({
  resourceType: 'Condition',
  id: 'c',
  clinicalStatus: concept('active', 'http://terminology.hl7.org/CodeSystem/condition-clinical'),
  verificationStatus: concept('confirmed', 'http://terminology.hl7.org/CodeSystem/condition-ver-status'),
  code: concept(code, system),
  subject,
  onsetDateTime: '2019-05-01',
  ...rest,
});

/** An active order of this month. */
export const order = (medicationCodeableConcept: object | undefined, rest: object = {}) => ({
  resourceType: 'MedicationRequest',
  id: 'm',
  status: 'active',
  intent: 'order',
  medicationCodeableConcept,
  subject,
  authoredOn: '2026-11-01',
  ...rest,
});

/** Somebody takes it, as far as is known. */
export const taking = (medicationCodeableConcept: object, rest: object = {}) => ({
  resourceType: 'MedicationStatement',
  id: 's',
  status: 'active',
  medicationCodeableConcept,
  subject,
  ...rest,
});

interface Statements {
  readonly conditions?: readonly unknown[];
  readonly medications?: readonly unknown[];
}

const located = (key: string, list: readonly unknown[]) =>
  list.map((resource, i) => ({ resource, expression: `prefetch.${key}.entry[${i}].resource` }));

export const recordWith = ({ conditions, medications }: Statements) => ({
  ...recordOf([]),
  ...(conditions ? { conditions: located('conditions', conditions) } : {}),
  ...(medications ? { medications: located('medications', medications) } : {}),
});

export const chartWith = (statements: Statements): PatientChart =>
  unwrap(chartFromFhir(recordWith(statements)));

export const readCondition = (
  id: string,
  conditions: readonly unknown[],
  rest: Partial<InputSpec> = {},
): Reading => chartWith({ conditions }).read(spec(id, rest));

export const readMedication = (
  id: string,
  medications: readonly unknown[],
  rest: Partial<InputSpec> = {},
): Reading => chartWith({ medications }).read(spec(id, rest));

export const problemWith = (statements: Statements) => {
  const result = chartFromFhir(recordWith(statements));
  return result.ok ? 'none' : [result.error.code, result.error.expression];
};
