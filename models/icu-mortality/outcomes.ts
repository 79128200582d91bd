import { parse } from 'csv-parse/sync';
import { ok, type Result } from '../../src/kernel/result.ts';
import { invalid, lacking, type TextFile } from './files.ts';
import { SERIES_COLUMNS } from './series-table.ts';

/** A stay and what became of it: a row of a summary file. */
export type OutcomeRow = Readonly<Record<string, string>>;

export const OUTCOME = 'in_hospital_death';

/** Length of stay and days survived are outcomes too; nothing is predicted from them. */
const COLUMNS = ['record_id', OUTCOME];

/** @returns `invalid-data` naming the file and the missing columns or the first unusable row */
export function readOutcomes(files: readonly TextFile[]): Result<OutcomeRow[]> {
  const rows: OutcomeRow[] = [];
  for (const file of files) {
    const missing = lacking(file, COLUMNS);
    if (missing.length > 0) {
      const series = lacking(file, SERIES_COLUMNS).join(', ');
      return invalid(`${file.name} lacks the columns ${missing.join(', ')} (or, for values, ${series})`);
    }
    const parsed = parseRows(file);
    if (!parsed.ok) return parsed;
    rows.push(...parsed.value);
  }
  return ok(rows);
}

function parseRows({ name, text }: TextFile): Result<OutcomeRow[]> {
  let rows: OutcomeRow[];
  try {
    rows = parse(text, { columns: true, trim: true, skip_empty_lines: true });
  } catch {
    return invalid(`${name} is not a CSV file with a header line and equally long rows`);
  }
  const bad = rows.findIndex((row) => !(Number(row.record_id) > 0) || !isOutcome(row[OUTCOME]));
  return bad < 0 ? ok(rows) : invalid(`${name}: row ${bad + 1} has no usable record_id and ${OUTCOME}`);
}

/** Empty: not known. */
const isOutcome = (text: string | undefined): boolean => text === '' || [0, 1].includes(Number(text));
