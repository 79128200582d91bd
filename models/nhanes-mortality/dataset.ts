import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Cohort } from '../../src/families/prognosis/cohort.ts';
import { problem } from '../../src/kernel/errors.ts';
import type { EvidenceValue } from '../../src/kernel/evidence.ts';
import { err, ok, type Result } from '../../src/kernel/result.ts';

type Row = Readonly<Record<string, string>>;

/** CSV column → concept, and the factor to the concept's canonical unit. */
const MEASURED: Readonly<Record<string, { readonly concept: string; readonly factor?: number }>> = {
  self_rated_health: { concept: 'self-rated-health' },
  height_cm: { concept: 'body-height' },
  weight_kg: { concept: 'body-weight' },
  bmi: { concept: 'body-mass-index' },
  waist_cm: { concept: 'waist-circumference' },
  sbp_mmHg: { concept: 'systolic-blood-pressure' },
  dbp_mmHg: { concept: 'diastolic-blood-pressure' },
  albumin_g_dL: { concept: 'albumin' },
  alp_U_L: { concept: 'alkaline-phosphatase' },
  bun_mg_dL: { concept: 'urea-nitrogen' },
  creatinine_mg_dL: { concept: 'creatinine' },
  glucose_mg_dL: { concept: 'glucose' },
  hba1c_pct: { concept: 'hemoglobin-a1c' },
  bilirubin_total_mg_dL: { concept: 'bilirubin-total' },
  ggt_U_L: { concept: 'gamma-glutamyltransferase' },
  uric_acid_mg_dL: { concept: 'uric-acid' },
  total_cholesterol_mg_dL: { concept: 'total-cholesterol' },
  hdl_mg_dL: { concept: 'hdl-cholesterol' },
  ldl_mg_dL: { concept: 'ldl-cholesterol' },
  triglycerides_mg_dL: { concept: 'triglycerides' },
  crp_mg_dL: { concept: 'c-reactive-protein', factor: 10 },
  wbc_1e3_uL: { concept: 'leukocytes' },
  lymphocytes_pct: { concept: 'lymphocytes-percent' },
  monocytes_pct: { concept: 'monocytes-percent' },
  neutrophils_pct: { concept: 'neutrophils-percent' },
  rbc_1e6_uL: { concept: 'erythrocytes' },
  mcv_fL: { concept: 'mean-corpuscular-volume' },
  rdw_pct: { concept: 'red-cell-distribution-width' },
};

const OTHER_COLUMNS = [
  'sample_id',
  'cycle_start_year',
  'sex',
  'age_years',
  'ethnicity_code',
  'pregnant',
  'phenoage_published',
  'death_all_cause',
  'followup_months',
];

const ETHNICITY: Readonly<Record<string, string>> = {
  '1': 'non-hispanic-white',
  '2': 'non-hispanic-black',
  '3': 'mexican-american',
  '4': 'other',
};

/**
 * From 2007 on NHANES states 80 for everyone of 80 and over (85 in 1999-2006, 90 in 1988-1994). They stand at the mean
 * age of those of 80 and over in 1999-2004, where ages up to 85 are known and older count as 85.
 */
const EIGHTY_AND_OVER: Readonly<Record<string, number>> = { male: 83.1, female: 83.2 };
const TOP_CODED_AT_80_FROM = 2007;

const codes = (pairs: readonly (readonly [EvidenceValue, number])[]): ReadonlyMap<EvidenceValue, number> =>
  new Map(pairs);

/**
 * Reads NHANES rows: one CSV file or every .csv of a folder. Columns are found by name, in any order; empty and NA are
 * missing. People whose vital status or follow-up is unknown are left out.
 *
 * @returns `invalid-data` naming the file and the missing columns or the first unusable outcome
 */
export async function readCohort(
  path: string,
): Promise<Result<{ readonly cohort: Cohort; readonly sha256: string }>> {
  const files = await filesOf(path);
  if (files.length === 0) return invalid('there is no CSV file at the given place');
  const rows: Row[] = [];
  const hash = createHash('sha256');
  for (const file of files) {
    const content = await readFile(file.path);
    hash.update(content);
    const parsed = parseRows(content, file.name);
    if (!parsed.ok) return parsed;
    rows.push(...parsed.value);
  }
  return ok({ cohort: toCohort(rows.filter(hasOutcome)), sha256: hash.digest('hex') });
}

