import {
  bandOf,
  type CsvFile,
  type CsvRow,
  groupsOf,
  invalidData,
  monthsOf,
  numberIn,
  readCsvFiles,
  usableRows,
  valueIn,
} from '../../src/families/prognosis/training/csv-files.ts';
import type { TabularData } from '../../src/families/prognosis/training/tabular.ts';
import { ok, type Result } from '../../src/kernel/result.ts';
import { mayoScore } from './mayo-score.ts';

const COLUMNS = ['id', 'time', 'status', 'trt', 'age', 'sex', 'edema', 'bili', 'albumin', 'protime', 'stage'];

/** Values have no dates: every chart is read on the day of registration. */
const READ_AT = new Date('2026-01-01T00:00:00Z');

/**
 * Reads people with primary biliary cholangitis as they were registered at the Mayo Clinic (Fleming & Harrington,
 * Counting Processes and Survival Analysis, 1991) from a CSV file, or from every .csv of a folder but those of the
 * later visits (pbcseq).
 *
 * @returns `invalid-data` naming the file and the missing columns or the first unusable outcome
 */
export async function readData(path: string): Promise<Result<TabularData>> {
  const read = await readCsvFiles(path);
  if (!read.ok) return read;
  const { files, sha256 } = read.value;
  const registrations = files.length === 1 ? files : files.filter((file) => !isOfVisits(file));
  if (registrations.length === 0) return invalidData('there is no file of registrations (pbc.csv)');
  const rows = usableRows(registrations, { columns: COLUMNS, isUsable: hasOutcome, what: 'time and status' });
  return rows.ok ? ok(toData(rows.value, sha256)) : rows;
}

const isOfVisits = (file: CsvFile): boolean => file.lacks(['day', 'futime']).length === 0;

const hasOutcome = ({ time, status }: CsvRow): boolean =>
  numberIn(time) >= 0 && [0, 1, 2].includes(numberIn(status));

/** Dead. A transplant ends follow-up: the risk is that of a life without one (Dickson et al. 1989). */
const isDead = ({ status }: CsvRow): boolean => numberIn(status) === 2;

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
        'death',
        {
          kind: 'survival',
          time: Float64Array.from(rows, (row) => monthsOf(numberIn(row.time))),
          event: Uint8Array.from(rows, (row) => (isDead(row) ? 1 : 0)),
        },
      ],
    ]),
    groups: groupsOf(rows, GROUPS),
    comparators: new Map([
      ['mayoScore', { values: Float64Array.from(rows, mayoScore), isRisk: false, outcome: 'death' }],
    ]),
  };
}

const SEXES: Readonly<Record<string, string>> = { f: 'female', F: 'female', m: 'male', M: 'male' };

const valuesOf = (row: CsvRow): ReturnType<TabularData['valuesOf']> => ({
  age: valueIn(row.age),
  sex: SEXES[row.sex ?? ''],
  'primary-biliary-cholangitis': true,
  'bilirubin-total': valueIn(row.bili),
  albumin: valueIn(row.albumin),
  'prothrombin-time': valueIn(row.protime),
  'oedema-grade': valueIn(row.edema),
  'liver-histologic-stage': valueIn(row.stage),
});

const GROUPS: Readonly<Record<string, (row: CsvRow) => string>> = {
  sex: (row) => SEXES[row.sex ?? ''] ?? 'unknown',
  ageBand: (row) => bandOf(numberIn(row.age), [50], ['under 50', '50+']),
  inTrial: (row) => (Number.isNaN(numberIn(row.trt)) ? 'no' : 'yes'),
  stage: (row) => bandOf(numberIn(row.stage), [4], ['1-3', '4']),
};
