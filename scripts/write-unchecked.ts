import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { uncheckedCodesTable } from '../src/chart/codes.ts';

// Writes the list of codes that no second source confirmed yet: `node scripts/write-unchecked.ts`.
writeFileSync(resolve(import.meta.dirname, '../src/chart/UNCHECKED.md'), uncheckedCodesTable());
