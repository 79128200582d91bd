import { describe, expect, it } from 'vitest';
import { parseFhir } from '../../../src/cds-hooks/integrator/files.ts';
import { evaluate } from '../../../src/cds-hooks/integrator/local-search.ts';
import { fill } from '../../../src/cds-hooks/integrator/tokens.ts';

const observation = (id: string, code: string, date: string, more: object = {}) => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  subject: { reference: 'Patient/p1' },
  code: { coding: [{ system: 'http://loinc.org', code }] },
  effectiveDateTime: date,
  ...more,
});

const FILES = [
  { resourceType: 'Patient', id: 'p1', gender: 'female' },
  observation('a', '2160-0', '2026-01-01'),
  observation('b', '2160-0', '2026-03-01T08:00:00Z'),
  observation('c', '718-7', '2026-02-01', { category: [{ coding: [{ code: 'laboratory' }] }] }),
  observation('d', '2160-0', '2026-02-02', { subject: { reference: 'Patient/p2' } }),
  { resourceType: 'Condition', id: 'e', subject: { reference: 'Patient/p1' }, recordedDate: '2025' },
  { resourceType: 'ImagingStudy', id: 'f', subject: { reference: 'Patient/p1' }, started: '2026-01-01' },
  { resourceType: 'ImagingStudy', id: 'g', subject: { reference: 'Patient/p1' }, started: '2026-02-01' },
];

const idsOf = (query: string): unknown => {
  const found = evaluate(query, FILES);
  if (!found.ok) return found.error;
  return ((found.value as { entry?: { resource: { id: string } }[] }).entry ?? []).map((e) => e.resource.id);
};

describe('a template over files', () => {
  it('reads one resource', () => {
    expect(evaluate('Patient/p1', FILES)).toEqual({ ok: true, value: FILES[0] });
    expect(evaluate('Patient/p9', FILES)).toEqual({ ok: false, error: 'the files hold no such Patient' });
  });

  it.each([
    ['Observation?patient=p1&code=http://loinc.org|2160-0', ['a', 'b']],
    ['Observation?patient=Patient/p1&code=http://loinc.org|2160-0,http://loinc.org|718-7', ['a', 'b', 'c']],
    ['Observation?subject=Patient/p2', ['d']],
    ['Observation?patient=p1&code=2160-0&_sort=-date&_count=1', ['b']],
    ['Observation?patient=p1&_sort=date', ['a', 'c', 'b']],
    ['Observation?code=|2160-0', []],
    ['Observation?code=http%3A%2F%2Floinc.org%7C718-7', ['c']],
    ['Observation?code=http://loinc.org|', ['a', 'b', 'c', 'd']],
    ['Observation?category=laboratory', ['c']],
    ['Observation?date=ge2026-02&date=lt2026-03', ['c', 'd']],
    ['Observation?date=2026-03-01', ['b']],
    ['Observation?status=final,amended&_id=a,c', ['a', 'c']],
    ['Condition?patient=p1', ['e']],
    ['ImagingStudy?patient=p1&_sort=-started&_count=10', ['g', 'f']],
  ])('%s', (query, ids) => {
    expect(idsOf(query)).toEqual(ids);
  });

  it('has no empty entry, and counts what there is beyond the page', () => {
    expect(evaluate('Condition?patient=p2', FILES)).toEqual({
      ok: true,
      value: { resourceType: 'Bundle', type: 'searchset', total: 0 },
    });
    expect(evaluate('Observation?patient=p1&_count=1', FILES)).toMatchObject({ value: { total: 3 } });
  });

  it.each([
    ['Observation?code:in=http://example.org/vs', 'code:in'],
    ['Observation?value-quantity=5', 'value-quantity'],
    ['Observation?_sort=code', '_sort=code'],
    ['Observation?code=%E0%A4%A', 'percent-encoding'],
    ['https://example.org/Observation', 'only reads and searches'],
  ])('%s says what cannot be done', (query, why) => {
    expect(idsOf(query)).toContain(why);
  });
});

describe('tokens', () => {
  const context = { patientId: 'p/1', userId: 'PractitionerRole/r1', draftOrders: {}, count: 3 };

  it.each([
    ['Patient/{{context.patientId}}', 'Patient/p%2F1'],
    ['PractitionerRole/{{ userPractitionerRoleId }}', 'PractitionerRole/r1'],
    ['Task?x={{context.count}}&y={{context.count}}', 'Task?x=3&y=3'],
  ])('%s are filled', (template, url) => {
    expect(fill(template, context)).toEqual({ ok: true, value: url });
  });

  it.each([
    'context.encounterId',
    'userPractitionerId',
    'context.draftOrders',
    'context.toString',
    'today()',
  ])('%s is not in the context', (token) => {
    expect(fill(`Task/{{${token}}}`, context)).toEqual({ ok: false, error: token });
  });
});

describe('FHIR files', () => {
  const [patient, a] = FILES;

  it.each([
    ['a resource', JSON.stringify(patient), 1],
    [
      'a Bundle',
      JSON.stringify({ resourceType: 'Bundle', entry: [{ resource: patient }, { resource: a }] }),
      2,
    ],
    ['a list', JSON.stringify([patient, a]), 2],
    ['NDJSON', `${JSON.stringify(patient)}\r\n\n${JSON.stringify(a)}\n`, 2],
  ])('may be %s', (_, text, count) => {
    expect(parseFhir(text)).toHaveLength(count);
  });

  it.each(['', 'not json', '{"resourceType": 1}', '[1]', `${JSON.stringify(patient)}\nbroken`, '{}'])(
    'are not %j',
    (text) => {
      expect(parseFhir(text)).toBeUndefined();
    },
  );
});
