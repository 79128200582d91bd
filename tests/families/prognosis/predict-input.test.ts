import { describe, expect, it } from 'vitest';
import { chartOfInput } from '../../../src/families/prognosis/predict-input.ts';
import { unwrap } from '../../../src/kernel/result.ts';

const READ_AT = new Date('2026-11-23T00:00:00Z');

const patient = { resource: { resourceType: 'Patient', id: 'p', gender: 'female', birthDate: '1963-05-04' } };
const bundle = { resourceType: 'Bundle', entry: [patient] };

const read = (input: unknown, concept: string) =>
  unwrap(chartOfInput(input, READ_AT)).read({ concept, required: true, comparator: 'reject' });

const problemOf = (input: unknown) => {
  const result = chartOfInput(input, READ_AT);
  return result.ok ? 'none' : `${result.error.code}: ${result.error.message}`;
};

describe('the input of kairos predict', () => {
  it('is values, with units and dates where they are given', () => {
    const values = { age: 63, creatinine: { value: 88.4, unit: 'umol/L', date: '2026-11-01' } };
    expect(read({ values }, 'creatinine')).toMatchObject({
      state: 'used',
      input: { value: expect.closeTo(1, 2), unit: 'mg/dL', date: '2026-11-01' },
    });
  });

  it('is a Bundle', () => {
    expect(read(bundle, 'age')).toMatchObject({ state: 'used', input: { value: 63 } });
  });

  it('may say when it is to be read', () => {
    expect(unwrap(chartOfInput(bundle, READ_AT)).now).toEqual(READ_AT);
    const now = '2020-01-01T00:00:00Z';
    expect(read({ now, bundle }, 'age')).toMatchObject({ input: { value: 56 } });
    expect(unwrap(chartOfInput({ now, values: {} }, READ_AT)).now).toEqual(new Date(now));
  });

  it.each<[string, unknown, RegExp]>([
    ['nothing', {}, /expected a FHIR Bundle, .*"values"/],
    ['null', null, /expected a FHIR Bundle/],
    ['a list', [1], /expected a FHIR Bundle/],
    ['another resource', { resourceType: 'Patient' }, /resourceType/],
    ['a Bundle without entries', { resourceType: 'Bundle' }, /entry/],
    ['a Bundle without a Patient', { resourceType: 'Bundle', entry: [] }, /exactly one Patient/],
    ['two Patients', { resourceType: 'Bundle', entry: [patient, patient] }, /exactly one Patient/],
    ['an unknown concept', { values: { agge: 63 } }, /no concept agge/],
    ['a value that is none', { values: { age: [63] } }, /values\.age/],
    ['an unknown member', { values: { age: { value: 63, when: 'today' } } }, /values\.age/],
    ['a time that is none', { now: 'yesterday', values: {} }, /now/],
  ])('is refused with a reason when it is %s', (_, input, reason) => {
    expect(problemOf(input)).toMatch(/^invalid-data: /);
    expect(problemOf(input)).toMatch(reason);
  });

  it('is refused without repeating what is in it', () => {
    expect(problemOf({ values: { age: { value: { name: 'Mallory' } } } })).not.toContain('Mallory');
    expect(problemOf({ resourceType: 'Bundle', entry: [{ resource: 'Mallory' }] })).not.toContain('Mallory');
  });
});
