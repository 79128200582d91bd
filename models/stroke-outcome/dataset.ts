import {
  bandOf,
  type CsvRow,
  groupsOf,
  numberIn,
  readCsvFiles,
  usableRows,
  valueIn,
} from '../../src/families/prognosis/training/csv-files.ts';
import type { Comparator, Outcome, TabularData } from '../../src/families/prognosis/training/tabular.ts';
import type { EvidenceValue } from '../../src/kernel/evidence.ts';
import { ok, type Result } from '../../src/kernel/result.ts';
import { COUNTRIES } from './countries.ts';

/** Deficits at randomisation, by column: Y, N, or C where they could not be assessed. */
export const DEFICITS: Readonly<Record<string, string>> = {
  RDEF1: 'facial-weakness',
  RDEF2: 'arm-weakness',
  RDEF3: 'leg-weakness',
  RDEF4: 'dysphasia',
  RDEF5: 'hemianopia',
  RDEF6: 'visuospatial-disorder',
  RDEF7: 'brainstem-signs',
};

const COLUMNS = [
  ...['row_id', 'AGE', 'SEX', 'RCONSC', 'RSBP', 'RATRIAL', 'RVISINF', ...Object.keys(DEFICITS)],
  ...['STYPE', 'COUNTRY', 'OCCODE', 'ID14', 'EXPDD', 'EXPD6', 'EXPD14'],
];

/** Values have no dates: every chart is read when somebody was randomised. */
const READ_AT = new Date('2026-01-01T00:00:00Z');

/**
 * Reads people of the International Stroke Trial (Lancet 1997;349:1569) from a CSV file, or from every .csv of a
 * folder. What was known at randomisation are values; what was done and seen later is not.
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
    what: 'OCCODE (0-4 or 9) and ID14 (0 or 1)',
  });
  return rows.ok ? ok(toData(rows.value, sha256)) : rows;
}

const hasOutcome = ({ OCCODE, ID14 }: CsvRow): boolean =>
  ['', '0', '1', '2', '3', '4', '9'].includes(OCCODE ?? '') && ['', '0', '1'].includes(ID14 ?? '');

/** State at six months: 1 dead, 2 dependent, 3 not recovered, 4 recovered; 0, 9 and nothing: unknown. */
const isKnown = (state: string | undefined): boolean => ['1', '2', '3', '4'].includes(state ?? '');

const sixMonths = (row: CsvRow, states: readonly string[]): number =>
  isKnown(row.OCCODE) ? Number(states.includes(row.OCCODE!)) : -1;

const OUTCOMES: Readonly<Record<string, (row: CsvRow) => number>> = {
  deadOrDependent: (row) => sixMonths(row, ['1', '2']),
  deathBySixMonths: (row) => sixMonths(row, ['1']),
  deathBy14Days: ({ ID14 }) => (ID14 === '' ? -1 : Number(ID14)),
};

/** The trial's own predictions. */
const COMPARATORS: Readonly<Record<string, readonly [column: string, outcome: string]>> = {
  trialModel: ['EXPDD', 'deadOrDependent'],
  trialModelDeath6mo: ['EXPD6', 'deathBySixMonths'],
  trialModelDeath14d: ['EXPD14', 'deathBy14Days'],
};

function toData(rows: readonly CsvRow[], sha256: string): TabularData {
  const ids = rows.map((row) => row.row_id ?? '');
  return {
    sha256,
    ids,
    patients: ids,
    now: READ_AT,
    valuesOf: (row) => valuesOf(rows[row]!),
    outcomes: new Map(
      Object.entries(OUTCOMES).map(([name, of]): [string, Outcome] => [
        name,
        { kind: 'binary', status: Int8Array.from(rows, of) },
      ]),
    ),
    groups: groupsOf(rows, GROUPS),
    comparators: new Map(
      Object.entries(COMPARATORS).map(([name, [column, outcome]]): [string, Comparator] => [
        name,
        { values: Float64Array.from(rows, (row) => numberIn(row[column])), isRisk: true, outcome },
      ]),
    ),
  };
}

const SEXES: Readonly<Record<string, string>> = { F: 'female', M: 'male' };

/** Fully alert, drowsy, unconscious. */
const RESPONSIVENESS: Readonly<Record<string, string>> = { F: 'alert', D: 'voice', U: 'unresponsive' };

const YES_OR_NO: Readonly<Record<string, EvidenceValue>> = { Y: true, N: false };

const DEFICIT: Readonly<Record<string, EvidenceValue>> = { ...YES_OR_NO, C: 'not-assessable' };

const SYNDROMES: Readonly<Record<string, string>> = {
  TACS: 'total-anterior',
  PACS: 'partial-anterior',
  LACS: 'lacunar',
  POCS: 'posterior',
  OTH: 'other',
};

const valuesOf = (row: CsvRow): ReturnType<TabularData['valuesOf']> => ({
  age: valueIn(row.AGE),
  sex: SEXES[row.SEX ?? ''],
  'cerebrovascular-accident': true,
  'level-of-responsiveness': RESPONSIVENESS[row.RCONSC ?? ''],
  'systolic-blood-pressure': valueIn(row.RSBP),
  'stroke-syndrome': SYNDROMES[row.STYPE ?? ''],
  'atrial-fibrillation': YES_OR_NO[row.RATRIAL ?? ''],
  'visible-infarct-on-ct': YES_OR_NO[row.RVISINF ?? ''],
  'country-of-residence': row.COUNTRY ? (COUNTRIES[row.COUNTRY] ?? 'other') : undefined,
  ...Object.fromEntries(
    Object.entries(DEFICITS).map(([column, concept]) => [concept, DEFICIT[row[column] ?? '']]),
  ),
});

/** Countries with many people; the others together. */
const LARGE = ['UK', 'ITAL', 'SWIT', 'POLA', 'NETH', 'SWED'];

const GROUPS: Readonly<Record<string, (row: CsvRow) => string>> = {
  sex: (row) => SEXES[row.SEX ?? ''] ?? 'unknown',
  ageBand: (row) => bandOf(numberIn(row.AGE), [60, 70, 80], ['under 60', '60-69', '70-79', '80+']),
  consciousness: (row) => RESPONSIVENESS[row.RCONSC ?? ''] ?? 'unknown',
  strokeSyndrome: (row) => SYNDROMES[row.STYPE ?? ''] ?? 'unknown',
  country: ({ COUNTRY = '' }) => (LARGE.includes(COUNTRY) ? COUNTRIES[COUNTRY]! : 'others'),
};
