import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../../kernel/clock.ts';
import { problem } from '../../kernel/errors.ts';
import { err, unwrap } from '../../kernel/result.ts';
import type { Store } from '../contract.ts';
import { openForReading, openForWriting } from './connection.ts';
import { migrate } from './migrate.ts';
import { createReader } from './reader.ts';
import { createSave } from './save.ts';
import { createWriter } from './writer.ts';

export interface SqliteOptions {
  /** Created when it is not there; holds `kairos.sqlite`. */
  readonly directory: string;
  readonly clock: Clock;
}

/** The embedded store. @throws when the directory cannot be used or the database is newer than this code */
export async function openSqliteStore({ directory, clock }: SqliteOptions): Promise<Store> {
  const file = join(directory, 'kairos.sqlite');
  prepareDatabase(directory, file);
  const db = openForReading(file);
  const writer = createWriter(file);
  const { holds, ...reads } = createReader(db, writer.index);
  const save = createSave({ writer, holds, clock });
  let closing: Promise<void> | undefined;
  return {
    ...reads,
    save: async (resources) => (closing ? CLOSED : save(resources)),
    claim: async (key, until) =>
      closing ? CLOSED : writer.claim({ key, until: until.getTime(), now: clock.now().getTime() }),
    close() {
      closing ??= writer.close().then(() => db.close());
      return closing;
    },
  };
}

const CLOSED = err(problem('storage-failed', { message: 'The store is closed' }));

function prepareDatabase(directory: string, file: string): void {
  const db = openOrExplain(directory, file);
  try {
    unwrap(migrate(db));
  } finally {
    db.close();
  }
}

/** SQLite's own message names no file. */
function openOrExplain(directory: string, file: string): DatabaseSync {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    // Made here, so that nobody else on this machine can read it: SQLite gives its other files the same mode.
    closeSync(openSync(file, 'a', 0o600));
    return openForWriting(file);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`the database ${file} cannot be opened for writing: ${reason}`, { cause });
  }
}
