import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fixedClock } from '../../../src/kernel/clock.ts';
import { unwrap } from '../../../src/kernel/result.ts';
import { NOW } from '../place.ts';
import { risk } from '../resources.ts';
import { createSqlitePlace, type SqlitePlace } from './place.ts';
import { commitsIn } from './wal.ts';

let place: SqlitePlace;
beforeEach(async () => {
  place = await createSqlitePlace();
});
afterEach(() => place.remove());

const later = (seconds: number) => new Date(Date.parse(NOW) + seconds * 1000);

function inDatabase<T>(read: (db: DatabaseSync) => T): T {
  const db = new DatabaseSync(place.file, { timeout: 5_000 });
  try {
    return read(db);
  } finally {
    db.close();
  }
}

const kept = () => inDatabase((db) => db.prepare('SELECT count(*) AS n FROM claim').get()!.n);

describe('claims in SQLite', () => {
  it('are deleted in passing once they ended, so that their number stays bounded', async () => {
    const store = await place.open();
    for (let i = 0; i < 25; i++) unwrap(await store.claim(`old-${i}`, later(10)));
    await store.close();
    expect(kept()).toBe(25);
    const next = await place.open(fixedClock(later(11).toISOString()));
    for (let i = 0; i < 3; i++) unwrap(await next.claim(`new-${i}`, later(100)));
    await next.close();
    expect(kept()).toBe(3);
  });

  it('share a transaction with whatever waits beside them', async () => {
    const store = await place.open();
    const before = commitsIn(`${place.file}-wal`);
    const lock = new DatabaseSync(place.file);
    lock.exec('BEGIN IMMEDIATE');
    const claims = Array.from({ length: 50 }, (_, i) => store.claim(`k${i % 25}`, later(60)));
    const saves = Array.from({ length: 50 }, (_, i) => store.save([risk(`r${i}`)]));
    lock.exec('ROLLBACK');
    lock.close();
    const values = (await Promise.all(claims)).map(unwrap);
    for (const saved of await Promise.all(saves)) unwrap(saved);
    expect(values.filter(Boolean)).toHaveLength(25);
    // Of a hundred: how many reach the writer at once depends on how busy the machine is.
    expect(commitsIn(`${place.file}-wal`) - before).toBeLessThanOrEqual(10);
    await store.close();
  });

  it('keep what is stored in a database of the version before them', async () => {
    const first = await place.open();
    unwrap(await first.save([risk('a')]));
    await first.close();
    inDatabase((db) => db.exec('DROP TABLE claim; DROP TABLE indexed; PRAGMA user_version = 1'));
    const store = await place.open();
    expect(await store.read('RiskAssessment', 'a')).toBeDefined();
    expect(unwrap(await store.claim('a', later(60)))).toBe(true);
    await store.close();
  });
});
