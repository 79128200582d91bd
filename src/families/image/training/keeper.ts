import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { Progress } from './fit.ts';
import type { Keeper } from './train.ts';

/** Keeps how far a training came in a folder, under a key of everything that shapes it. A file is there whole or not at all. */
export async function keeperIn(folder: string, key: string): Promise<Keeper> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${key}.progress`);
  return {
    async read() {
      const kept = await readFile(path).catch(() => undefined);
      return kept && (deserialize(kept) as Progress);
    },
    async write(progress) {
      await writeFile(`${path}.new`, serialize(progress));
      await rename(`${path}.new`, path);
    },
  };
}
