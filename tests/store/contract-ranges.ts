import { describe, expect, it } from 'vitest';
import type { SearchCondition } from '../../src/store/contract.ts';
import { type CreatePlace, holding } from './place.ts';
import { risk } from './resources.ts';

type Op = SearchCondition['op'];

const DATES = {
  year: '2026',
  month: '2026-11',
  day: '2026-11-23',
  second: '2026-11-23T10:30:00Z',
  next: '2026-12-01',
};

/** By hand, from https://hl7.org/fhir/R4/search.html#prefix. */
const DATE_CASES: [Op, string, string][] = [
  ['eq', '2026', 'day month next second year'],
  ['eq', '2026-11', 'day month second'],
  ['eq', '2026-11-23', 'day second'],
  ['eq', '2026-11-23T10:30', 'second'],
  ['eq', '2026-11-23T11:30:00+01:00', 'second'],
  ['eq', '2026-11-23T10:30:01Z', ''],
  ['eq', '2026-12-01,2026-11-23T10:30:00Z', 'next second'],
  ['ne', '2026-11', 'next year'],
  ['gt', '2026-11-23', 'month next year'],
  ['gt', '2026-11', 'next year'],
  ['gt', '2026', ''],
  ['ge', '2026-11-23', 'day month next second year'],
  ['ge', '2026-12', 'next'],
  ['ge', '2027', ''],
  ['lt', '2026-11-23', 'month year'],
  ['lt', '2026-12', 'day month second year'],
  ['lt', '2026', ''],
  ['le', '2026-11-23', 'day month second year'],
  ['le', '2026', 'day month next second year'],
  ['le', '2025', ''],
  ['eq', 'yesterday', ''],
];

const NUMBERS = { twelve: [12], more: [12.3], half: [12.5], high: [87.04], two: [3, 60] };

/** By hand, from https://hl7.org/fhir/R4/search.html#number: 12 is 11.5 up to 12.5. */
const NUMBER_CASES: [Op, string, string][] = [
  ['eq', '12', 'more twelve'],
  ['eq', '12.0', 'twelve'],
  ['eq', '12.3', 'more'],
  ['eq', '12.30', 'more'],
  ['eq', '13', 'half'],
  ['eq', '1.2e1', 'more twelve'],
  ['eq', '90', ''],
  ['eq', '9e1', 'high'],
  ['ne', '12', 'half high two'],
  ['gt', '12.3', 'half high two'],
  ['ge', '12.5', 'half high two'],
  ['lt', '12', 'two'],
  ['le', '12', 'twelve two'],
  ['gt', '87.04', ''],
  ['eq', 'twelve', ''],
];

export function describeDates(createPlace: CreatePlace): void {
  describe('dates (intervals of what is known of them)', () => {
    const { find, idsOf } = holding(createPlace, [
      ...Object.entries(DATES).map(([id, occurrenceDateTime]) => risk(id, { occurrenceDateTime })),
      risk('none'),
    ]);

    it.each(DATE_CASES)('%s %s finds %s', async (op, values, expected) => {
      expect((await find('date', op, values.split(','))).sort()).toEqual(expected.split(' ').filter(Boolean));
    });

    it('sorts ascending by begin and descending by end, those without last', async () => {
      const by = (descending: boolean) => idsOf({ sort: [{ param: 'date', descending }] });
      expect(await by(false)).toEqual(['year', 'month', 'day', 'second', 'next', 'none']);
      expect(await by(true)).toEqual(['year', 'next', 'month', 'day', 'second', 'none']);
    });
  });
}

export function describeNumbers(createPlace: CreatePlace): void {
  describe('numbers (as exact as they are written)', () => {
    const { find, idsOf } = holding(createPlace, [
      ...Object.entries(NUMBERS).map(([id, list]) =>
        risk(id, { prediction: list.map((probabilityDecimal) => ({ probabilityDecimal })) }),
      ),
      risk('none'),
    ]);

    it.each(NUMBER_CASES)('%s %s finds %s', async (op, value, expected) => {
      expect((await find('probability', op, [value])).sort()).toEqual(expected.split(' ').filter(Boolean));
    });

    it('sorts ascending by the least and descending by the greatest, those without last', async () => {
      const by = (descending: boolean) => idsOf({ sort: [{ param: 'probability', descending }] });
      expect(await by(false)).toEqual(['two', 'twelve', 'more', 'half', 'high', 'none']);
      expect(await by(true)).toEqual(['high', 'two', 'half', 'more', 'twelve', 'none']);
    });
  });
}
