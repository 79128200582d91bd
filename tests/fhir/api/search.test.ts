import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bare, device, full, provenance, risk } from '../../store/resources.ts';
import { emptyMembers, violations } from '../validate.ts';
import { many } from './many.ts';
import { type Api, BASE, entriesOf, linkOf, namesOf, problemOf, startApi } from './server.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi([
    ...Object.values(full),
    ...Object.values(bare),
    device('model'),
    device('comma', { modelNumber: 'One, two' }),
    ...many,
  ]);
});
afterAll(() => api.close());

const search = async (query: string, type = 'RiskAssessment') =>
  (await api.get(`${type}?${query}`).expect(200)).body;

const risks = (...numbers: number[]) => numbers.map((n) => `RiskAssessment/r${n}`);

describe('search', () => {
  it('answers with a valid searchset, newest first', async () => {
    const body = await search('subject=Patient/many');
    expect(body).toMatchObject({ resourceType: 'Bundle', type: 'searchset', total: 5 });
    expect(namesOf(body)).toEqual(risks(4, 3, 2, 1, 0));
    for (const entry of entriesOf(body)) {
      expect(entry.search.mode).toBe('match');
      expect(entry.resource).toEqual((await api.follow(entry.fullUrl).expect(200)).body);
    }
    expect(violations(body)).toEqual([]);
  });

  it('answers with no empty members when nothing is found', async () => {
    const body = await search('subject=Patient/nobody');
    expect(body.total).toBe(0);
    expect(body).not.toHaveProperty('entry');
    expect(emptyMembers(body)).toEqual([]);
    expect(violations(body)).toEqual([]);
  });

  it('takes parameters from a form, from the address, or both', async () => {
    const expected = await search('subject=Patient/many&date=ge2026-04');
    const posts = [
      api.form('RiskAssessment/_search', 'subject=Patient%2Fmany&date=ge2026-04'),
      api.form('RiskAssessment/_search?subject=Patient/many', 'date=ge2026-04'),
      api.send('post', 'RiskAssessment/_search?subject=Patient/many&date=ge2026-04'),
    ];
    for (const { status, body } of await Promise.all(posts)) {
      expect(status).toBe(200);
      expect(body).toEqual(expected);
    }
  });

  it('takes a parameter that a form repeats', async () => {
    const form = 'subject=Patient/many&date=ge2026-02&date=lt2026-04';
    const { body } = await api.form('RiskAssessment/_search', form).expect(200);
    expect(namesOf(body)).toEqual(risks(2, 1));
  });

  it('keeps a question mark in a value', async () => {
    expect((await search('identifier=model|1.0.0|abc?d')).total).toBe(0);
    expect((await search('identifier=model|1.0.0|abc')).total).toBe(1);
  });

  it('ignores controls without a value', async () => {
    expect((await search('subject=Patient/many&_sort=&_count=')).total).toBe(5);
  });

  it.each(['patient', 'subject', 'identifier', '_id', 'date'])(
    'refuses %s without a value, which would find the results of others',
    async (name) => {
      const { body } = await api.get(`RiskAssessment?${name}=`).expect(400);
      expect(body.issue[0].expression).toEqual([name]);
    },
  );

  it('takes a backslash before a comma, a bar or itself as part of the value', async () => {
    expect((await search('model=x,one', 'Device')).total).toBe(1);
    expect((await search('model=one\\, two', 'Device')).total).toBe(1);
    expect((await search('model=x\\,one', 'Device')).total).toBe(0);
    expect((await search('identifier=http://example.org/model|mortality\\|1.0.0', 'Device')).total).toBe(1);
  });
});

describe('references', () => {
  it.each([
    'subject=Patient/many',
    'subject=many',
    'patient=many',
    'subject:Patient=many',
    'subject:Patient=Patient/many',
    'subject=Patient/nobody,Patient/many',
    'performer=model',
    'performer=Device/model',
    `performer=${BASE}/Device/model`,
    'performer:Device=model',
  ])('%s finds all five', async (query) => {
    expect((await search(query)).total).toBe(5);
  });

  it.each([
    'subject=Group/many',
    'subject:Group=many',
    'subject=https://elsewhere.example/fhir/Patient/many',
  ])('%s finds none', async (query) => {
    expect((await search(query)).total).toBe(0);
  });

  it('to anything at all need a type', async () => {
    expect((await search('target=RiskAssessment/r2', 'Provenance')).total).toBe(1);
    expect((await search('target:RiskAssessment=r2', 'Provenance')).total).toBe(1);
    const { body } = await api.get('Provenance?target=r1').expect(400);
    expect(problemOf(body)).toEqual({ code: 'invalid-search', expression: 'target' });
  });
});