const invalid = (message: string): Result<never> => err(problem('invalid-data', { message }));

async function filesOf(path: string): Promise<{ readonly path: string; readonly name: string }[]> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return [];
  if (!found.isDirectory()) return [{ path, name: 'the file' }];
  const names = (await readdir(path)).filter((name) => name.toLowerCase().endsWith('.csv')).sort();
  return names.map((name) => ({ path: join(path, name), name }));
}

function parseRows(content: Buffer, file: string): Result<Row[]> {
  let rows: Row[];
  try {
    rows = parse(content, { columns: true, bom: true, trim: true, skip_empty_lines: true });
  } catch {
    return invalid(`${file} is not a CSV file with a header line and equally long rows`);
  }
  const [first] = rows;
  if (!first) return invalid(`${file} has no rows`);
  const missing = [...OTHER_COLUMNS, ...Object.keys(MEASURED)].filter((name) => !(name in first));
  if (missing.length > 0) return invalid(`${file} lacks the columns ${missing.join(', ')}`);
  const bad = rows.findIndex((row) => hasOutcome(row) && !outcomeIsUsable(row));
  if (bad >= 0) return invalid(`${file}: row ${bad + 1} has no usable death_all_cause and followup_months`);
  return ok(rows);
}

const isMissing = (text: string | undefined): boolean => text === undefined || text === '' || text === 'NA';

const number = (text: string | undefined): number => (isMissing(text) ? Number.NaN : Number(text));

const hasOutcome = (row: Row): boolean => !isMissing(row.death_all_cause) && !isMissing(row.followup_months);

const outcomeIsUsable = (row: Row): boolean =>
  [0, 1].includes(number(row.death_all_cause)) && number(row.followup_months) >= 0;

function toCohort(rows: readonly Row[]): Cohort {
  const numbers = (of: (row: Row) => number) => Float64Array.from(rows, of);
  return {
    ids: rows.map((row) => row.sample_id ?? ''),
    inputs: new Map([
      ['age', numbers(ageOf)],
      ['sex', numbers((row) => SEXES.get(row.sex ?? '') ?? Number.NaN)],
      ['pregnancy-status', numbers((row) => number(row.pregnant))],
      ...Object.entries(MEASURED).map(
        ([name, { concept, factor = 1 }]) => [concept, numbers((row) => number(row[name]) * factor)] as const,
      ),
    ]),
    codes: new Map([
      ['sex', SEXES],
      [
        'pregnancy-status',
        codes([
          [true, 1],
          [false, 0],
        ]),
      ],
    ]),
    survival: {
      time: numbers((row) => number(row.followup_months)),
      event: Uint8Array.from(rows, (row) => number(row.death_all_cause)),
    },
    groups: new Map([
      ['sex', rows.map((row) => row.sex ?? '')],
      ['ethnicity', rows.map((row) => ETHNICITY[row.ethnicity_code ?? ''] ?? 'unknown')],
      ['ageBand', rows.map((row) => ageBandOf(number(row.age_years)))],
      ['cycle', rows.map((row) => row.cycle_start_year ?? '')],
    ]),
    entryGroup: 'cycle',
    scores: new Map([['phenoage', numbers((row) => number(row.phenoage_published))]]),
  };
}

const SEXES = codes([
  ['female', 0],
  ['male', 1],
]);

function ageOf(row: Row): number {
  const age = number(row.age_years);
  if (number(row.cycle_start_year) < TOP_CODED_AT_80_FROM || age < 80) return age;
  return EIGHTY_AND_OVER[row.sex ?? ''] ?? age;
}

function ageBandOf(age: number): string {
  if (!(age >= 0)) return 'unknown';
  const band = [40, 60, 75].findIndex((upper) => age < upper);
  return ['20-39', '40-59', '60-74', '75+'].at(band) ?? 'unknown';
}
