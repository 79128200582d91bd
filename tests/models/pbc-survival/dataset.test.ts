import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readData } from '../../../models/pbc-survival/dataset.ts';
import type { Outcome, TabularData } from '../../../src/families/prognosis/training/tabular.ts';
import { unwrap } from '../../../src/kernel/result.ts';
import { csvOf, inFolder, type Row } from '../nhanes-mortality/rows.ts';

const DATA = resolve(import.meta.dirname, '../../../../shared/data/pbc');

/** Invented. */
const PERSON: Row = {
  id: 12,
  time: 1461,
  status: 2,
  trt: 1,
  age: 54.3,
  sex: 'f',
  ascites: 0,
  edema: 0.5,
  bili: 2.4,
  albumin: 3.3,
  protime: 11.1,
  stage: 3,
};
const VISITS =
  'id,futime,status,trt,age,sex,day,edema,bili,albumin,protime,stage\n12,1461,2,1,54.3,f,192,1,3,3,12,3';

const csv = (...rows: Row[]) => csvOf(rows, Object.keys(rows[0]!));
const readText = (text: string) => inFolder({ 'a.csv': text }, (folder) => readData(join(folder, 'a.csv')));
const read = async (...rows: Row[]) => unwrap(await readText(csv(...rows)));

const outcomeOf = (data: TabularData) => {
  const outcome = data.outcomes.get('death') as Extract<Outcome, { kind: 'survival' }>;
  return [...outcome.event].map((event, i) => [outcome.time[i]!, event]);
};

describe('a person with primary biliary cholangitis', () => {
  it('has what a chart would hold', async () => {
    expect((await read(PERSON)).valuesOf(0)).toEqual({
      age: 54.3,
      sex: 'female',
      'primary-biliary-cholangitis': true,
      'bilirubin-total': 2.4,
      albumin: 3.3,
      'prothrombin-time': 11.1,
      'oedema-grade': 0.5,
      'liver-histologic-stage': 3,
    });
  });

  it('dies, or is followed to a transplant or the last contact', async () => {
    const data = await read(PERSON, { ...PERSON, status: 1 }, { ...PERSON, status: 0, time: 3652.5 });
    expect(outcomeOf(data)).toEqual([
      [48, 1],
      [48, 0],
      [120, 0],
    ]);
  });

  it('has the Mayo score of the paper', async () => {
    const data = await read(PERSON, { ...PERSON, protime: '' });
    const [score, without] = data.comparators.get('mayoScore')!.values;
    // 0.039 x 54.3 + 0.871 ln 2.4 - 2.53 ln 3.3 + 2.38 ln 11.1 + 0.859 x 0.5, by hand
    expect(score).toBeCloseTo(6.0176, 4);
    expect(without).toBeNaN();
  });

  it('is in groups, outside the trial where no treatment was drawn', async () => {
    const data = await read(PERSON, { ...PERSON, trt: '', stage: 4, age: 40, sex: 'm' });
    expect(Object.fromEntries(data.groups)).toEqual({
      sex: ['female', 'male'],
      ageBand: ['50+', 'under 50'],
      inTrial: ['yes', 'no'],
      stage: ['1-3', '4'],
    });
  });
});

describe('a file or folder of the data set', () => {
  it('is read without the file of later visits', async () => {
    const data = unwrap(await inFolder({ 'pbc.csv': csv(PERSON), 'pbcseq.csv': VISITS }, readData));
    expect(data.ids).toEqual(['12']);
  });

  it.each<[string, string, RegExp]>([
    ['is that of later visits', VISITS, /^a\.csv lacks the columns time$/],
    [
      'lacks columns',
      'id,time,status,trt,age,sex\n1,2,0,1,50,f',
      /lacks the columns edema, bili, albumin, protime, stage$/,
    ],
    ['has an unknown outcome', csv({ ...PERSON, status: 3 }), /row 1 has no usable time and status/],
  ])('is refused by name where it %s', async (_, text, message) => {
    const result = await readText(text);
    expect(result).toMatchObject({ ok: false, error: { code: 'invalid-data' } });
    expect(result.ok ? '' : result.error.message).toMatch(message);
  });

  it.skipIf(!existsSync(DATA))(
    'has 334 people, of whom 129 died (skipped without ../shared/data)',
    async () => {
      const data = unwrap(await readData(DATA));
      expect(data.ids).toHaveLength(334);
      expect(outcomeOf(data).filter(([, event]) => event === 1)).toHaveLength(129);
    },
  );
});