describe('pages', () => {
  it('have absolute links that work, up to the last', async () => {
    const pages = [await search('subject=Patient/many&_count=2&_sort=date')];
    for (let next = linkOf(pages[0], 'next'); next; next = linkOf(pages.at(-1), 'next'))
      pages.push((await api.follow(next).expect(200)).body);
    expect(pages.map(namesOf)).toEqual([risks(0, 2), risks(1, 4), risks(3)]);
    for (const page of pages) {
      expect(page.total).toBe(5);
      expect((await api.follow(linkOf(page, 'self')!)).body).toEqual(page);
    }
  });

  it('of a posted search are got', async () => {
    const { body } = await api.form('RiskAssessment/_search', 'subject=Patient/many&_count=3').expect(200);
    const rest = await api.follow(linkOf(body, 'next')!).expect(200);
    expect([...namesOf(body), ...namesOf(rest.body)]).toEqual(risks(4, 3, 2, 1, 0));
  });

  it('may start anywhere and be empty', async () => {
    expect(namesOf(await search('subject=Patient/many&_offset=4'))).toEqual(risks(0));
    const beyond = await search('subject=Patient/many&_offset=5');
    expect(beyond.total).toBe(5);
    expect(beyond).not.toHaveProperty('entry');
    expect(linkOf(beyond, 'next')).toBeUndefined();
  });

  it('are left out of a count', async () => {
    for (const query of ['_summary=count', '_count=0']) {
      const body = await search(`subject=Patient/many&_revinclude=Provenance:target&${query}`);
      expect(body.total).toBe(5);
      expect(body).not.toHaveProperty('entry');
      expect(linkOf(body, 'next')).toBeUndefined();
    }
  });

  it('go by several keys', async () => {
    expect(namesOf(await search('subject=Patient/many&_sort=-date'))).toEqual(risks(3, 4, 1, 2, 0));
    expect(namesOf(await search('subject=Patient/many&_sort=probability,-date,date'))).toEqual(
      risks(3, 4, 1, 2, 0),
    );
  });
});

describe('includes', () => {
  it('bring the model once and the Provenance of each match of the page', async () => {
    const query = '_include=RiskAssessment:performer&_revinclude=Provenance:target&_count=2&_sort=date';
    const body = await search(`subject=Patient/many&${query}`);
    const of = (mode: string) => namesOf({ entry: entriesOf(body).filter((e) => e.search.mode === mode) });
    expect(of('match')).toEqual(risks(0, 2));
    expect(of('include').sort()).toEqual(['Device/model', 'Provenance/p0', 'Provenance/p2']);
    expect(body.total).toBe(5);
    expect(violations(body)).toEqual([]);
  });

  it('bring every Provenance, however many there are of one result', async () => {
    const targets = { target: [{ reference: 'RiskAssessment/lonely' }] };
    const signatures = Array.from({ length: 7 }, (_, i) => provenance(`s${i}`, targets));
    await api.store.save([risk('lonely', { subject: { reference: 'Patient/lonely' } }), ...signatures]);
    const body = await search('subject=Patient/lonely&_revinclude=Provenance:target');
    expect(namesOf(body)).toHaveLength(8);
  });

  it('bring nothing when nothing matches', async () => {
    const body = await search('subject=Patient/nobody&_revinclude=Provenance:target');
    expect(body).not.toHaveProperty('entry');
  });

  it.each(['_include=RiskAssessment:subject', '_revinclude=Provenance:agent', '_include=*'])(
    'are refused when they are not listed: %s',
    async (query) => {
      const { body } = await api.get(`RiskAssessment?${query}`).expect(400);
      expect(problemOf(body)).toEqual({ code: 'invalid-search', expression: query.split('=')[0] });
    },
  );
});
