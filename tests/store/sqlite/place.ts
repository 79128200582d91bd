import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixedClock } from '../../../src/kernel/clock.ts';
import { openSqliteStore } from '../../../src/store/sqlite/open.ts';
import { NOW, type Place } from '../place.ts';

export interface SqlitePlace extends Place {
  readonly directory: string;
  readonly file: string;
}

/** A folder of its own for one test. */
export async function createSqlitePlace(): Promise<SqlitePlace> {
  const directory = mkdtempSync(join(tmpdir(), 'kairos-store-'));
  return {
    directory,
    file: join(directory, 'kairos.sqlite'),
    open: (clock = fixedClock(NOW)) => openSqliteStore({ directory, clock }),
    remove: async () => rmSync(directory, { recursive: true }),
  };
}
