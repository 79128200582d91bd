import type { Row, Slot } from './bundle.ts';

const TESTS = [
  'albumin_g_dL',
  'creatinine_mg_dL',
  'rdw_pct',
  'alp_U_L',
  'bun_mg_dL',
  'glucose_mg_dL',
  'hba1c_pct',
  'uric_acid_mg_dL',
  'total_cholesterol_mg_dL',
  'hdl_mg_dL',
  'ggt_U_L',
  'crp_mg_dL',
  'wbc_1e3_uL',
  'lymphocytes_pct',
  'monocytes_pct',
  'mcv_fL',
  'bmi',
  'self_rated_health',
];

const number = (row: Row, column: string): number => {
  const text = row[column];
  return text === undefined || text === '' || text === 'NA' ? Number.NaN : Number(text);
};

const missing = (row: Row): readonly string[] => TESTS.filter((t) => Number.isNaN(number(row, t)));

/** Of 1999-2004, of this sex and age, not pregnant. */
const person = (sex: string, from: number, to: number) => (row: Row) =>
  Number(row.cycle_start_year) >= 1999 &&
  row.sex === sex &&
  number(row, 'age_years') >= from &&
  number(row, 'age_years') <= to &&
  row.pregnant !== '1';

const isComplete = (row: Row): boolean => missing(row).length === 0;

const lacks = (row: Row, column: string): boolean => missing(row).includes(column);

/** Required tests are there, at least three of the others are not. */
const isPartial = (row: Row): boolean =>
  missing(row).length >= 3 && ['albumin_g_dL', 'creatinine_mg_dL', 'rdw_pct'].every((t) => !lacks(row, t));

const female = (from: number, to: number, more: (row: Row) => boolean) => (row: Row) =>
  person('female', from, to)(row) && more(row);

const male = (from: number, to: number, more: (row: Row) => boolean) => (row: Row) =>
  person('male', from, to)(row) && more(row);

const is = (column: string, code: string) => (row: Row) => row[column] === code;
const above = (column: string, limit: number) => (row: Row) => number(row, column) > limit;
const below = (column: string, limit: number) => (row: Row) => number(row, column) < limit;
const all =
  (...tests: readonly ((row: Row) => boolean)[]) =>
  (row: Row) =>
    tests.every((test) => test(row));

/**
 * Who the demo patients are: adults of both sexes, every ethnicity code and age, from well to very ill. `daysAgo` is
 * when the examination is said to have been; `units` are those of the laboratory that is said to report.
 */
export const slots: readonly Slot[] = [
  {
    family: 'Alder',
    daysAgo: 21,
    units: 'conventional',
    fits: female(22, 32, all(isComplete, is('ethnicity_code', '3'))),
  },
  {
    family: 'Birch',
    daysAgo: 9,
    units: 'si',
    fits: male(25, 38, all(isComplete, is('ethnicity_code', '1'))),
  },
  {
    family: 'Cedar',
    daysAgo: 34,
    units: 'conventional',
    fits: female(42, 49, all(isComplete, is('ethnicity_code', '2'))),
  },
  {
    family: 'Dogwood',
    daysAgo: 12,
    units: 'conventional',
    fits: male(45, 58, all(isComplete, above('hba1c_pct', 8.5))),
  },
  { family: 'Elm', daysAgo: 5, units: 'si', fits: female(60, 66, all(isComplete, above('crp_mg_dL', 1.5))) },
  {
    family: 'Fir',
    daysAgo: 16,
    units: 'conventional',
    fits: male(60, 69, all(isComplete, above('creatinine_mg_dL', 1.7))),
  },
  {
    family: 'Ginkgo',
    daysAgo: 41,
    units: 'conventional',
    fits: female(70, 79, all(isComplete, below('albumin_g_dL', 3.6))),
  },
  {
    family: 'Hazel',
    daysAgo: 3,
    units: 'si',
    fits: male(75, 84, all(isComplete, above('rdw_pct', 15), is('ethnicity_code', '2'))),
  },
  { family: 'Ivory', daysAgo: 28, units: 'conventional', fits: female(80, 84, isComplete) },
  {
    family: 'Juniper',
    daysAgo: 66,
    units: 'conventional',
    fits: male(85, 85, all(isComplete, is('ethnicity_code', '1'))),
  },
  {
    family: 'Katsura',
    daysAgo: 14,
    units: 'conventional',
    fits: female(40, 69, all(isPartial, is('ethnicity_code', '4'))),
  },
  { family: 'Larch', daysAgo: 230, units: 'conventional', fits: male(65, 75, isPartial) },
  {
    family: 'Maple',
    daysAgo: 19,
    units: 'conventional',
    fits: female(
      40,
      70,
      (row) => lacks(row, 'creatinine_mg_dL') && !lacks(row, 'rdw_pct') && !lacks(row, 'hba1c_pct'),
    ),
  },
  {
    family: 'Nutmeg',
    daysAgo: 7,
    units: 'conventional',
    fits: (row) => Number(row.cycle_start_year) >= 1999 && row.pregnant === '1' && isComplete(row),
  },
];
