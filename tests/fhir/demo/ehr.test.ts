import { resolve } from 'node:path';
import type { Observation, Resource } from '@medplum/fhirtypes';
import { beforeAll, describe, expect, it } from 'vitest';
import { createDemoEhr, loadDemoPatients } from '../../../src/fhir/demo/index.ts';
import { client, entriesOf, linkOf, namesOf, problemOf } from '../api/server.ts';
import { emptyMembers, violations } from '../validate.ts';

const BASE = 'http://127.0.0.1:8080/demo/fhir';

let ehr: ReturnType<typeof client>;
let observations: readonly Observation[];
let all: readonly Resource[];
beforeAll(async () => {
  const directory = resolve(import.meta.dirname, '../../../demo/patients');
  all = await loadDemoPatients({ directory, now: new Date('2026-01-15') });
  observations = all.filter((r): r is Observation => r.resourceType === 'Observation');
  ehr = client(createDemoEhr({ resources: async () => all, baseUrl: BASE }), BASE);
});

const search = async (query: string, type = 'Observation') =>
  (await ehr.get(`${type}?${query}`).expect(200)).body;

const names = (list: readonly Resource[]) => list.map((r) => `${r.resourceType}/${r.id}`);

const isOf = (patient: string) => (o: Observation) => o.subject?.reference === `Patient/${patient}`;
const hasCode = (code: string) => (o: Observation) =>
  [o, ...(o.component ?? [])].some((node) => node.code.coding?.[0]?.code === code);

