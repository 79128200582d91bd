import type { RiskAssessment } from '@medplum/fhirtypes';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fixedClock } from '../../src/kernel/clock.ts';
import { unwrap } from '../../src/kernel/result.ts';
import type { Store } from '../../src/store/contract.ts';
import { describeClaims } from './contract-claims.ts';
import { describeParams } from './contract-params.ts';
import { describeDates, describeNumbers } from './contract-ranges.ts';
import { describeConditions, describeOrder } from './contract-search.ts';
import { type CreatePlace, NOW, type Place } from './place.ts';
import { device, provenance, risk } from './resources.ts';

/** What every store does (`src/store/contract.ts`). */
export function describeStore(name: string, createPlace: CreatePlace): void {
  describe(name, () => {
    let place: Place;
    let store: Store;
    beforeEach(async () => {
      place = await createPlace();
      store = await place.open(fixedClock(NOW));
    });
    afterEach(async () => {
      await store.close();
      await place.remove();
    });
    const current = () => ({ place, store });
    describeReads(current);
    describeSaves(current);
    describeClaims(current);
    describeClosing(current);
  });
  describe(`${name}: search`, () => {
    describeParams(createPlace);
    describeConditions(createPlace);
    describeOrder(createPlace);
    describeDates(createPlace);
    describeNumbers(createPlace);
  });
}

type Current = () => { readonly place: Place; readonly store: Store };

const count = async (store: Store, type = 'RiskAssessment') =>
  (await store.search({ type, conditions: [], limit: 0, offset: 0 })).total;

function describeReads(current: Current): void {
  describe('reading', () => {
    it('gives back what was saved, with a version and the time of saving', async () => {
      const { store } = current();
      unwrap(await store.save([risk('a')]));
      const stored = { resource: risk('a'), versionId: '1', lastUpdated: NOW };
      expect(await store.read('RiskAssessment', 'a')).toEqual(stored);
      expect(await store.readVersion('RiskAssessment', 'a', '1')).toEqual(stored);
      expect(await store.history('RiskAssessment', 'a')).toEqual([stored]);
    });

    it('finds nothing under another type, id or version', async () => {
      const { store } = current();
      unwrap(await store.save([risk('a')]));
      expect(await store.read('Device', 'a')).toBeUndefined();
      expect(await store.read('RiskAssessment', 'A')).toBeUndefined();
      expect(await store.readVersion('RiskAssessment', 'a', '2')).toBeUndefined();
      expect(await store.history('RiskAssessment', 'b')).toEqual([]);
    });

    it('keeps resources of different types with one id apart', async () => {
      const { store } = current();
      unwrap(await store.save([risk('a'), device('a'), provenance('a')]));
      expect((await store.read('Device', 'a'))?.resource).toEqual(device('a'));
      expect((await store.read('Provenance', 'a'))?.resource).toEqual(provenance('a'));
    });

    it.each(['"; DROP TABLE resource; --', '\u0000', '😀 ÄÖ\u2028', "O'Brien", 'x'.repeat(100_000)])(
      'keeps any text as it is (%#)',
      async (text) => {
        const { store } = current();
        const odd = risk('odd', { mitigation: text, identifier: [{ value: text }] });
        unwrap(await store.save([odd]));
        expect((await store.read('RiskAssessment', 'odd'))?.resource).toEqual(odd);
        const conditions = [{ param: 'identifier', values: [text], op: 'eq' as const }];
        const found = await store.search({ type: 'RiskAssessment', conditions, limit: 10, offset: 0 });
        expect(found.total).toBe(1);
      },
    );
  });
}

