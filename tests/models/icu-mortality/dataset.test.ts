import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readData } from '../../../models/icu-mortality/dataset.ts';
import { chartFromValues } from '../../../src/chart/from-values.ts';
import type { TabularData } from '../../../src/families/prognosis/training/tabular.ts';
import { unwrap } from '../../../src/kernel/result.ts';
import { type Charted, inFolder, longCsv, STAY, summaryCsv } from './stay.ts';

const read = async (stay: readonly Charted[] = STAY, death: number | '' = 0): Promise<TabularData> =>
  unwrap(await inFolder({ 'x.csv': longCsv({ 7: stay }), 'y.csv': summaryCsv({ 7: death }) }, readData));

const seriesOf = ({ now, valuesOf }: TabularData, concept: string) =>
  chartFromValues({ now, values: valuesOf(0) }).readSeries({
    concept,
    required: false,
    comparator: 'reject',
    window: 'P2D',
  });

const usable = (data: TabularData, concept: string) => seriesOf(data, concept).points.map((p) => p.value);

async function problemOf(files: Readonly<Record<string, string | Buffer>>): Promise<string> {
  const result = await inFolder(files, readData);
  return result.ok ? 'none' : `${result.error.code}: ${result.error.message}`;
}

describe('a stay of the data set', () => {
  it('is described once', async () => {
    expect((await read()).valuesOf(0)).toMatchObject({
      age: 67,
      sex: 'male',
      'intensive-care-unit': { value: 'medical' },
    });
  });

  it('has the values of its first 48 hours, in canonical units', async () => {
    const data = await read();
    expect(usable(data, 'urea-nitrogen')).toEqual([31, 35, 39]);
    expect(usable(data, 'inhaled-oxygen-concentration').slice(0, 4)).toEqual([29, 57, 100, 35]);
    expect(usable(data, 'magnesium')).toEqual([1.9, 2, 2.1]);
  });

  it('is read 48 hours after admission: the last minute is now', async () => {
    const data = await read();
    const [last] = seriesOf(data, 'lactate').points;
    expect(last).toEqual({ at: data.now.getTime(), value: 2.4 });
    const [first] = seriesOf(data, 'body-height').points;
    expect(first?.at).toBe(data.now.getTime() - 48 * 3_600_000);
  });

  it('joins cuff and invasive pressures in one series', async () => {
    const rows: Charted[] = [
      [10, 'NISysABP', 120],
      [20, 'SysABP', 95],
      [30, 'NISysABP', 118],
    ];
    expect(usable(await read(rows), 'systolic-blood-pressure')).toEqual([120, 95, 118]);
  });

  it('lacks what is −1, and what no living body has is left out', async () => {
    const rows: Charted[] = [
      [0, 'Age', 67],
      [0, 'Gender', -1],
      [0, 'ICUType', 9],
      [0, 'Weight', -1],
      ...STAY.filter(([, name]) => name === 'SysABP' || name === 'pH'),
    ];
    const data = await read(rows);
    expect(data.valuesOf(0).sex).toBeUndefined();
    expect(data.valuesOf(0)).not.toHaveProperty('intensive-care-unit');
    expect(data.valuesOf(0)).not.toHaveProperty('body-weight');
    expect(Math.min(...usable(data, 'systolic-blood-pressure').map(Number))).toBeGreaterThan(90);
    expect(usable(data, 'arterial-ph')).toEqual([]);
  });

  it('has an outcome, groups and the scores of the data set', async () => {
    const data = await read(STAY, 1);
    expect(data.ids).toEqual(['7']);
    expect(data.outcomes.get('in_hospital_death')).toEqual({ kind: 'binary', status: Int8Array.of(1) });
    expect(Object.fromEntries(data.groups)).toEqual({
      sex: ['male'],
      ageBand: ['65-79'],
      icuType: ['medical'],
    });
    expect(data.comparators.get('saps1')?.values).toEqual(Float64Array.of(16));
    expect(data.comparators.get('sofa')?.values).toEqual(Float64Array.of(Number.NaN));
  });

  it('counts for nothing where its outcome is not known', async () => {
    expect((await read(STAY, '')).outcomes.get('in_hospital_death')).toMatchObject({
      status: Int8Array.of(-1),
    });
  });

  it('never has what became of it among its values', async () => {
    const rows: Charted[] = [...STAY, [0, 'Length_of_stay', 9], [0, 'Survival', 3], [0, 'SAPS-I', 20]];
    expect(Object.keys((await read(rows)).valuesOf(0))).toEqual(Object.keys((await read()).valuesOf(0)));
  });
});

