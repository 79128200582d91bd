/** Writes the made-up people of the demo, who are in `demo/made-up.ts`: `node scripts/make-made-up-patients.ts`. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { people } from './demo/made-up.ts';
import { madeUpBundle } from './demo/made-up-bundle.ts';

const target = resolve(import.meta.dirname, '..', 'demo', 'made-up');
mkdirSync(target, { recursive: true });
for (const name of readdirSync(target)) rmSync(join(target, name));
people.forEach((person, i) => {
  const id = `made-up-${String(i + 1).padStart(2, '0')}`;
  writeFileSync(join(target, `${id}.json`), `${JSON.stringify(madeUpBundle(id, person), null, 2)}\n`);
});
