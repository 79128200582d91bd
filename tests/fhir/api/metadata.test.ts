import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { searchableTypes, searchParams } from '../../../src/store/search-index.ts';
import { NOW } from '../../store/place.ts';
import { full } from '../../store/resources.ts';
import { emptyMembers, violations } from '../validate.ts';
import { type Api, BASE, namesOf, startApi } from './server.ts';

interface Listed {
  readonly type: keyof typeof full;
  readonly interaction: readonly { readonly code: string }[];
  readonly searchParam: readonly { readonly name: string; readonly type: string }[];
  readonly searchInclude?: readonly string[];
  readonly searchRevInclude?: readonly string[];
}

let api: Api;
/** What can be searched, and so has a full resource. */
let listed: readonly Listed[];
let others: readonly Pick<Listed, 'interaction'>[];
beforeAll(async () => {
  api = await startApi(Object.values(full));
  const all: readonly Listed[] = (await api.get('metadata').expect(200)).body.rest[0].resource;
  listed = all.filter((r) => r.searchParam);
  others = all.filter((r) => !r.searchParam);
});
afterAll(() => api.close());

/** A value of the full resource, by kind of parameter where one does for all. */
const VALUES: Readonly<Record<string, string>> = {
  _id: 'full',
  category: 'cds-feedback',
  code: 'card-feedback',
  'combo-value-concept': 'overridden',
  'component-value-concept': 'already-known',
  focus: 'RiskAssessment/r1',
  'value-concept': 'overridden',
  _lastUpdated: '2026-11-23',
  agent: 'Device/d1',
  author: 'Device/d1',
  related: 'RiskAssessment/r1',
  condition: 'c1',
  date: '2026-11-23',
  'device-name': 'uberlebens',
  encounter: 'Encounter/e1',
  entity: 'Observation/o1',
  identifier: '',
  method: 'cox',
  model: 'nhanes',
  patient: 'p1',
  performer: 'd1',
  probability: '12.3',
  recorded: '2026-11',
  risk: 'high',
  status: 'active',
  subject: 'Patient/p1',
  target: 'RiskAssessment/r1',
  type: 'ai',
};

const IDENTIFIERS: Readonly<Record<string, string>> = {
  RiskAssessment: 'no-system',
  Device: 'mortality\\|1.0.0',
};

/** The same parameter has another value in another type. */
const OF_TYPE: Readonly<Record<string, string>> = {
  'Observation.status': 'final',
  'DocumentReference.status': 'current',
  'DocumentReference.type': 'picture',
};

describe('metadata', () => {
  it('is a valid R4 CapabilityStatement', async () => {
    const { body } = await api.get('metadata').expect(200);
    expect(body).toMatchObject({
      resourceType: 'CapabilityStatement',
      kind: 'instance',
      fhirVersion: '4.0.1',
      date: NOW,
      implementation: { url: BASE },
    });
    expect(violations(body)).toEqual([]);
    expect(emptyMembers(body)).toEqual([]);
  });

  it('lists search parameters of R4 that work', async () => {
    expect(listed.map((r) => r.type).sort()).toEqual([...searchableTypes].sort());
    for (const { type, searchParam } of listed) {
      for (const { name, type: kind } of searchParam) {
        expect(searchParams(type)!.get(name)?.kind, name).toBe(kind);
        const value =
          name === 'identifier' ? IDENTIFIERS[type]! : (OF_TYPE[`${type}.${name}`] ?? VALUES[name]!);
        const { body } = await api.get(`${type}?${name}=${encodeURIComponent(value)}`).expect(200);
        expect(namesOf(body), `${type}?${name}=${value}`).toEqual([`${type}/full`]);
        const none = await api.get(`${type}?${name}:missing=true`).expect(200);
        expect(none.body.total, `${type}?${name}:missing=true`).toBe(0);
      }
    }
  });

  it('lists every search parameter there is', () => {
    for (const { type, searchParam } of listed)
      expect(searchParam.map((p) => p.name).sort()).toEqual([...searchParams(type)!.keys()].sort());
  });

  it('lists interactions that work, and no other works', async () => {
    for (const { type, interaction } of listed) {
      expect(interaction.map((i) => i.code).sort()).toEqual([
        'history-instance',
        'read',
        'search-type',
        'vread',
      ]);
      for (const path of [type, `${type}/full`, `${type}/full/_history`, `${type}/full/_history/1`])
        await api.get(path).expect(200);
      for (const path of [`${type}/_history`, '_history', `${type}/full/$everything`])
        await api.get(path).expect(404);
      await api.send('post', type).send({}).expect(405);
      await api.send('put', `${type}/full`).send({}).expect(405);
    }
  });

  it('lists content, which is read and not searched', () => {
    expect(others).toEqual([
      expect.objectContaining({
        type: 'Binary',
        interaction: [{ code: 'read' }, { code: 'vread' }, { code: 'history-instance' }],
      }),
    ]);
  });

  it('lists includes that work', async () => {
    for (const { type, searchInclude = [], searchRevInclude = [] } of listed) {
      for (const include of searchInclude) await api.get(`${type}?_include=${include}`).expect(200);
      for (const include of searchRevInclude) await api.get(`${type}?_revinclude=${include}`).expect(200);
    }
    expect(listed.find((r) => r.type === 'RiskAssessment')).toMatchObject({
      searchInclude: ['RiskAssessment:performer'],
      searchRevInclude: ['Provenance:target', 'Observation:focus'],
    });
    expect(listed.find((r) => r.type === 'Observation')).toMatchObject({
      searchInclude: ['Observation:focus'],
    });
  });

  it('does not list a type that is not kept', async () => {
    for (const type of ['Patient', 'Condition', 'AuditEvent', 'toString', '__proto__'])
      await api.get(type).expect(404);
  });
});
