import { DatabaseSync } from 'node:sqlite';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { unwrap } from '../../../src/kernel/result.ts';
import type { Store } from '../../../src/store/contract.ts';
import { openForWriting } from '../../../src/store/sqlite/connection.ts';
import { createWriter, type Row } from '../../../src/store/sqlite/writer.ts';
import { risk } from '../resources.ts';
import { createSqlitePlace, type SqlitePlace } from './place.ts';
import { commitsIn } from './wal.ts';

const threads = vi.hoisted(() => [] as Worker[]);

vi.mock(import('node:worker_threads'), async (original) => {
  const module = await original();
  class Watched extends module.Worker {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      super(...args);
      threads.push(this);
    }
  }
  return { ...module, Worker: Watched };
});

let place: SqlitePlace;
let store: Store;
beforeEach(async () => {
  threads.length = 0;
  place = await createSqlitePlace();
  store = await place.open();
});
afterEach(async () => {
  await store.close();
  await place.remove();
});

/** Nobody else can write until it is released. */
function holdWriteLock(): () => void {
  const db = new DatabaseSync(place.file, { timeout: 5_000 });
  db.exec('BEGIN IMMEDIATE');
  return () => {
    db.exec('ROLLBACK');
    db.close();
  };
}

const commits = () => commitsIn(`${place.file}-wal`);

const row = (id: string, rest: object = {}): Row => ({
  type: 'RiskAssessment',
  id,
  versionId: '1',
  lastUpdated: '2026-11-23T12:00:00.000Z',
  body: JSON.stringify(risk(id)),
  ...rest,
});

describe('SQLite writer', () => {
  it('waits for the disk: write-ahead log, synchronous', () => {
    const db = openForWriting(place.file);
    expect(db.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    expect(db.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
    db.close();
  });

  it('writes saves that follow each other in a transaction each', async () => {
    const before = commits();
    for (let i = 0; i < 5; i++) unwrap(await store.save([risk(`r${i}`)]));
    // And others, in which they are indexed.
    expect(commits() - before).toBeGreaterThanOrEqual(5);
  });

  it('writes saves that wait together in one transaction', async () => {
    const before = commits();
    const release = holdWriteLock();
    const saves = Array.from({ length: 200 }, (_, i) => store.save([risk(`r${i}`)]));
    release();
    for (const result of await Promise.all(saves)) unwrap(result);
    // One or two, for the thread may have begun with the first of them; and a few in which they are indexed.
    expect(commits() - before).toBeLessThanOrEqual(2 + 200 / 8 + 1);
    expect(commits() - before).toBeGreaterThan(0);
  });

  it('does not write what is stored already', async () => {
    unwrap(await store.save([risk('a')]));
    await store.search({ type: 'RiskAssessment', conditions: [], limit: 0, offset: 0 });
    const before = commits();
    unwrap(await store.save([risk('a')]));
    expect(commits()).toBe(before);
  });

  it('does not let a save wait until a long list is indexed, and still answers who waits for that', async () => {
    const writer = createWriter(place.file);
    unwrap(await writer.write(Array.from({ length: 1_500 }, (_, i) => row(`r-${i}`))));
    const order: string[] = [];
    const searched = writer.index().then((result) => order.push(result.ok ? 'indexed' : 'failed'));
    const saved = writer.write([row('later')]).then(() => order.push('saved'));
    await Promise.all([searched, saved]);
    expect(order).toEqual(['saved', 'indexed']);
    await writer.close();
  });

  it('indexes for who waits even while it is closed', async () => {
    const writer = createWriter(place.file);
    unwrap(await writer.write(Array.from({ length: 200 }, (_, i) => row(`r-${i}`))));
    const indexed = writer.index();
    await writer.close();
    unwrap(await indexed);
    expect((await store.search({ type: 'RiskAssessment', conditions: [], limit: 0, offset: 0 })).total).toBe(
      200,
    );
  });

  it('answers what waited when its thread dies, and goes on with another', async () => {
    const release = holdWriteLock();
    const waiting = [store.save([risk('a')]), store.save([risk('b')])];
    const death = threads[0]!.terminate();
    release();
    await death;
    for (const result of await Promise.all(waiting))
      expect(result).toMatchObject({ ok: false, error: { code: 'storage-failed' } });
    expect(await store.read('RiskAssessment', 'a')).toBeUndefined();
    unwrap(await store.save([risk('a'), risk('b')]));
    expect(await store.read('RiskAssessment', 'b')).toBeDefined();
    expect(threads).toHaveLength(2);
  });

  it('survives a defect in its thread', async () => {
    threads[0]!.postMessage(null);
    await new Promise((resolve) => threads[0]!.once('exit', resolve));
    unwrap(await store.save([risk('a')]));
    expect(await store.read('RiskAssessment', 'a')).toBeDefined();
  });

  it('closes after its thread died', async () => {
    await threads[0]!.terminate();
    await expect(store.close()).resolves.toBeUndefined();
  });

  it('writes all rows of a request or none, whatever becomes of the others', async () => {
    const writer = createWriter(place.file);
    const release = holdWriteLock();
    const good = writer.write([row('good')]);
    const bad = writer.write([row('half'), row('bad', { type: null })]);
    const alsoGood = writer.write([row('also-good')]);
    release();
    expect(await good).toMatchObject({ ok: true });
    expect(await bad).toMatchObject({ ok: false, error: { code: 'storage-failed' } });
    expect(await alsoGood).toMatchObject({ ok: true });
    expect(await store.read('RiskAssessment', 'good')).toBeDefined();
    expect(await store.read('RiskAssessment', 'also-good')).toBeDefined();
    expect(await store.read('RiskAssessment', 'half')).toBeUndefined();
    await writer.close();
  });
});
