import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unwrap } from '../../../src/kernel/result.ts';
import type { Store } from '../../../src/store/contract.ts';
import { openForWriting } from '../../../src/store/sqlite/connection.ts';
import { indexingIn } from '../../../src/store/sqlite/indexing.ts';
import { risk } from '../resources.ts';
import { createSqlitePlace, type SqlitePlace } from './place.ts';

let place: SqlitePlace;
beforeEach(async () => {
  place = await createSqlitePlace();
});
afterEach(() => place.remove());

const ids = Array.from({ length: 300 }, (_, i) => `r-${i}`);

const totalOf = async (store: Store, id: string) => {
  const conditions = [{ param: '_id', values: [id], op: 'eq' as const }];
  return (await store.search({ type: 'RiskAssessment', conditions, limit: 1, offset: 0 })).total;
};

/** As a process leaves it that died between saving and indexing. */
function forgetIndex(): void {
  const db = new DatabaseSync(place.file);
  db.exec('DELETE FROM search_text; DELETE FROM search_range; UPDATE indexed SET up_to = 0');
  db.close();
}

describe('search values', () => {
  it('are there for whoever searches right after a save', async () => {
    const store = await place.open();
    for (const id of ids.slice(0, 50)) {
      unwrap(await store.save([risk(id)]));
      expect(await totalOf(store, id)).toBe(1);
    }
    await store.close();
  });

  it('are written for all of many saves, however many come at once', async () => {
    const store = await place.open();
    await Promise.all(ids.map(async (id) => unwrap(await store.save([risk(id)]))));
    const all = await store.search({ type: 'RiskAssessment', conditions: [], limit: 0, offset: 0 });
    expect(all.total).toBe(ids.length);
    for (const id of ['r-0', 'r-150', 'r-299']) expect(await totalOf(store, id)).toBe(1);
    await store.close();
  });

  it('are written by the next process where one died before it came to it', async () => {
    const first = await place.open();
    for (const id of ids.slice(0, 40)) unwrap(await first.save([risk(id)]));
    await first.close();
    forgetIndex();
    const second = await place.open();
    expect(await totalOf(second, 'r-39')).toBe(1);
    expect(await totalOf(second, 'r-0')).toBe(1);
    await second.close();
  });

  it('are written for what another process saved', async () => {
    const [one, other] = [await place.open(), await place.open()];
    unwrap(await one.save([risk('a')]));
    expect(await totalOf(other, 'a')).toBe(1);
    await one.close();
    await other.close();
  });

  it('are written a few resources at a time, oldest first, each once', async () => {
    const store = await place.open();
    await store.close();
    const db = openForWriting(place.file);
    const insert = db.prepare(
      "INSERT INTO resource (type, id, version_id, last_updated, body) VALUES ('RiskAssessment', ?, '1', '2026-11-23T12:00:00Z', ?)",
    );
    for (const id of ids.slice(0, 5)) insert.run(id, JSON.stringify(risk(id)));
    const indexing = indexingIn(db);
    const indexed = () =>
      db
        .prepare("SELECT text FROM search_text WHERE param = '_id' ORDER BY rid")
        .all()
        .map((r) => r.text);
    expect([indexing.step(2), indexed()]).toEqual([2, ['r-0', 'r-1']]);
    expect([indexing.step(100), indexed().length]).toEqual([3, 5]);
    expect(indexing.step(100)).toBe(0);
    db.close();
  });
});
