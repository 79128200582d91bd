import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ageAt } from '../../src/chart/age.ts';
import { chartOf, coded, observation, outcomeOf, patient, spec } from './records.ts';

const read = (concept: string, rest: object, observations: object[] = []) =>
  chartOf(observations, patient(rest)).read(spec(concept, { window: 'P1D' }));

describe('age', () => {
  it.each([
    ['1963-05-04', '2026-05-03T23:59:59Z', 62],
    ['1963-05-04', '2026-05-04T00:00:00Z', 63],
    ['1963-05', '2026-05-01T00:00:00Z', 63],
    ['1963', '2026-01-01T00:00:00Z', 63],
    ['2000-02-29', '2025-02-28T23:59:59Z', 24],
    ['2000-02-29', '2025-03-01T00:00:00Z', 25],
    ['2000-02-29', '2024-02-29T00:00:00Z', 24],
    ['2026-11-23', '2026-11-23T12:00:00Z', 0],
  ])('of somebody born %s is at %s %d completed years', (birthDate, now, years) => {
    expect(ageAt(birthDate, new Date(now))).toBe(years);
  });

  it('grows by one on birthdays and on no other day', () => {
    const at = (day: number) => ageAt('1920-02-29', new Date(Date.UTC(1920, 1, 29 + day)));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), (day) => {
        expect([0, 1]).toContain(at(day + 1) - at(day));
        expect(Math.abs(at(day) + 0.5 - day / 365.25)).toBeLessThan(0.51);
      }),
    );
  });

  it('names the Patient as its source and has no date', () => {
    const { input } = read('age', { meta: { versionId: '7' } });
    expect(input).toEqual({
      concept: 'age',
      value: 63,
      unit: 'a',
      source: 'Patient/p/_history/7',
    });
  });

  it.each([
    ['no birth date', undefined, 'none'],
    ['a birth in the future', '2027-01-01', 'future-dated'],
    ['a birth long ago', '1850-01-01', 'implausible'],
  ])('of %s is not known', (_, birthDate, reason) => {
    expect(outcomeOf(read('age', { birthDate }))).toBe(reason);
  });

  it('is never below zero for a birth that the time zone makes tomorrow', () => {
    expect(outcomeOf(read('age', { birthDate: '2026-11-24' }))).toBe(0);
  });
});

describe('sex', () => {
  const birthSex = (valueCode: unknown) => ({
    extension: [{ url: 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex', valueCode }],
  });
  const observed = (code: string) => observation(coded(code), '76689-9');

  it.each([
    ['the extension before everything', birthSex('M'), [observed('LA3-6')], 'male'],
    ['the Observation before gender', {}, [observed('LA2-8')], 'male'],
    ['the Observation where the extension does not know', birthSex('UNK'), [observed('LA2-8')], 'male'],
    ['gender where nothing else is there', {}, [], 'female'],
    [
      'gender where the Observation was in error',
      {},
      [{ ...observed('LA2-8'), status: 'entered-in-error' }],
      'female',
    ],
    ['neither, where the extension says other', birthSex('OTH'), [observed('LA2-8')], 'unknown-code'],
    ['neither, where the Observation has another answer', {}, [observed('LA0')], 'unknown-code'],
    ['neither, where gender is other', { gender: 'other' }, [], 'unknown-code'],
    ['neither, where gender is unknown', { gender: 'unknown' }, [], 'unknown-code'],
    ['nothing, where nothing is there', { gender: undefined }, [], 'none'],
    ['gender, where the code is a name of an object member', birthSex('constructor'), [], 'female'],
  ])('is %s', (_, rest, observations, expected) => {
    expect(outcomeOf(read('sex', rest, observations))).toBe(expected);
  });

  it('names its source', () => {
    expect(read('sex', {}).input).toEqual({ concept: 'sex', value: 'female', source: 'Patient/p' });
    const old = { ...observed('LA2-8'), effectiveDateTime: '1990' };
    expect(read('sex', {}, [old]).input).toEqual({ concept: 'sex', value: 'male', source: 'Observation/o' });
  });
});

describe('deceased', () => {
  it.each([
    ['a date', { deceasedDateTime: '2026-10-01' }, true],
    ['true', { deceasedBoolean: true }, true],
    ['false', { deceasedBoolean: false }, false],
    ['nothing', {}, 'none'],
  ])('from %s', (_, rest, expected) => {
    expect(outcomeOf(read('deceased', rest))).toBe(expected);
  });
});
