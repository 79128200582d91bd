import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { profileFiles } from './profiles/files.ts';
import { PROJECT } from './profiles/pipeline.ts';

// Writes fhir-profiles/ from its differentials, the source tables and the models: `node scripts/write-profiles.ts`.
const directory = join(PROJECT, 'fhir-profiles');
const files = await profileFiles();
rmSync(join(directory, 'examples'), { recursive: true, force: true });
for (const [name, text] of files) {
  mkdirSync(dirname(join(directory, name)), { recursive: true });
  writeFileSync(join(directory, name), text);
}
