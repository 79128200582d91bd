/** Saves until it is killed, and prints each id once it was acknowledged: `node save-forever.ts <folder>`. */
import { writeSync } from 'node:fs';
import { systemClock } from '../../../src/kernel/clock.ts';
import { unwrap } from '../../../src/kernel/result.ts';
import { openSqliteStore } from '../../../src/store/sqlite/open.ts';
import { provenance, risk } from '../resources.ts';

const store = await openSqliteStore({ directory: process.argv[2]!, clock: systemClock });

async function saver(name: string): Promise<never> {
  for (let i = 0; ; i++) {
    const id = `${name}-${i}`;
    unwrap(await store.save([risk(id), provenance(`${id}-provenance`)]));
    writeSync(1, `${id}\n`);
  }
}

await Promise.all(['a', 'b', 'c', 'd'].map(saver));
