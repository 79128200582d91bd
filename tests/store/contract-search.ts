import { describe, expect, it } from 'vitest';
import type { SearchRequest } from '../../src/store/contract.ts';
import { type CreatePlace, holding } from './place.ts';
import { risk } from './resources.ts';

export function describeConditions(createPlace: CreatePlace): void {
  describe('several conditions', () => {
    const { find, idsOf } = holding(createPlace, [
      risk('a', { subject: { reference: 'Patient/1' }, occurrenceDateTime: '2026-01-01' }),
      risk('b', { subject: { reference: 'Patient/1' }, occurrenceDateTime: '2026-02-01' }),
      risk('c', { subject: { reference: 'Patient/2' }, occurrenceDateTime: '2026-02-01' }),
    ]);
    const subject = { param: 'subject', values: ['Patient/1'], op: 'eq' } as const;

    it('all hold, whichever comes first', async () => {
      const date = { param: 'date', values: ['2026-02'], op: 'ge' } as const;
      expect(await idsOf({ conditions: [subject, date] })).toEqual(['b']);
      expect(await idsOf({ conditions: [date, subject] })).toEqual(['b']);
    });

    it('may be on one parameter: between two days', async () => {
      const from = { param: 'date', values: ['2026-01-15'], op: 'ge' } as const;
      const until = { param: 'date', values: ['2026-02-01'], op: 'lt' } as const;
      expect(await idsOf({ conditions: [from] })).toEqual(['c', 'b']);
      expect(await idsOf({ conditions: [from, until] })).toEqual([]);
    });

    it('may be negative only', async () => {
      const other = { param: '_id', values: ['a'], op: 'ne' } as const;
      const noMethod = { param: 'method', values: [], op: 'missing' } as const;
      expect(await idsOf({ conditions: [other, noMethod] })).toEqual(['c', 'b']);
      expect(await idsOf({ conditions: [other, noMethod, subject] })).toEqual(['b']);
    });

    it('do not reach into other types', async () => {
      expect(await find('patient', 'eq', ['Patient/1'], 'Provenance')).toEqual([]);
      expect(await find('patient', 'eq', ['Patient/1'])).toEqual(['b', 'a']);
    });
  });
}

export function describeOrder(createPlace: CreatePlace): void {
  describe('order and pages', () => {
    const ids = Array.from({ length: 25 }, (_, i) => `r${String(i).padStart(2, '0')}`);
    const { search } = holding(
      createPlace,
      ids.map((id, i) => risk(id, { occurrenceDateTime: i < 12 ? '2026-01-01' : '2026-02-01' })),
    );
    const pagesOf = async (request: Partial<SearchRequest>) => {
      const pages = await Promise.all(
        [0, 10, 20, 30].map((offset) => search({ ...request, offset, limit: 10 })),
      );
      expect(pages.map((p) => p.total)).toEqual([25, 25, 25, 25]);
      expect(pages.map((p) => p.resources.length)).toEqual([10, 10, 5, 0]);
      return pages.flatMap((p) => p.resources).map((r) => r.resource.id);
    };

    it('is newest first, each once over all pages', async () => {
      expect(await pagesOf({})).toEqual(ids.toReversed());
    });

    it('is total where sort keys are equal', async () => {
      const sorted = await pagesOf({ sort: [{ param: 'date', descending: false }] });
      expect(sorted).toEqual([...ids.slice(0, 12).toReversed(), ...ids.slice(12).toReversed()]);
    });

    it('goes by several keys', async () => {
      const sort = ['probability', 'date'].map((param) => ({ param, descending: true }));
      expect(await pagesOf({ sort })).toEqual(ids.toReversed());
    });

    it('counts without a page', async () => {
      expect(await search({ limit: 0 })).toEqual({ total: 25, resources: [] });
    });
  });
}
