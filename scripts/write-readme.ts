import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { withModelsTable } from '../src/findings/models-table.ts';
import { loadModels } from '../src/inference/registry.ts';
import { unwrap } from '../src/kernel/result.ts';
import { withSettingsTable } from '../src/kernel/settings-table.ts';

// Writes the generated sections of README.md, settings and models: `node scripts/write-readme.ts`.
const project = resolve(import.meta.dirname, '..');
const readme = resolve(project, 'README.md');
const { models } = unwrap(await loadModels(resolve(project, 'models')));
writeFileSync(readme, withModelsTable(withSettingsTable(readFileSync(readme, 'utf8')), models));
