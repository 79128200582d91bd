import { chartFromFhir } from '../../src/chart/from-fhir.ts';
import type { InputSpec, PatientChart, Reading } from '../../src/chart/types.ts';
import { unwrap } from '../../src/kernel/result.ts';

export const NOW = new Date('2026-11-23T12:00:00Z');

export const patient = (rest: object = {}) => ({
  resourceType: 'Patient',
  id: 'p',
  gender: 'female',
  birthDate: '1963-05-04',
  ...rest,
});

export const ucum = (value: unknown, code: string, rest: object = {}) => ({
  valueQuantity: { value, unit: code, system: 'http://unitsofmeasure.org', code, ...rest },
});

export const coded = (code: string, system = 'http://loinc.org') => ({
  valueCodeableConcept: { coding: [{ system, code }] },
});

export const loinc = (code: string) => ({ coding: [{ system: 'http://loinc.org', code }] });

export const CREATININE = '2160-0';

/** A final Observation of two days ago, of creatinine unless another code is given. */
export const observation = (rest: object = {}, code = CREATININE) => ({
  resourceType: 'Observation',
  id: 'o',
  status: 'final',
  code: loinc(code),
  subject: { reference: 'Patient/p' },
  effectiveDateTime: '2026-11-21',
  ...rest,
});

export const located = (resources: readonly unknown[]) =>
  resources.map((resource, i) => ({ resource, expression: `prefetch.observations.entry[${i}].resource` }));

export const recordOf = (observations: readonly unknown[], subject: unknown = patient()) => ({
  patientId: 'p',
  patient: { resource: subject, expression: 'prefetch.patient' },
  observations: located(observations),
  now: NOW,
});

export const chartOf = (observations: readonly unknown[], subject: unknown = patient()): PatientChart =>
  unwrap(chartFromFhir(recordOf(observations, subject)));

export const spec = (concept: string, rest: Partial<InputSpec> = {}): InputSpec => ({
  concept,
  required: false,
  comparator: 'reject',
  ...rest,
});

export const readCreatinine = (observations: readonly unknown[], rest: Partial<InputSpec> = {}): Reading =>
  chartOf(observations).read(spec('creatinine', rest));

/** One word for what became of a reading: its value, or the reason that there is none. */
export const outcomeOf = ({ state, input }: Reading): unknown =>
  state === 'used' ? input.value : input.reason;