describe('demo EHR', () => {
  it('reads a resource', async () => {
    const response = await ehr.get('Patient/demo-05').expect(200);
    expect(response.headers['content-type']).toBe('application/fhir+json; charset=utf-8');
    expect(response.body).toMatchObject({
      resourceType: 'Patient',
      id: 'demo-05',
      name: [{ family: 'Elm' }],
    });
    expect((await ehr.get('Observation/demo-05-01').expect(200)).body.subject.reference).toBe(
      'Patient/demo-05',
    );
    await ehr.send('head', 'Patient/demo-05').expect(200);
  });

  it.each([
    'Patient/nobody',
    'Patient/demo-05-01',
    'Immunization',
    'Condition/demo-05',
    'Patient/demo-05/_history/1',
    'toString',
    '',
  ])('finds nothing at "%s"', async (path) => {
    expect(problemOf((await ehr.get(path).expect(404)).body).code).toBe('not-found');
  });

  it.each(['patient=demo-05', 'patient=Patient/demo-05', 'subject=Patient/demo-05', 'subject=demo-05'])(
    'finds the tests of a patient: %s',
    async (query) => {
      const body = await search(query);
      expect(namesOf(body)).toEqual(names(observations.filter(isOf('demo-05'))));
      expect(body.total).toBe(entriesOf(body).length);
    },
  );

  it('finds tests by a list of codes, with and without system, in components too', async () => {
    const expected = observations
      .filter(isOf('demo-05'))
      .filter((o) => hasCode('788-0')(o) || hasCode('8480-6')(o));
    expect(expected).toHaveLength(2);
    for (const codes of [
      'http://loinc.org|788-0,http://loinc.org|8480-6',
      '8480-6,788-0',
      'x,788-0,8480-6',
    ]) {
      expect(namesOf(await search(`patient=demo-05&code=${codes}`))).toEqual(names(expected));
    }
    expect((await search('code=http://snomed.info/sct|788-0')).total).toBe(0);
  });

  it.each(['Condition', 'MedicationRequest'])('knows that nobody has a %s', async (type) => {
    expect(await search('patient=Patient/demo-05&_count=500', type)).toMatchObject({ total: 0 });
  });

  it('finds Conditions and orders of a patient', async () => {
    const subject = { reference: 'Patient/p' };
    const resources = [
      { resourceType: 'Condition', id: 'c', subject, code: { coding: [{ system: 's', code: 'I50' }] } },
      { resourceType: 'MedicationRequest', id: 'm1', subject, status: 'active', intent: 'order' },
      { resourceType: 'MedicationRequest', id: 'm2', subject, status: 'stopped', intent: 'order' },
    ] as Resource[];
    const other = client(createDemoEhr({ resources: async () => resources, baseUrl: BASE }), BASE);
    const found = async (query: string) => namesOf((await other.get(query).expect(200)).body);
    expect(await found('Condition?patient=p&code=s|I50&_count=500')).toEqual(['Condition/c']);
    expect(await found('Condition?patient=q')).toEqual([]);
    expect(await found('MedicationRequest?patient=Patient/p&status=active')).toEqual([
      'MedicationRequest/m1',
    ]);
  });

  it('finds tests by category', async () => {
    const system = 'http://terminology.hl7.org/CodeSystem/observation-category';
    const vital = await search('patient=demo-05&category=vital-signs');
    expect(vital.total).toBeGreaterThan(2);
    expect(await search(`patient=demo-05&category=${system}|vital-signs`)).toMatchObject({
      entry: vital.entry,
    });
    const both = await search('patient=demo-05&category=vital-signs,laboratory,survey');
    expect(both.total).toBe(observations.filter(isOf('demo-05')).length);
    expect((await search('category=imaging')).total).toBe(0);
  });

  /** The tests of demo-05 were on 2026-01-10. */
  const onTenth: [query: string, isFound: boolean][] = [
    ['date=2026-01-10', true],
    ['date=eq2026-01', true],
    ['date=2026', true],
    ['date=2026-01-11', false],
    ['date=ne2026-01-10', false],
    ['date=ge2026-01-10', true],
    ['date=ge2026-01-10T12:00:00Z', true],
    ['date=ge2026-01-11', false],
    ['date=gt2026-01-09', true],
    ['date=gt2026-01-10', false],
    ['date=gt2026-01', false],
    ['date=le2026-01-10', true],
    ['date=le2026-01', true],
    ['date=le2026-01-09', false],
    ['date=lt2026-01-11', true],
    ['date=lt2026-01-10', false],
    ['date=lt2026', false],
    ['date=2025,2026-01-10', true],
    ['date=gt2026-01-01&date=lt2026-01-09', false],
  ];
  it.each(onTenth)('finds tests by date: %s %s', async (query, isFound) => {
    const { total } = await search(`patient=demo-05&${query}`);
    expect(total > 0).toBe(isFound);
  });

  it.each([
    ['Elm', ['Patient/demo-05']],
    ['demo%20elm', ['Patient/demo-05']],
    ['elm,FIR', ['Patient/demo-05', 'Patient/demo-06']],
    ['lm', []],
  ])('finds patients by the start of a name: %s', async (name, expected) => {
    expect(namesOf(await search(`name=${name}`, 'Patient'))).toEqual(expected);
  });

  it('finds patients by gender and id', async () => {
    const women = await search('gender=female', 'Patient');
    const men = await search('gender=male', 'Patient');
    expect(women.total + men.total).toBe(14);
    expect(women.total).toBeGreaterThan(5);
    expect(namesOf(await search('_id=demo-03&gender=female', 'Patient'))).toEqual(['Patient/demo-03']);
    expect((await search('_id=demo-03&gender=male', 'Patient')).total).toBe(0);
  });

  it('gives everything page by page', async () => {
    const pages = [await search('patient=demo-01&_count=10')];
    for (let next = linkOf(pages[0], 'next'); next; next = linkOf(pages.at(-1), 'next'))
      pages.push((await ehr.follow(next).expect(200)).body);
    expect(pages.map((p) => entriesOf(p).length)).toEqual([10, 10, 5]);
    expect(pages.flatMap(namesOf)).toEqual(names(observations.filter(isOf('demo-01'))));
    for (const page of pages) expect(page.total).toBe(25);
    expect((await ehr.follow(linkOf(pages[1], 'self')!)).body).toEqual(pages[1]);
  });

  it('counts without entries, and has no empty members', async () => {
    const body = await search('_count=0');
    expect(body.total).toBe(observations.length);
    for (const nothing of [body, await search('patient=nobody')]) {
      expect(nothing).not.toHaveProperty('entry');
      expect(emptyMembers(nothing)).toEqual([]);
    }
    expect(linkOf((await ehr.get('Patient')).body, 'self')).toBe(`${BASE}/Patient`);
  });

  it('sorts by date', async () => {
    const dates = async (sort: string) =>
      entriesOf(await search(`_sort=${sort}&_count=500`)).map(
        ({ resource }) => (resource as unknown as Observation).effectiveDateTime!,
      );
    const ascending = observations.map((o) => o.effectiveDateTime!).sort();
    expect(await dates('date')).toEqual(ascending);
    expect(await dates('-date')).toEqual(ascending.toReversed());
  });

  it('answers a posted search like a got one', async () => {
    const query = 'patient=demo-05&code=http%3A%2F%2Floinc.org%7C788-0%2C2160-0&_count=1';
    const got = await search(query);
    const { body } = await ehr.form('Observation/_search', query).expect(200);
    expect(body).toEqual(got);
    expect(entriesOf(body)).toHaveLength(1);
    const { status } = await ehr
      .send('post', 'Observation/_search')
      .type('json')
      .send('{"patient":"demo-05"}');
    expect(status).toBe(415);
  });

  it.each(['colour=red', 'patient.name=Elm', 'date=yesterday', 'date=2026-01-1', '_count=all', '_sort=code'])(
    'refuses what it does not understand: %s',
    async (query) => {
      const { body } = await ehr.get(`Observation?${query}`).expect(400);
      expect(body.resourceType).toBe('OperationOutcome');
      expect(problemOf(body)).toEqual({ code: 'invalid-search', expression: query.split('=')[0] });
    },
  );

  it.each(['post', 'put', 'patch', 'delete'] as const)('is not written: %s', async (method) => {
    const response = await ehr.send(method, 'Observation').send({}).expect(405);
    expect(response.body.resourceType).toBe('OperationOutcome');
    expect(response.headers.allow).toBe('GET, HEAD');
  });

  it('refuses other formats and malformed addresses', async () => {
    await ehr.get('Patient', { Accept: 'application/fhir+xml' }).expect(406);
    await ehr.get('Patient?_format=xml').expect(406);
    await ehr.get('Patient?_format=json').expect(200);
    await ehr.get('Patient/%ff').expect(400);
  });

  it('says honestly what it does', async () => {
    const { body } = await ehr.get('metadata').expect(200);
    expect(violations(body)).toEqual([]);
    expect(body.implementation.url).toBe(BASE);
    const listed: { type: string; interaction: object[]; searchParam: { name: string }[] }[] =
      body.rest[0].resource;
    expect(listed.map((r) => r.type)).toEqual([
      'Patient',
      'Observation',
      'Condition',
      'MedicationRequest',
      'Encounter',
      'ImagingStudy',
      'Endpoint',
    ]);
    for (const { type, interaction, searchParam } of listed) {
      expect(interaction).toEqual([{ code: 'read' }, { code: 'search-type' }]);
      for (const { name } of searchParam) {
        const { body: none } = await ehr.get(`${type}?${name}=1900`).expect(200);
        expect(none.total, `${type}?${name}`).toBe(0);
      }
    }
  });
});
