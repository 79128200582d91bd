import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** What long training keeps on the way: interrupted, it goes on where it was; measured next, it need not train again. */
export interface Checkpoints {
  /** What was kept under this key, else what `make` gives, which is JSON and is kept. */
  keep<T>(key: readonly unknown[], make: () => Promise<T>): Promise<T>;
}

export const noCheckpoints: Checkpoints = { keep: (_, make) => make() };

/** In a folder. The code that learns is part of every key: a change of it forgets what it made before. */
export async function checkpointsIn(directory: string): Promise<Checkpoints> {
  await mkdir(directory, { recursive: true });
  const code = await codeHash();
  return {
    async keep<T>(key: readonly unknown[], make: () => Promise<T>): Promise<T> {
      const path = join(directory, `${hashOf(JSON.stringify([code, ...key]))}.json`);
      const kept = await readFile(path, 'utf8').catch(() => undefined);
      if (kept !== undefined) return JSON.parse(kept) as T;
      const made = await make();
      await writeWhole(path, JSON.stringify(made));
      return made;
    },
  };
}

/** A file is there whole or not at all. */
async function writeWhole(path: string, content: string): Promise<void> {
  await writeFile(`${path}.new`, content);
  await rename(`${path}.new`, path);
}

const LEARNING_CODE = ['../learners', '../../../inference/runtimes', '../../../statistics'];

async function codeHash(): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of LEARNING_CODE) {
    const root = resolve(import.meta.dirname, folder);
    const names = (await readdir(root, { recursive: true })).filter((name) => name.endsWith('.ts')).sort();
    for (const name of names) hash.update(name).update(await readFile(join(root, name)));
  }
  return hash.digest('hex');
}

export const hashOf = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex');

export const toBase64 = ({ buffer, byteOffset, byteLength }: Float64Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64');

export const fromBase64 = (text: string): Float64Array =>
  new Float64Array(Uint8Array.from(Buffer.from(text, 'base64')).buffer);
