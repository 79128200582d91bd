import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '../../../src/store/sqlite/migrate.ts';
import { createSqlitePlace, type SqlitePlace } from './place.ts';

let place: SqlitePlace;
let migrations: string;
let db: DatabaseSync;
beforeEach(async () => {
  place = await createSqlitePlace();
  migrations = join(place.directory, 'migrations');
  mkdirSync(migrations);
  db = new DatabaseSync(place.file);
});
afterEach(async () => {
  db.close();
  await place.remove();
});

const add = (name: string, sql: string) => writeFileSync(join(migrations, name), sql);
const steps = () =>
  db
    .prepare('SELECT step FROM log ORDER BY rowid')
    .all()
    .map(({ step }) => step);
const version = () => db.prepare('PRAGMA user_version').get();
const tables = () =>
  db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .all()
    .map(({ name }) => name);

describe('SQLite migrations', () => {
  it('are applied in order and once each', () => {
    add('002-second.sql', "INSERT INTO log VALUES ('second')");
    add('001-first.sql', "CREATE TABLE log (step TEXT); INSERT INTO log VALUES ('first')");
    add('README.md', 'not SQL');
    expect(migrate(db, migrations)).toEqual({ ok: true, value: undefined });
    expect(migrate(db, migrations).ok).toBe(true);
    expect(steps()).toEqual(['first', 'second']);
    add('003-third.sql', "INSERT INTO log VALUES ('third')");
    migrate(db, migrations);
    expect(steps()).toEqual(['first', 'second', 'third']);
    expect(version()).toEqual({ user_version: 3 });
  });

  it('leave nothing of one that fails, keep those before it, and go on when it is mended', () => {
    add('001-first.sql', 'CREATE TABLE log (step TEXT)');
    add('002-second.sql', 'CREATE TABLE half (x); INSERT INTO nowhere VALUES (1)');
    expect(() => migrate(db, migrations)).toThrow(/nowhere/);
    expect(tables()).toEqual(['log']);
    expect(version()).toEqual({ user_version: 1 });
    expect(db.isTransaction).toBe(false);
    add('002-second.sql', 'CREATE TABLE half (x)');
    expect(migrate(db, migrations).ok).toBe(true);
    expect(tables()).toEqual(['half', 'log']);
  });

  it('are left to another process that was faster', () => {
    add('001-first.sql', 'CREATE TABLE log (step TEXT)');
    const other = new DatabaseSync(place.file);
    migrate(other, migrations);
    other.close();
    expect(migrate(db, migrations).ok).toBe(true);
    expect(tables()).toEqual(['log']);
  });
});

describe('opening a SQLite store', () => {
  it('refuses a database of a newer Kairos and says what to do', async () => {
    await (await place.open()).close();
    db.exec('PRAGMA user_version = 99');
    await expect(place.open()).rejects.toThrow(/version 99.*newer than this Kairos.*install a newer Kairos/);
    expect(version()).toEqual({ user_version: 99 });
  });

  it('names the file that cannot be written', async () => {
    rmSync(migrations, { recursive: true });
    writeFileSync(migrations, 'a file, not a folder');
    const { openSqliteStore } = await import('../../../src/store/sqlite/open.ts');
    const clock = { now: () => new Date(0) };
    const opening = openSqliteStore({ directory: join(migrations, 'data'), clock });
    await expect(opening).rejects.toThrow(/migrations\/data\/kairos\.sqlite cannot be opened for writing/);
  });

  it('names the file that is no database', async () => {
    db.close();
    writeFileSync(place.file, 'This is a text and no database at all. '.repeat(200));
    await expect(place.open()).rejects.toThrow(/kairos\.sqlite cannot be opened for writing.*not a database/);
    rmSync(place.file);
    db = new DatabaseSync(place.file);
  });
});
