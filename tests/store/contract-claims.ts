import { describe, expect, it } from 'vitest';
import { type Clock, fixedClock } from '../../src/kernel/clock.ts';
import { unwrap } from '../../src/kernel/result.ts';
import type { Store } from '../../src/store/contract.ts';
import { NOW, type Place } from './place.ts';

const later = (seconds: number): Date => new Date(Date.parse(NOW) + seconds * 1000);
const at = (seconds: number): Clock => fixedClock(later(seconds).toISOString());

/** Keys of which each is somebody's, once. */
export function describeClaims(current: () => { readonly place: Place; readonly store: Store }): void {
  describe('claiming', () => {
    it('gives a key to the first caller only', async () => {
      const { store } = current();
      expect(await store.claim('a', later(60))).toEqual({ ok: true, value: true });
      expect(await store.claim('a', later(60))).toEqual({ ok: true, value: false });
      expect(await store.claim('A', later(60))).toEqual({ ok: true, value: true });
    });

    it('gives a key to one of 100 callers at once, on two stores over the same data', async () => {
      const { place, store } = current();
      const other = await place.open();
      const claims = Array.from({ length: 100 }, (_, i) => (i % 2 ? store : other).claim('same', later(60)));
      const values = (await Promise.all(claims)).map(unwrap);
      expect(values.filter(Boolean)).toHaveLength(1);
      await other.close();
    });

    it('knows the claims of whoever had the data open before', async () => {
      const { place, store } = current();
      expect(unwrap(await store.claim('a', later(60)))).toBe(true);
      await store.close();
      const next = await place.open();
      expect(unwrap(await next.claim('a', later(60)))).toBe(false);
      await next.close();
    });

    it('forgets a claim when it ends, and not before', async () => {
      const { place, store } = current();
      unwrap(await store.claim('a', later(60)));
      const [before, after] = [await place.open(at(59)), await place.open(at(60))];
      expect(unwrap(await before.claim('a', later(120)))).toBe(false);
      expect(unwrap(await after.claim('a', later(120)))).toBe(true);
      expect(unwrap(await after.claim('a', later(120)))).toBe(false);
      await Promise.all([before.close(), after.close()]);
    });

    it('refuses once it is closed', async () => {
      const { store } = current();
      await store.close();
      expect(await store.claim('a', later(60))).toMatchObject({ error: { code: 'storage-failed' } });
    });
  });
}
