import type { GivenValue } from '../../src/chart/from-values.ts';
import {
  bandOf,
  type CsvRow,
  groupsOf,
  monthsOf,
  numberIn,
  readCsvFiles,
  usableRows,
  valueIn,
} from '../../src/families/prognosis/training/csv-files.ts';
import type { Outcome, TabularData } from '../../src/families/prognosis/training/tabular.ts';
import { ok, type Result } from '../../src/kernel/result.ts';
import { COMPARATOR_COLUMNS, comparatorsOf } from './comparators.ts';

/** Column → concept in its canonical unit: who it is, and the values of the third day in the study. */
const MEASURED: Readonly<Record<string, string>> = {
  age: 'age',
  num_co: 'number-of-comorbidities',
  scoma: 'support-coma-score',
  hday: 'hospital-day-of-serious-illness',
  meanbp: 'mean-arterial-pressure',
  wblc: 'leukocytes',
  hrt: 'heart-rate',
  resp: 'respiratory-rate',
  temp: 'body-temperature',
  pafi: 'oxygen-pressure-to-fraction-ratio',
  alb: 'albumin',
  bili: 'bilirubin-total',
  crea: 'creatinine',
  sod: 'sodium',
  ph: 'arterial-ph',
  glucose: 'glucose',
  bun: 'urea-nitrogen',
  urine: 'urine-output',
};

const OTHER_COLUMNS = [
  ...['id', 'sex', 'race', 'dzgroup', 'diabetes', 'dementia', 'ca', 'adlsc'],
  ...['death', 'd_time', 'hospdead'],
];

const COLUMNS = [...OTHER_COLUMNS, ...Object.keys(MEASURED), ...COMPARATOR_COLUMNS];

/** Values have no dates: every chart is read on the third day in the study. */
const READ_AT = new Date('2026-01-01T00:00:00Z');

/**
 * Reads seriously ill people of SUPPORT (Ann Intern Med 1995;122:191) from a CSV file, or from every .csv of a folder.
 * Of what happened after the third day nothing is a value: neither treatment, costs nor orders not to resuscitate; nor
 * are predictions and scores that others made.
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
    what: 'death, d_time and hospdead',
  });
  return rows.ok ? ok(toData(rows.value, sha256)) : rows;
}

const isFlag = (cell: string | undefined): boolean => cell === '0' || cell === '1';

const hasOutcome = ({ death, d_time, hospdead }: CsvRow): boolean =>
  isFlag(death) && isFlag(hospdead) && numberIn(d_time) >= 0;

function toData(rows: readonly CsvRow[], sha256: string): TabularData {
  const ids = rows.map((row) => row.id ?? '');
  return {
    sha256,
    ids,
    patients: ids,
    now: READ_AT,
    valuesOf: (row) => valuesOf(rows[row]!),
    outcomes: new Map<string, Outcome>([
      [
        'death',
        {
          kind: 'survival',
          time: Float64Array.from(rows, (row) => monthsOf(numberIn(row.d_time))),
          event: Uint8Array.from(rows, (row) => Number(row.death)),
        },
      ],
      ['hospitalDeath', { kind: 'binary', status: Int8Array.from(rows, (row) => Number(row.hospdead)) }],
    ]),
    groups: groupsOf(rows, GROUPS),
    comparators: comparatorsOf(rows),
  };
}

const ILLNESSES: Readonly<Record<string, string>> = {
  'ARF/MOSF w/Sepsis': 'respiratory-failure-or-sepsis',
  CHF: 'heart-failure',
  COPD: 'copd',
  Cirrhosis: 'cirrhosis',
  'Colon Cancer': 'colon-cancer',
  Coma: 'coma',
  'Lung Cancer': 'lung-cancer',
  'MOSF w/Malig': 'organ-failure-with-malignancy',
};

const valuesOf = (row: CsvRow): Readonly<Record<string, GivenValue>> => ({
  sex: row.sex,
  'serious-illness-group': ILLNESSES[row.dzgroup ?? ''],
  'diabetes-mellitus': flagOf(row.diabetes),
  dementia: flagOf(row.dementia),
  'malignant-neoplastic-disease': row.ca ? row.ca !== 'no' : undefined,
  'metastatic-cancer': row.ca ? row.ca === 'metastatic' : undefined,
  'adl-dependencies': dependencies(row.adlsc),
  ...Object.fromEntries(Object.entries(MEASURED).map(([column, concept]) => [concept, valueIn(row[column])])),
});

const flagOf = (cell: string | undefined): boolean | undefined => (isFlag(cell) ? cell === '1' : undefined);

/**
 * Of the person or of a relative, or estimated where nobody could be asked (a quarter): whole activities, lest a
 * fraction tell which. Who could not be asked had often died before, so that nothing may tell it.
 */
function dependencies(cell: string | undefined): number | undefined {
  const stated = valueIn(cell);
  return stated === undefined ? undefined : Math.min(Math.max(Math.round(stated), 0), 7);
}

const RACES = ['white', 'black', 'hispanic', 'asian'];

const GROUPS: Readonly<Record<string, (row: CsvRow) => string>> = {
  sex: (row) => row.sex || 'unknown',
  ageBand: (row) => bandOf(numberIn(row.age), [50, 65, 80], ['under 50', '50-64', '65-79', '80+']),
  race: ({ race = '' }) => (RACES.includes(race) ? race : 'other or unknown'),
  illness: (row) => ILLNESSES[row.dzgroup ?? ''] ?? 'unknown',
};