describe('the files of the data set', () => {
  const series = longCsv({ 7: STAY });
  const outcomes = summaryCsv({ 7: 0 });

  it('are told apart by their columns, packed or not, in several parts and any order', async () => {
    const parts = {
      'a.csv': summaryCsv({ 9: 1 }),
      'b.csv.gz': gzipSync(longCsv({ 7: STAY, 8: STAY })),
      'c.CSV': longCsv({ 9: STAY }),
      'd.csv': summaryCsv({ 8: 0, 7: 1 }),
      'SOURCE.md': '# not data',
    };
    const { ids } = unwrap(await inFolder(parts, readData));
    expect(ids).toEqual(['9', '7', '8']);
  });

  it('read the same with columns in any order, blanks, a byte order mark and CRLF', async () => {
    const plain = unwrap(await inFolder({ 'a.csv': series, 'b.csv': outcomes }, readData));
    const odd = `\uFEFF${series
      .split('\n')
      .map((line) => line.split(',').reverse().join(' , '))
      .join('\r\n')}\r\n`;
    const data = unwrap(await inFolder({ 'a.csv': odd, 'b.csv': outcomes }, readData));
    expect(data.valuesOf(0)).toEqual(plain.valuesOf(0));
  });

  it('have a hash that neither names nor packing change', async () => {
    const one = unwrap(await inFolder({ 'a.csv': series, 'b.csv': outcomes }, readData));
    const other = unwrap(await inFolder({ 'z.csv.gz': gzipSync(series), 'b.csv': outcomes }, readData));
    const changed = unwrap(await inFolder({ 'a.csv': series, 'b.csv': summaryCsv({ 7: 1 }) }, readData));
    expect(other.sha256).toBe(one.sha256);
    expect(changed.sha256).not.toBe(one.sha256);
  });

  it.each<[string, Record<string, string | Buffer>, RegExp]>([
    ['are not there', { 'SOURCE.md': '# not data' }, /no CSV file/],
    [
      'have other columns',
      { 'a.csv': series, 'b.csv': 'x,y\n1,2' },
      /^invalid-data: b\.csv lacks the columns record_id/,
    ],
    ['hold outcomes only', { 'b.csv': outcomes }, /1 \(7\) without values/],
    ['hold values only', { 'a.csv': series }, /1 \(7\) without an outcome/],
    [
      'hold values of other stays',
      { 'a.csv': longCsv({ 5: STAY }), 'b.csv': outcomes },
      /\(7\) without values/,
    ],
    [
      'state an outcome twice',
      { 'a.csv': series, 'b.csv': outcomes, 'c.csv': outcomes },
      /more than one outcome/,
    ],
    [
      'have an outcome of 2',
      { 'a.csv': series, 'b.csv': summaryCsv({ 7: 2 }) },
      /b\.csv: row 1 has no usable/,
    ],
    [
      'have a value in words',
      { 'a.csv': `${series}\n7,9,HR,fast`, 'b.csv': outcomes },
      /a\.csv: row \d+ is not a value/,
    ],
    [
      'have a short row',
      { 'a.csv': `${series}\n7,9,HR`, 'b.csv': outcomes },
      /a\.csv: row \d+ is not a value/,
    ],
    ['cannot be unpacked', { 'a.csv.gz': Buffer.of(0x1f, 0x8b, 1, 2) }, /a\.csv\.gz cannot be unpacked/],
  ])('are refused by name when they %s', async (_, files, reason) => {
    expect(await problemOf(files)).toMatch(reason);
  });

  it('that are not there are said not to be there', async () => {
    const result = await readData(join(import.meta.dirname, 'no-such-folder'));
    expect(result).toMatchObject({ ok: false, error: { code: 'invalid-data' } });
  });
});
