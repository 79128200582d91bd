import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { withSettingsTable } from '../src/kernel/settings-table.ts';

// Writes the settings table of README.md from the settings schema: `node scripts/write-settings.ts`.
const readme = resolve(import.meta.dirname, '../README.md');
writeFileSync(readme, withSettingsTable(readFileSync(readme, 'utf8')));
