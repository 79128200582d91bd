import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../kernel/clock.ts';
import { unwrap } from '../../kernel/result.ts';
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
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'kairos.sqlite');
  prepareDatabase(file);
  const db = openForReading(file);
  const { exists, ...reads } = createReader(db);
  const writer = createWriter(file);
  let closing: Promise<void> | undefined;
  return {
    ...reads,
    save: createSave({ writer, exists, clock }),
    close() {
      closing ??= writer.close().then(() => db.close());
      return closing;
    },
  };
}

function prepareDatabase(file: string): void {
  const db = openForWriting(file);
  try {
    unwrap(migrate(db));
  } finally {
    db.close();
  }
}
