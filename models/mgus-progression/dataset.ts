import {
  bandOf,
  type CsvRow,
  flagIn,
  groupsOf,
  numberIn,
  readCsvFiles,
  usableRows,
  valueIn,
} from '../../src/families/prognosis/training/csv-files.ts';
import type { TabularData } from '../../src/families/prognosis/training/tabular.ts';
import { ok, type Result } from '../../src/kernel/result.ts';

const COLUMNS = ['id', 'age', 'sex', 'hgb', 'creat', 'mspike', 'ptime', 'pstat', 'futime', 'death'];

/** Values have no dates: every chart is read on the day of the diagnosis. */
const READ_AT = new Date('2026-01-01T00:00:00Z');

/**
 * Reads people with a monoclonal gammopathy of undetermined significance (Kyle et al., N Engl J Med 2002;346:564) from
 * a CSV file, or from every .csv of a folder.
 *
 * @returns `invalid-data` naming the file and the missing columns or the first unusable outcome
 */
export async function readData(path: string): Promise<Result<TabularData>> {
  const read = await readCsvFiles(path);
  if (!read.ok) return read;
  const { files, sha256 } = read.value;
  const rows = usableRows(files, {
    columns: COLUMNS,
    isUsable: hasOutcome,
    what: 'ptime, pstat, futime and death',
  });
  return rows.ok ? ok(toData(rows.value, sha256)) : rows;
}

const hasOutcome = ({ ptime, pstat, futime, death }: CsvRow): boolean =>
  numberIn(ptime) >= 0 && numberIn(futime) >= 0 && flagIn(pstat) !== undefined && flagIn(death) !== undefined;

function toData(rows: readonly CsvRow[], sha256: string): TabularData {
  const ids = rows.map((row) => row.id ?? '');
  return {
    sha256,
    ids,
    patients: ids,
    now: READ_AT,
    valuesOf: (row) => valuesOf(rows[row]!),
    outcomes: new Map([
      [
        'progression',
        {
          kind: 'survival',
          time: Float64Array.from(rows, (row) => numberIn(progressed(row) ? row.ptime : row.futime)),
          event: Uint8Array.from(rows, (row) => (progressed(row) ? 1 : flagIn(row.death) ? 2 : 0)),
        },
      ],
    ]),
    groups: groupsOf(rows, GROUPS),
    comparators: new Map([
      [
        'monoclonalProtein',
        {
          values: Float64Array.from(rows, (row) => numberIn(row.mspike)),
          isRisk: false,
          outcome: 'progression',
        },
      ],
    ]),
  };
}

/** To a plasma-cell malignancy. Death without it is a competing event. */
const progressed = ({ pstat }: CsvRow): boolean => flagIn(pstat) === true;

const SEXES: Readonly<Record<string, string>> = { F: 'female', f: 'female', M: 'male', m: 'male' };

const valuesOf = (row: CsvRow): ReturnType<TabularData['valuesOf']> => ({
  age: valueIn(row.age),
  sex: SEXES[row.sex ?? ''],
  'monoclonal-gammopathy': true,
  'multiple-myeloma': false,
  hemoglobin: valueIn(row.hgb),
  creatinine: valueIn(row.creat),
  'monoclonal-protein': valueIn(row.mspike),
});

const GROUPS: Readonly<Record<string, (row: CsvRow) => string>> = {
  sex: (row) => SEXES[row.sex ?? ''] ?? 'unknown',
  ageBand: (row) => bandOf(numberIn(row.age), [60, 75], ['under 60', '60-74', '75+']),
  monoclonalProtein: (row) => bandOf(numberIn(row.mspike), [1.5], ['under 1.5 g/dL', '1.5 g/dL or more']),
};
