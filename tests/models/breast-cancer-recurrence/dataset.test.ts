import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readData } from '../../../models/breast-cancer-recurrence/dataset.ts';
import { recipe } from '../../../models/breast-cancer-recurrence/train.ts';
import type { Outcome, TabularData } from '../../../src/families/prognosis/training/tabular.ts';
import { unwrap } from '../../../src/kernel/result.ts';
import { csvOf, inFolder, type Row } from '../nhanes-mortality/rows.ts';

const DATA = resolve(import.meta.dirname, '../../../../shared/data/rotterdam-breast');

/** Invented. */
const WOMAN: Row = {
  pid: 7,
  year: 1988,
  age: 52,
  meno: 1,
  size: '20-50',
  grade: 3,
  nodes: 2,
  pgr: 35,
  er: 291,
  hormon: 0,
  chemo: 1,
  rtime: 700,
  recur: 1,
  dtime: 1400,
  death: 1,
};
const IN_TRIAL: Row = {
  pid: 9,
  age: 47,
  meno: 0,
  size: 23,
  grade: 2,
  nodes: 5,
  pgr: 0,
  er: 4,
  hormon: 1,
  rfstime: 913,
  status: 0,
};

const csv = (...rows: Row[]) => csvOf(rows, Object.keys(rows[0]!));
const readText = (text: string) => inFolder({ 'a.csv': text }, (folder) => readData(join(folder, 'a.csv')));
const read = async (...rows: Row[]) => unwrap(await readText(csv(...rows)));

const outcomeOf = (data: TabularData) => {
  const outcome = data.outcomes.get('recurrence') as Extract<Outcome, { kind: 'survival' }>;
  return [...outcome.event].map((event, i) => [Math.round(outcome.time[i]! * 30.4375), event]);
};

describe('a woman of the Rotterdam tumour bank', () => {
  it('has what a chart would hold of her', async () => {
    expect((await read(WOMAN)).valuesOf(0)).toEqual({
      age: 52,
      sex: 'female',
      'breast-cancer': true,
      'menopausal-status': 'postmenopausal',
      'tumor-size': 30,
      'tumor-grade': 'higher of two',
      'positive-lymph-nodes': 2,
      'progesterone-receptor-concentration': 35,
      'estrogen-receptor-concentration': 291,
      tamoxifen: false,
      'breast-cancer-chemotherapy': true,
    });
  });

  it.each([
    ['<=20', 16],
    ['20-50', 30],
    ['>50', 60],
    [24, 24],
  ])('of the size %s counts as one of %d mm', async (size, mm) => {
    expect((await read({ ...WOMAN, size })).valuesOf(0)['tumor-size']).toBe(mm);
  });

  it('has the first of recurrence and death, else the last news', async () => {
    const data = await read(
      WOMAN,
      { ...WOMAN, recur: 0, rtime: 900, dtime: 1200 },
      { ...WOMAN, recur: 0, death: 0, rtime: 2000, dtime: 2000 },
    );
    expect(outcomeOf(data)).toEqual([
      [700, 1],
      [1200, 1],
      [2000, 0],
    ]);
  });

  it('lacks what is empty or not coded', async () => {
    const values = (await read({ ...WOMAN, pgr: '', meno: 'NA', grade: '' })).valuesOf(0);
    expect(values['progesterone-receptor-concentration']).toBeUndefined();
    expect(values['menopausal-status']).toBeUndefined();
    expect(values['tumor-grade']).toBeUndefined();
  });

  it('has groups and a Nottingham prognostic index', async () => {
    const data = await read(WOMAN, {
      ...WOMAN,
      grade: 2,
      nodes: 0,
      size: '<=20',
      chemo: 0,
      hormon: 0,
      er: 3,
    });
    expect(Object.fromEntries([...data.groups].map(([k, v]) => [k, v]))).toEqual({
      ageBand: ['45-64', '45-64'],
      menopause: ['postmenopausal', 'postmenopausal'],
      nodes: ['1-3', '0'],
      estrogenReceptor: ['positive', 'negative'],
      treatment: ['chemotherapy', 'none'],
    });
    const [first, second] = data.comparators.get('nottinghamPrognosticIndex')!.values;
    expect(first).toBeCloseTo(0.6 + 3 + 2, 12);
    expect(second).toBeCloseTo(0.32 + 2 + 1, 12);
  });
});

describe('a woman of the German trial', () => {
  it('was given chemotherapy, has a size in mm and one of three grades', async () => {
    expect((await read(IN_TRIAL)).valuesOf(0)).toEqual({
      age: 47,
      sex: 'female',
      'breast-cancer': true,
      'menopausal-status': 'premenopausal',
      'tumor-size': 23,
      'tumor-grade': 2,
      'positive-lymph-nodes': 5,
      'progesterone-receptor-concentration': 0,
      'estrogen-receptor-concentration': 4,
      tamoxifen: true,
      'breast-cancer-chemotherapy': true,
    });
  });

  it('has recurrence-free survival', async () => {
    const data = await read(IN_TRIAL, { ...IN_TRIAL, pid: 10, status: 1, rfstime: 62 });
    expect(outcomeOf(data)).toEqual([
      [913, 0],
      [62, 1],
    ]);
    expect(data.ids).toEqual(['german-trial-9', 'german-trial-10']);
  });
});

describe('a file or folder', () => {
  it('may have its columns in any order, and files of both kinds', async () => {
    const shuffled = csvOf([WOMAN], [...Object.keys(WOMAN).reverse(), 'note']);
    const files = { 'a.csv': shuffled, 'b.csv': csv(IN_TRIAL), 'SOURCE.md': '# not data' };
    const data = unwrap(await inFolder(files, readData));
    expect(data.ids).toEqual(['rotterdam-7', 'german-trial-9']);
    expect(data.patients).toEqual(data.ids);
  });

  it.each<[string, string, RegExp]>([
    [
      'is of neither kind',
      'pid,age,meno,grade,nodes,pgr,er,hormon\n1,2,3,4,5,6,7,8',
      /^a\.csv lacks the columns size, chemo, rtime, recur, dtime, death \(or, for the German trial, size, rfstime, status\)$/,
    ],
    ['has an unknown outcome', csv(WOMAN, { ...WOMAN, death: 2 }), /^a\.csv: row 2 has no usable rtime/],
    ['has no time', csv({ ...IN_TRIAL, rfstime: '' }), /^a\.csv: row 1 has no usable rfstime and status/],
    ['is empty', '', /^a\.csv has no rows/],
    ['is not CSV', '"a\n1,2', /^a\.csv is not a CSV file/],
  ])('is refused by name where it %s', async (_, text, message) => {
    const result = await readText(text);
    expect(result).toMatchObject({ ok: false, error: { code: 'invalid-data' } });
    expect(result.ok ? '' : result.error.message).toMatch(message);
  });

  it('is said not to be there where it is not', async () => {
    const result = await readData(join(import.meta.dirname, 'no-such-file.csv'));
    expect(result).toMatchObject({ ok: false, error: { code: 'invalid-data' } });
  });

  it.skipIf(!existsSync(DATA))(
    'of the data set has 2,982 women and 1,713 events (skipped without ../shared/data)',
    async () => {
      const data = unwrap(await recipe.readData(DATA));
      expect(data.ids).toHaveLength(2982);
      expect(outcomeOf(data).filter(([, event]) => event === 1)).toHaveLength(1713);
    },
  );
});
