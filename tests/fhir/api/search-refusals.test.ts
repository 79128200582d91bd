import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bare, full } from '../../store/resources.ts';
import { many } from './many.ts';
import { type Api, BASE, linkOf, namesOf, problemOf, startApi } from './server.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi([...Object.values(full), ...Object.values(bare), ...many]);
});
afterAll(() => api.close());

const search = async (query: string) => (await api.get(`RiskAssessment?${query}`).expect(200)).body;

const misunderstood: [query: string, expression: string][] = [
  ['colour=red', 'colour'],
  ['__proto__=1', '__proto__'],
  ['constructor=1', 'constructor'],
  ['subject.name=Alder', 'subject.name'],
  ['_elements=status', '_elements'],
  ['_summary=true', '_summary'],
  ['_count=many', '_count'],
  ['_count=-1', '_count'],
  ['_offset=1.5', '_offset'],
  ['_sort=subject', '_sort'],
  ['_sort=date,-colour', '_sort'],
];

const wrongConditions: [query: string, expression: string][] = [
  ['date=yesterday', 'date'],
  ['date=2026-02-30', 'date'],
  ['date=ap2026', 'date'],
  ['date=ge2026,le2027', 'date'],
  ['probability=high', 'probability'],
  ['probability=Infinity', 'probability'],
  ['probability=0x10', 'probability'],
  ['probability=1e999', 'probability'],
  ['date:exact=2026', 'date:exact'],
  ['subject:identifier=1', 'subject:identifier'],
  ['subject:Device=1', 'subject:Device'],
  ['subject:Patient.name=Alder', 'subject:Patient.name'],
  ['method:in=x', 'method:in'],
  ['method:text=x', 'method:text'],
  ['method:not:not=x', 'method:not:not'],
  ['method:missing=perhaps', 'method:missing'],
  ['method:=x', 'method:'],
];

describe('what is not understood', () => {
  it.each([...misunderstood, ...wrongConditions])('is refused: %s', async (query, expression) => {
    const { body } = await api.get(`RiskAssessment?subject=Patient/many&${query}`).expect(400);
    expect(problemOf(body)).toEqual({ code: 'invalid-search', expression });
    expect(body.issue[0].diagnostics).toMatch(/expected|not supported/);
  });

  it.each(misunderstood)('is left out for a lenient caller, and of the self link: %s', async (query) => {
    const response = await api.get(`RiskAssessment?subject=Patient/many&${query}`, {
      Prefer: 'return=representation, handling=lenient',
    });
    expect(response.status).toBe(200);
    expect(response.body.total).toBe(5);
    expect(linkOf(response.body, 'self')).toBe(`${BASE}/RiskAssessment?subject=Patient%2Fmany`);
  });

  it.each(wrongConditions)('is refused even to a lenient caller when it says what: %s', async (query) => {
    await api.get(`RiskAssessment?${query}`, { Prefer: 'handling=lenient' }).expect(400);
  });

  it('is refused to a strict caller', async () => {
    await api.get('RiskAssessment?colour=red', { Prefer: 'handling=strict' }).expect(400);
  });
});

describe('modifiers', () => {
  it(':missing tells those with a value from those without', async () => {
    expect(namesOf(await search('date:missing=true&subject:missing=true'))).toEqual(['RiskAssessment/bare']);
    expect(namesOf(await search('method:missing=false'))).toEqual(['RiskAssessment/full']);
  });

  it(':not leaves out those that have a token', async () => {
    expect(namesOf(await search('_id:not=full,r0,r1,r2,r3,r4'))).toEqual(['RiskAssessment/bare']);
  });
});
