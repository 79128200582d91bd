import type { Broken } from './broken.ts';

const missing = (of: Broken['of'], element: string): Broken => ({
  name: `no-${element.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`,
  of,
  change: { [element]: undefined },
  at: element,
  says: 'Missing',
});

const concept = (system: string, code: string) => ({ coding: [{ system, code }] });

const PARTICIPANT = 'http://terminology.hl7.org/CodeSystem/provenance-participant-type';

/** Broken Provenance. */
const provenances: readonly Broken[] = [
  missing('provenance', 'target'),
  missing('provenance', 'recorded'),
  missing('provenance', 'activity'),
  missing('provenance', 'agent'),
  {
    name: 'target-is-a-patient',
    of: 'provenance',
    change: { 'target[0].reference': 'Patient/demo-01' },
    at: 'target[0]',
    says: 'Patient',
  },
  {
    name: 'activity-is-delete',
    of: 'provenance',
    change: { activity: concept('http://terminology.hl7.org/CodeSystem/v3-DataOperation', 'DELETE') },
    at: 'activity',
    says: 'pattern',
  },
  {
    name: 'agent-type-is-author',
    of: 'provenance',
    change: { 'agent[0].type': concept(PARTICIPANT, 'author') },
    at: 'agent.type',
    says: 'pattern',
  },
  {
    name: 'agent-is-a-practitioner',
    of: 'provenance',
    change: { 'agent[0].who.reference': 'Practitioner/1' },
    at: 'agent[0].who',
    says: 'Practitioner',
  },
  {
    name: 'entity-is-a-derivation',
    of: 'provenance',
    change: { 'entity[0].role': 'derivation' },
    at: 'entity.role',
    says: 'pattern',
  },
];

const ELEMENTS = ['identifier', 'status', 'deviceName', 'modelNumber', 'type', 'version', 'url', 'note'];

/** Broken Device. */
const devices: readonly Broken[] = [
  ...ELEMENTS.map((element) => missing('device', element)),
  {
    name: 'identifier-of-another-system',
    of: 'device',
    change: { 'identifier[0].system': 'https://example.org/models' },
    at: 'identifier.system',
    says: 'pattern',
  },
  {
    name: 'identifier-without-value',
    of: 'device',
    change: { 'identifier[0].value': undefined },
    at: 'identifier[0].value',
    says: 'Missing',
  },
  {
    name: 'type-is-something-else',
    of: 'device',
    change: { 'type.coding[0].code': 'pacemaker' },
    at: 'type',
    says: 'pattern',
  },
  {
    name: 'status-not-a-code',
    of: 'device',
    change: { status: 'retired' },
    at: 'status',
    says: 'device-status',
  },
];

export const brokenOthers: readonly Broken[] = [...provenances, ...devices];
