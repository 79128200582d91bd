import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Row = Readonly<Record<string, string | number>>;

/** A complete row of the data set, invented. */
export const ROW: Row = {
  sample_id: '1999_1',
  cycle_start_year: 1999,
  sex: 'female',
  age_years: 63,
  ethnicity_code: 1,
  pregnant: 0,
  phenoage_published: 61.5,
  death_all_cause: 0,
  followup_months: 120,
  self_rated_health: 3,
  height_cm: 160,
  weight_kg: 65,
  bmi: 25.4,
  waist_cm: 88,
  sbp_mmHg: 124,
  dbp_mmHg: 72,
  albumin_g_dL: 4.2,
  alp_U_L: 70,
  bun_mg_dL: 14,
  creatinine_mg_dL: 0.8,
  glucose_mg_dL: 95,
  hba1c_pct: 5.5,
  bilirubin_total_mg_dL: 0.6,
  ggt_U_L: 20,
  uric_acid_mg_dL: 5,
  total_cholesterol_mg_dL: 200,
  hdl_mg_dL: 55,
  ldl_mg_dL: 120,
  triglycerides_mg_dL: 110,
  crp_mg_dL: 0.21,
  wbc_1e3_uL: 6.5,
  lymphocytes_pct: 30,
  monocytes_pct: 7,
  neutrophils_pct: 60,
  rbc_1e6_uL: 4.6,
  mcv_fL: 90,
  rdw_pct: 13,
};

/** `count` people of 25 to 85 years, the older half of whom die within the horizon or soon after. */
export const people = (count: number): Row[] =>
  Array.from({ length: count }, (_, i) => {
    const age = 25 + Math.round((60 * i) / count);
    const dies = (i * 7) % count < (age - 20) * (count / 130);
    return {
      ...ROW,
      sample_id: `1999_${i}`,
      cycle_start_year: i % 2 === 0 ? 1999 : 2001,
      sex: i % 3 === 0 ? 'male' : 'female',
      age_years: age,
      creatinine_mg_dL: (0.6 + ((i * 13) % 50) / 100).toFixed(2),
      death_all_cause: dies ? 1 : 0,
      followup_months: dies ? 3 + ((i * 11) % 90) : 100 + (i % 40),
    };
  });

export const csvOf = (rows: readonly Row[], columns: readonly string[] = Object.keys(ROW)): string =>
  [columns, ...rows.map((row) => columns.map((c) => String(row[c] ?? '')))]
    .map((r) => r.join(','))
    .join('\n');

/** Runs with a folder of these files, which is gone afterwards. */
export async function inFolder<T>(
  files: Readonly<Record<string, string>>,
  run: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'nhanes-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return await run(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
