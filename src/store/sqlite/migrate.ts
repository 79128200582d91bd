import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { problem } from '../../kernel/errors.ts';
import { err, ok, type Result } from '../../kernel/result.ts';

const DIRECTORY = join(import.meta.dirname, 'migrations');

/** Numbered files, applied in order and once each; `PRAGMA user_version` is the number of the last. */
export function migrate(db: DatabaseSync, directory = DIRECTORY): Result<void> {
  const files = readdirSync(directory)
    .filter((name) => /^\d{3}-.*\.sql$/.test(name))
    .sort();
  const version = versionOf(db);
  if (version > files.length) {
    const message = `the database is of version ${version}, newer than this Kairos, which knows ${files.length}: install a newer Kairos or use another DATA_DIR`;
    return err(problem('storage-failed', { message }));
  }
  for (const [i, name] of files.entries())
    if (i >= version) apply(db, i + 1, readFileSync(join(directory, name), 'utf8'));
  return ok(undefined);
}

const versionOf = (db: DatabaseSync): number =>
  (db.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;

/** All of a file or nothing of it. Another process may have been faster. */
function apply(db: DatabaseSync, version: number, sql: string): void {
  db.exec('BEGIN IMMEDIATE');
  try {
    if (versionOf(db) < version) db.exec(`${sql}; PRAGMA user_version = ${version}`);
    db.exec('COMMIT');
  } catch (cause) {
    db.exec('ROLLBACK');
    throw cause;
  }
}
