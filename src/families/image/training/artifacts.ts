import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageFinding } from '../../../inference/image-manifest.ts';
import { hashOf } from '../../../inference/registry.ts';
import type { GreyLevelModel } from '../evaluation/grey-levels.ts';

/** The names of what training writes beside the network. */
export const GREY_LEVELS = 'grey-levels.json';

export interface Trained {
  readonly network: Uint8Array;
  /** Probability 0–1 of the first finding. */
  readonly operatingPoint: number;
  readonly calibrations: readonly ImageFinding['calibration'][];
  readonly greyLevels: GreyLevelModel & { readonly operatingPoint: number };
}

interface Writable {
  image: { network: { file: string }; findings: { calibration?: unknown }[] };
  thresholds: { below?: number }[];
  artifacts: Record<string, string>;
}

/** Writes the files into a model's folder, and what was learned with their hashes into its manifest. */
export async function writeTrained(directory: string, trained: Trained): Promise<readonly string[]> {
  const path = join(directory, 'manifest.json');
  const manifest = JSON.parse(await readFile(path, 'utf8')) as Writable;
  const files = new Map<string, Uint8Array>([
    [manifest.image.network.file, trained.network],
    [GREY_LEVELS, Buffer.from(`${JSON.stringify(trained.greyLevels)}\n`)],
  ]);
  for (const [name, content] of files) {
    await writeFile(join(directory, name), content);
    manifest.artifacts[name] = hashOf(Buffer.from(content));
  }
  trained.calibrations.forEach((calibration, i) => {
    manifest.image.findings[i]!.calibration = calibration;
  });
  manifest.thresholds[0]!.below = trained.operatingPoint;
  await writeFile(path, `${JSON.stringify(manifest, null, 2)}\n`);
  return [...files.keys()];
}
