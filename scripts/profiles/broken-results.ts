import type { Broken } from './broken.ts';

const label = (code: string) => [
  { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code },
];

/** Broken around the prediction: who, when, by what, and in which state. */
export const brokenResults: readonly Broken[] = [
  { name: 'no-meta', of: 'prediction', change: { meta: undefined }, at: 'meta', says: 'Missing' },
  {
    name: 'no-security-label',
    of: 'prediction',
    change: { 'meta.security': undefined },
    at: 'meta.security',
    says: 'Missing',
  },
  {
    name: 'other-security-label',
    of: 'prediction',
    change: { 'meta.security': label('MASKED') },
    at: 'meta.security',
    says: 'aiAsserted',
  },
  {
    name: 'no-identifier',
    of: 'prediction',
    change: { identifier: undefined },
    at: 'identifier',
    says: 'Missing',
  },
  {
    name: 'two-identifiers',
    of: 'prediction',
    change: {
      'identifier[1]': { system: 'https://kairos-cds.github.io/fhir/NamingSystem/result', value: '2' },
    },
    at: 'identifier',
    says: '1..1',
  },
  {
    name: 'identifier-of-another-system',
    of: 'prediction',
    change: { 'identifier[0].system': 'https://example.org/results' },
    at: 'identifier.system',
    says: 'pattern',
  },
  {
    name: 'identifier-without-value',
    of: 'prediction',
    change: { 'identifier[0].value': undefined },
    at: 'identifier[0].value',
    says: 'Missing',
  },
  {
    name: 'status-preliminary',
    of: 'prediction',
    change: { status: 'preliminary' },
    at: 'status',
    says: 'result-status',
  },
  {
    name: 'status-not-a-code',
    of: 'prediction',
    change: { status: 'done' },
    at: 'status',
    says: 'result-status',
  },
  { name: 'no-method', of: 'prediction', change: { method: undefined }, at: 'method', says: 'Missing' },
  {
    name: 'method-without-version',
    of: 'prediction',
    change: { 'method.coding[0].version': undefined },
    at: 'method',
    says: 'kra-4',
  },
  {
    name: 'subject-is-a-group',
    of: 'prediction',
    change: { 'subject.reference': 'Group/1' },
    at: 'subject',
    says: 'Group',
  },
  {
    name: 'no-occurrence',
    of: 'prediction',
    change: { occurrenceDateTime: undefined },
    at: 'occurrence[x]',
    says: 'Missing',
  },
  {
    name: 'occurrence-is-a-period',
    of: 'prediction',
    change: { occurrenceDateTime: undefined, occurrencePeriod: { start: '2026-01-15' } },
    at: 'occurrencePeriod',
    says: 'occurrenceDateTime',
  },
  {
    name: 'no-performer',
    of: 'prediction',
    change: { performer: undefined },
    at: 'performer',
    says: 'Missing',
  },
  {
    name: 'performer-is-a-practitioner',
    of: 'prediction',
    change: { 'performer.reference': 'Practitioner/1' },
    at: 'performer',
    says: 'Practitioner',
  },
  {
    name: 'final-without-prediction',
    of: 'prediction',
    change: { prediction: undefined },
    at: '',
    says: 'kra-1',
  },
  {
    name: 'cancelled-with-prediction',
    of: 'prediction',
    change: { status: 'cancelled' },
    at: '',
    says: 'kra-2',
  },
  { name: 'cancelled-without-note', of: 'abstention', change: { note: undefined }, at: '', says: 'kra-3' },
  {
    name: 'unknown-element',
    of: 'abstention',
    change: { probability: 12 },
    at: 'probability',
    says: 'additional',
  },
  {
    name: 'extension-that-is-not-defined',
    of: 'abstention',
    change: {
      'extension[0]': {
        url: 'https://kairos-cds.github.io/fhir/StructureDefinition/mood',
        valueCode: 'good',
      },
    },
    at: 'extension[0].url',
    says: 'defined',
  },
  {
    name: 'input-not-used-without-required',
    of: 'abstention',
    change: { 'extension[0].extension[2]': { url: 'reason', valueCode: 'none' } },
    at: 'extension[0].extension',
    says: "'required'",
  },
  {
    name: 'input-not-used-for-no-known-reason',
    of: 'abstention',
    change: { 'extension[0].extension[1].valueCode': 'forgotten' },
    at: 'extension[0].extension[1].value[x]',
    says: 'input-not-used-reason',
  },
];
