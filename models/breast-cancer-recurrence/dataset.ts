import {
  bandOf,
  flagIn,
  groupsOf,
  numberIn,
  readCsvFiles,
  valueIn,
} from '../../src/families/prognosis/training/csv-files.ts';
import type { TabularData } from '../../src/families/prognosis/training/tabular.ts';
import { ok, type Result } from '../../src/kernel/result.ts';
import { type Case, casesOf } from './cohorts.ts';
import { nottinghamIndex } from './nottingham-index.ts';

/** Values have no dates: every chart is read on the day of surgery. */
const READ_AT = new Date('2026-01-01T00:00:00Z');

/**
 * Reads women with primary breast cancer from a CSV file, or from every .csv of a folder: of the Rotterdam tumour
 * bank, or of trial 2 of the German Breast Cancer Study Group.
 *
 * @returns `invalid-data` naming the file and the missing columns or the first unusable outcome
 */
export async function readData(path: string): Promise<Result<TabularData>> {
  const read = await readCsvFiles(path);
  if (!read.ok) return read;
  const cases: Case[] = [];
  for (const file of read.value.files) {
    const found = casesOf(file);
    if (!found.ok) return found;
    cases.push(...found.value);
  }
  return ok(toData(cases, read.value.sha256));
}

function toData(cases: readonly Case[], sha256: string): TabularData {
  const ids = cases.map((c) => c.id);
  return {
    sha256,
    ids,
    patients: ids,
    now: READ_AT,
    valuesOf: (row) => valuesOf(cases[row]!),
    outcomes: new Map([
      [
        'recurrence',
        {
          kind: 'survival',
          time: Float64Array.from(cases, (c) => c.time),
          event: Uint8Array.from(cases, (c) => c.event),
        },
      ],
    ]),
    groups: groupsOf(cases, GROUPS),
    comparators: new Map([
      [
        'nottinghamPrognosticIndex',
        { values: Float64Array.from(cases, nottinghamIndex), isRisk: false, outcome: 'recurrence' },
      ],
    ]),
  };
}

const valuesOf = ({ row, size, grade, chemotherapy }: Case): ReturnType<TabularData['valuesOf']> => ({
  age: valueIn(row.age),
  sex: 'female',
  'breast-cancer': true,
  'menopausal-status': MENOPAUSE[row.meno ?? ''],
  'tumor-size': size,
  'tumor-grade': grade,
  'positive-lymph-nodes': valueIn(row.nodes),
  'progesterone-receptor-concentration': valueIn(row.pgr),
  'estrogen-receptor-concentration': valueIn(row.er),
  tamoxifen: flagIn(row.hormon),
  'breast-cancer-chemotherapy': chemotherapy,
});

const MENOPAUSE: Readonly<Record<string, string>> = { '0': 'premenopausal', '1': 'postmenopausal' };

/** A concentration from which a tumour was called receptor positive, fmol/mg. */
const POSITIVE = 10;

const GROUPS: Readonly<Record<string, (c: Case) => string>> = {
  ageBand: ({ row }) => bandOf(numberIn(row.age), [45, 65], ['under 45', '45-64', '65+']),
  menopause: ({ row }) => MENOPAUSE[row.meno ?? ''] ?? 'unknown',
  nodes: ({ row }) => bandOf(numberIn(row.nodes), [1, 4, 10], ['0', '1-3', '4-9', '10+']),
  estrogenReceptor: ({ row }) => bandOf(numberIn(row.er), [POSITIVE], ['negative', 'positive']),
  treatment: ({ row, chemotherapy }) =>
    [flagIn(row.hormon) && 'tamoxifen', chemotherapy && 'chemotherapy'].filter(Boolean).join(' and ') ||
    'none',
};
