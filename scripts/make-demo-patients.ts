/**
 * Writes the demo patients: `node scripts/make-demo-patients.ts [folder of nhanes-mortality]`. Each is one person of
 * a survey, chosen by the rules below. Values are theirs; names and dates are not (see demo/README.md).
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { bundleFor, type Row, type Slot } from './demo/bundle.ts';
import { slots } from './demo/slots.ts';

const PROJECT = resolve(import.meta.dirname, '..');
const FILE = 'nhanes_1988_2004.csv';

const WHY =
  'These people are the demo patients. No model may learn from them, so that what the demo shows is a prediction for somebody the model does not know.';

const rank = (id: string): string => createHash('sha256').update(id).digest('hex');

/** The first person, in the order of a hash of the id, who fits and was not taken. */
function choose(rows: readonly Row[], { fits }: Slot, taken: ReadonlySet<string>): Row {
  const found = rows.find((row) => !taken.has(row.sample_id!) && fits(row));
  if (!found) throw new Error('nobody in the data fits one of the slots');
  return found;
}

function main(directory: string): void {
  const rows: Row[] = parse(readFileSync(join(directory, FILE)), { columns: true, bom: true });
  rows.sort((a, b) => (rank(a.sample_id!) < rank(b.sample_id!) ? -1 : 1));
  const target = join(PROJECT, 'demo', 'patients');
  mkdirSync(target, { recursive: true });
  for (const name of readdirSync(target)) rmSync(join(target, name));
  const taken = new Set<string>();
  slots.forEach((slot, i) => {
    const row = choose(rows, slot, taken);
    taken.add(row.sample_id!);
    const id = `demo-${String(i + 1).padStart(2, '0')}`;
    writeFileSync(join(target, `${id}.json`), `${JSON.stringify(bundleFor(id, row, slot), null, 2)}\n`);
  });
  const heldAside = { 'nhanes-mortality': { file: FILE, sampleIds: [...taken], why: WHY } };
  writeFileSync(join(PROJECT, 'demo', 'held-aside.json'), `${JSON.stringify(heldAside, null, 2)}\n`);
}

main(process.argv[2] ?? resolve(PROJECT, '../shared/data/nhanes-mortality'));