function describeSaves(current: Current): void {
  describe('saving', () => {
    it('leaves a resource whose id is stored as it is', async () => {
      const { place, store } = current();
      unwrap(await store.save([risk('a', { mitigation: 'first' })]));
      const later = await place.open(fixedClock('2026-11-24T12:00:00.000Z'));
      unwrap(await later.save([risk('a', { mitigation: 'second' }), risk('b')]));
      expect(await later.read('RiskAssessment', 'a')).toMatchObject({
        resource: { mitigation: 'first' },
        lastUpdated: NOW,
        versionId: '1',
      });
      expect(await later.read('RiskAssessment', 'b')).toBeDefined();
      expect(await count(later)).toBe(2);
      await later.close();
    });

    it('adds identifiers that a stored resource lacks, as a new version of it, and nothing else', async () => {
      const { place, store } = current();
      const [first, second] = [
        { system: 'urn:x', value: '1' },
        { system: 'urn:x', value: '2' },
      ];
      unwrap(await store.save([risk('a', { identifier: [first], mitigation: 'first' })]));
      const later = await place.open(fixedClock('2026-11-24T12:00:00.000Z'));
      unwrap(await later.save([risk('a', { identifier: [second], mitigation: 'second' })]));
      const stored = await store.read('RiskAssessment', 'a');
      expect(stored).toMatchObject({
        resource: { identifier: [first, second], mitigation: 'first' },
        lastUpdated: '2026-11-24T12:00:00.000Z',
        versionId: '2',
      });
      for (const { system, value } of [first, second]) {
        const conditions = [{ param: 'identifier', values: [`${system}|${value}`], op: 'eq' as const }];
        const found = await later.search({ type: 'RiskAssessment', conditions, limit: 5, offset: 0 });
        expect(found.resources).toEqual([stored]);
      }
      unwrap(
        await later.save([risk('a', { identifier: [first] }), risk('a', { identifier: [second, first] })]),
      );
      expect(await store.read('RiskAssessment', 'a')).toEqual(stored);
      await later.close();
    });

    it('loses no identifier of saves at the same time', async () => {
      const { store } = current();
      const identifiers = Array.from({ length: 20 }, (_, i) => ({ system: 'urn:x', value: `${i}` }));
      const saves = identifiers.map((identifier) => store.save([risk('a', { identifier: [identifier] })]));
      for (const saved of await Promise.all(saves)) unwrap(saved);
      const stored = (await store.read('RiskAssessment', 'a'))?.resource as RiskAssessment;
      expect(stored.identifier).toHaveLength(20);
      expect(stored.identifier).toEqual(expect.arrayContaining(identifiers));
    });

    it('finds what was indexed before by a search that may lag, without waiting', async () => {
      const { store } = current();
      unwrap(await store.save([risk('a')]));
      const all = { type: 'RiskAssessment', conditions: [], limit: 5, offset: 0 };
      await store.search(all);
      expect((await store.search({ ...all, mayLag: true })).total).toBe(1);
    });

    it('stores all or nothing', async () => {
      const { store } = current();
      const { id, ...withoutId } = risk('b');
      const result = await store.save([risk('a'), withoutId]);
      expect(result).toMatchObject({ ok: false, error: { code: 'storage-failed' } });
      expect(await count(store)).toBe(0);
    });

    it('takes nothing, and the same resource twice', async () => {
      const { store } = current();
      expect((await store.save([])).ok).toBe(true);
      expect((await store.save([risk('a'), risk('a')])).ok).toBe(true);
      expect(await count(store)).toBe(1);
    });

    it('has what it acknowledged for whoever opens the data next', async () => {
      const { place, store } = current();
      unwrap(await store.save([risk('a')]));
      const other = await place.open();
      expect((await other.read('RiskAssessment', 'a'))?.resource).toEqual(risk('a'));
      await other.close();
    });

    it('takes one resource from many savers at once', async () => {
      const { store } = current();
      const results = await Promise.all(Array.from({ length: 50 }, () => store.save([risk('same')])));
      expect(results.every((r) => r.ok)).toBe(true);
      expect(await count(store)).toBe(1);
    });

    it('takes saves that overlap, from several who have the data open', async () => {
      const { place, store } = current();
      const other = await place.open();
      const saves = [
        store.save([risk('a'), risk('b')]),
        other.save([risk('b'), risk('c')]),
        store.save([risk('c'), risk('a')]),
        other.save([risk('a'), risk('d')]),
      ];
      expect((await Promise.all(saves)).every((r) => r.ok)).toBe(true);
      for (const reader of [store, other]) expect(await count(reader)).toBe(4);
      await other.close();
    });
  });
}

function describeClosing(current: Current): void {
  describe('closing', () => {
    it('finishes what is waiting', async () => {
      const { place, store } = current();
      const saves = Array.from({ length: 20 }, (_, i) => store.save([risk(`r${i}`)]));
      await store.close();
      expect((await Promise.all(saves)).every((r) => r.ok)).toBe(true);
      const again = await place.open();
      expect(await count(again)).toBe(20);
      await again.close();
    });

    it('refuses saves from then on, and is not ready', async () => {
      const { store } = current();
      expect((await store.ping()).ok).toBe(true);
      const closing = store.close();
      expect(await store.save([risk('late')])).toMatchObject({ error: { code: 'storage-failed' } });
      await closing;
      expect(await store.save([risk('later')])).toMatchObject({ error: { code: 'storage-failed' } });
      expect(await store.ping()).toMatchObject({ error: { code: 'storage-failed' } });
    });

    it('may be asked twice', async () => {
      const { store } = current();
      await expect(Promise.all([store.close(), store.close()])).resolves.toBeDefined();
    });
  });
}
