import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashOf } from '../../../inference/registry.ts';

/** Seven significant digits: the risk moves by less than one in a million. */
export const toJson = (weights: unknown): string =>
  `${JSON.stringify(weights, (_, value) => (typeof value === 'number' ? Number(value.toPrecision(7)) : value))}\n`;

/** Writes the files into a model's folder, and their hashes into its manifest. */
export async function writeArtifacts(directory: string, files: ReadonlyMap<string, string>): Promise<void> {
  const path = join(directory, 'manifest.json');
  const manifest = JSON.parse(await readFile(path, 'utf8')) as { artifacts: Record<string, string> };
  for (const [name, content] of files) {
    await writeFile(join(directory, name), content);
    manifest.artifacts[name] = hashOf(content);
  }
  await writeFile(path, `${JSON.stringify(manifest, null, 2)}\n`);
}
