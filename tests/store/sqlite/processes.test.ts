import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSqlitePlace, type SqlitePlace } from './place.ts';

let place: SqlitePlace;
beforeEach(async () => {
  place = await createSqlitePlace();
});
afterEach(() => place.remove());

const script = (name: string) => join(import.meta.dirname, name);

/** Everything that a process printed up to its end, which comes with the line numbered `lines`. */
async function killedAfter(lines: number, child: ChildProcess): Promise<string[]> {
  const printed: string[] = [];
  for await (const line of createInterface(child.stdout!)) {
    printed.push(line);
    if (printed.length === lines) child.kill('SIGKILL');
  }
  return printed;
}

describe('SQLite store and processes', () => {
  it('has everything that was acknowledged before the process was killed', async () => {
    const child = spawn(process.execPath, [script('save-forever.ts'), place.directory]);
    const exit = once(child, 'exit');
    const acknowledged = await killedAfter(40, child);
    expect((await exit)[1]).toBe('SIGKILL');
    expect(acknowledged.length).toBeGreaterThanOrEqual(40);
    const store = await place.open();
    for (const id of acknowledged) {
      expect(await store.read('RiskAssessment', id), id).toBeDefined();
      expect(await store.read('Provenance', `${id}-provenance`), id).toBeDefined();
    }
    const all = { conditions: [], limit: 0, offset: 0 };
    const [risks, provenances] = await Promise.all(
      ['RiskAssessment', 'Provenance'].map((type) => store.search({ type, ...all })),
    );
    expect(provenances!.total).toBe(risks!.total);
    await store.close();
  });

  it('may be opened for the first time by several processes at once', async () => {
    const ids = Array.from({ length: 6 }, (_, i) => `r${i}`);
    const run = promisify(execFile);
    await Promise.all(ids.map((id) => run(process.execPath, [script('save-once.ts'), place.directory, id])));
    const store = await place.open();
    for (const id of ids) expect(await store.read('RiskAssessment', id)).toBeDefined();
    await store.close();
  });
});
