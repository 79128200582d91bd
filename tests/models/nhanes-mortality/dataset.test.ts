import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCohort } from '../../../models/nhanes-mortality/dataset.ts';
import { valuesOf } from '../../../src/families/prognosis/cohort.ts';
import { unwrap } from '../../../src/kernel/result.ts';
import { csvOf, inFolder, ROW, type Row } from './rows.ts';

const FILE = 'anything.csv';

const readText = (text: string) => inFolder({ [FILE]: text }, (folder) => readCohort(join(folder, FILE)));
const read = async (...rows: Row[]) => unwrap(await readText(csvOf(rows))).cohort;

async function problemOf(text: string): Promise<string> {
  const result = await readText(text);
  return result.ok ? 'none' : `${result.error.code}: ${result.error.message}`;
}

describe('a person of the data set', () => {
  it('has values in canonical units, by concept', async () => {
    const values = valuesOf(await read(ROW), 0);
    expect(values).toMatchObject({
      age: 63,
      sex: 'female',
      'pregnancy-status': false,
      creatinine: 0.8,
      'red-cell-distribution-width': 13,
      'c-reactive-protein': 2.1,
      'self-rated-health': 3,
    });
  });

  it('lacks what is empty or NA', async () => {
    const values = valuesOf(
      await read({ ...ROW, creatinine_mg_dL: '', albumin_g_dL: 'NA', pregnant: '' }),
      0,
    );
    for (const concept of ['creatinine', 'albumin', 'pregnancy-status'])
      expect(values).not.toHaveProperty(concept);
    expect(values.glucose).toBe(95);
  });

  it('has an outcome, groups and the published score', async () => {
    const cohort = await read({ ...ROW, death_all_cause: 1, followup_months: 14 });
    expect(cohort.ids).toEqual(['1999_1']);
    expect([...cohort.survival.time, ...cohort.survival.event]).toEqual([14, 1]);
    expect(Object.fromEntries([...cohort.groups].map(([k, v]) => [k, v[0]]))).toEqual({
      sex: 'female',
      ethnicity: 'non-hispanic-white',
      ageBand: '60-74',
      cycle: '1999',
    });
    expect(cohort.scores.get('phenoage')![0]).toBe(61.5);
  });

  it.each([
    [39, '20-39'],
    [40, '40-59'],
    [59, '40-59'],
    [60, '60-74'],
    [75, '75+'],
    ['', 'unknown'],
  ])('of age %s is of the band %s', async (age_years, band) => {
    expect((await read({ ...ROW, age_years })).groups.get('ageBand')).toEqual([band]);
  });

  it('stands at the mean age of those over 80 where the survey states 80 for all of them', async () => {
    const ages = async (cycle_start_year: number, age_years: number) =>
      (await read({ ...ROW, cycle_start_year, age_years })).inputs.get('age')![0];
    expect(await ages(2007, 80)).toBe(83.2);
    expect(await ages(2007, 79)).toBe(79);
    expect(await ages(2003, 80)).toBe(80);
  });

  it('is left out where the outcome is not known', async () => {
    const lost = { ...ROW, sample_id: 'lost', death_all_cause: '' };
    const unknown = { ...ROW, sample_id: 'unknown', followup_months: 'NA' };
    expect((await read(lost, ROW, unknown)).ids).toEqual(['1999_1']);
  });
});

describe('a file of the data set', () => {
  it('reads the same with its columns in any order, more of them, a byte order mark, blanks and CRLF', async () => {
    const plain = unwrap(await readText(csvOf([ROW]))).cohort;
    const shuffled = [...Object.keys(ROW).reverse(), 'wave'];
    const odd = `\uFEFF${csvOf([ROW], shuffled).replaceAll(',', ' , ').replaceAll('\n', '\r\n')}\r\n\r\n`;
    expect(unwrap(await readText(odd)).cohort).toEqual(plain);
  });

  it('has the hash of its bytes', async () => {
    const text = csvOf([ROW]);
    const { sha256 } = unwrap(await readText(text));
    expect(sha256).toBe(createHash('sha256').update(text).digest('hex'));
  });

  it.each<[string, string, RegExp]>([
    ['is empty', '', /has no rows/],
    ['has a header only', csvOf([]), /has no rows/],
    ['is not CSV', '"unclosed\n1,2', /not a CSV file/],
    ['has rows of different length', `${csvOf([ROW])}\n1,2,3`, /equally long rows/],
    [
      'lacks columns',
      csvOf(
        [ROW],
        Object.keys(ROW).filter((c) => c !== 'rdw_pct' && c !== 'followup_months'),
      ),
      /lacks the columns followup_months, rdw_pct$/,
    ],
    [
      'has an outcome that is neither 0 nor 1',
      csvOf([ROW, { ...ROW, death_all_cause: 2 }]),
      /row 2 has no usable death_all_cause/,
    ],
    ['has negative follow-up', csvOf([{ ...ROW, followup_months: -1 }]), /row 1 has no usable/],
    ['has follow-up in words', csvOf([{ ...ROW, followup_months: 'long' }]), /row 1 has no usable/],
  ])('is refused by name when it %s', async (_, text, reason) => {
    expect(await problemOf(text)).toMatch(/^invalid-data: the file\b/);
    expect(await problemOf(text)).toMatch(reason);
  });

  it('that is not there is said not to be there', async () => {
    const result = await readCohort(join(import.meta.dirname, 'no-such-file.csv'));
    expect(result).toMatchObject({ ok: false, error: { code: 'invalid-data' } });
  });
});

describe('a folder of the data set', () => {
  const second = { ...ROW, sample_id: '2001_2', cycle_start_year: 2001 };

  it('is all of its CSV files, whatever they are called', async () => {
    const files = { 'b.CSV': csvOf([second]), 'a.csv': csvOf([ROW]), 'SOURCE.md': '# not data' };
    const { cohort } = unwrap(await inFolder(files, readCohort));
    expect(cohort.ids).toEqual(['1999_1', '2001_2']);
  });

  it('is refused by the name of the file that is wrong, and when it holds none', async () => {
    const wrong = await inFolder({ 'a.csv': csvOf([ROW]), 'b.csv': 'x,y\n1,2' }, readCohort);
    expect(wrong.ok ? '' : wrong.error.message).toMatch(/^b\.csv lacks the columns sample_id/);
    const none = await inFolder({ 'SOURCE.md': '# not data' }, readCohort);
    expect(none.ok ? '' : none.error.message).toMatch(/no CSV file/);
  });
});
