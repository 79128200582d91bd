import { createHash } from 'node:crypto';
import type { TabularData } from '../../src/families/prognosis/training/tabular.ts';
import { ok, type Result } from '../../src/kernel/result.ts';
import { invalid, lacking, readTextFiles, type TextFile } from './files.ts';
import { OUTCOME, type OutcomeRow, readOutcomes } from './outcomes.ts';
import { isStated, SEXES, UNITS } from './parameters.ts';
import { readSeriesTable, SERIES_COLUMNS } from './series-table.ts';
import { NOW, type Stays, staysOf } from './stays.ts';

/**
 * Reads the stays of a folder: every file with the columns `record_id, minute, parameter, value` holds values, every
 * file with `record_id, in_hospital_death` outcomes, as .csv or .csv.gz, whatever they are called.
 *
 * @returns `invalid-data` naming the file and what is wrong with it, or the stays that lack values or an outcome
 */
export async function readData(path: string): Promise<Result<TabularData>> {
  const files = await readTextFiles(path);
  if (!files.ok) return files;
  const ofSeries = files.value.filter((file) => lacking(file, SERIES_COLUMNS).length === 0);
  const others = files.value.filter((file) => !ofSeries.includes(file));
  const table = readSeriesTable(ofSeries);
  if (!table.ok) return table;
  const rows = readOutcomes(others);
  if (!rows.ok) return rows;
  const stays = staysOf(table.value);
  const mismatch = mismatchOf(rows.value, stays);
  return mismatch ? invalid(mismatch) : ok(toData(rows.value, stays, sha256Of(files.value)));
}

/** Half of a data set would give figures that nobody asked for. */
function mismatchOf(rows: readonly OutcomeRow[], { records }: Stays): string | undefined {
  const known = new Set(rows.map((row) => Number(row.record_id)));
  if (known.size < rows.length) return 'a stay has more than one outcome';
  const valueless = [...known].filter((id) => !records.has(id));
  if (valueless.length > 0) return `${some(valueless)} without values (record_id, minute, parameter, value)`;
  const unknown = [...records].filter((id) => !known.has(id));
  return unknown.length > 0 ? `${some(unknown)} without an outcome (record_id, ${OUTCOME})` : undefined;
}

const some = (ids: readonly number[]): string =>
  `the stays hold ${ids.length} (${ids.slice(0, 3).join(', ')}${ids.length > 3 ? ', ...' : ''})`;

/** Of the contents, not the names, packed or not. */
function sha256Of(files: readonly TextFile[]): string {
  const digest = (text: string) => createHash('sha256').update(text).digest('hex');
  return digest(
    files
      .map(({ text }) => digest(text))
      .sort()
      .join(),
  );
}

function toData(rows: readonly OutcomeRow[], stays: Stays, sha256: string): TabularData {
  const records = rows.map((row) => Number(row.record_id));
  const ids = records.map(String);
  const described = records.map((record) => stays.describe(record));
  const score = (name: string) => ({
    values: Float64Array.from(rows, (row) => scoreOf(row[name])),
    isRisk: false,
    outcome: OUTCOME,
  });
  return {
    sha256,
    ids,
    patients: ids,
    now: NOW,
    valuesOf: (row) => stays.valuesOf(records[row]!),
    outcomes: new Map([[OUTCOME, { kind: 'binary', status: Int8Array.from(rows, statusOf) }]]),
    groups: new Map([
      ['sex', described.map((d) => SEXES[d.Gender] ?? 'unknown')],
      ['ageBand', described.map((d) => ageBandOf(d.Age))],
      ['icuType', described.map((d) => UNITS[d.ICUType] ?? 'unknown')],
    ]),
    comparators: new Map([
      ['saps1', score('saps1')],
      ['sofa', score('sofa')],
    ]),
  };
}

const statusOf = (row: OutcomeRow): number => (row[OUTCOME] === '' ? -1 : Number(row[OUTCOME]));

function scoreOf(text: string | undefined): number {
  const value = text ? Number(text) : Number.NaN;
  return isStated(value) ? value : Number.NaN;
}

function ageBandOf(age: number): string {
  if (!(age >= 0)) return 'unknown';
  const band = [50, 65, 80].findIndex((upper) => age < upper);
  return ['16-49', '50-64', '65-79', '80+'].at(band) ?? 'unknown';
}
