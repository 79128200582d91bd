import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readData } from '../../../models/mgus-progression/dataset.ts';
import type { Outcome, TabularData } from '../../../src/families/prognosis/training/tabular.ts';
import { unwrap } from '../../../src/kernel/result.ts';
import { csvOf, inFolder, type Row } from '../nhanes-mortality/rows.ts';

const DATA = resolve(import.meta.dirname, '../../../../shared/data/mgus2-progression');

/** Invented. */
const PERSON: Row = {
  id: 4,
  age: 68,
  sex: 'F',
  dxyr: 1980,
  hgb: 13.5,
  creat: 0.9,
  mspike: 1.6,
  ptime: 46,
  pstat: 1,
  futime: 60,
  death: 1,
};

const csv = (...rows: Row[]) => csvOf(rows, Object.keys(rows[0]!));
const readText = (text: string) => inFolder({ 'a.csv': text }, (folder) => readData(join(folder, 'a.csv')));
const read = async (...rows: Row[]) => unwrap(await readText(csv(...rows)));

const outcomeOf = (data: TabularData) => {
  const outcome = data.outcomes.get('progression') as Extract<Outcome, { kind: 'survival' }>;
  return [...outcome.event].map((event, i) => [outcome.time[i]!, event]);
};

describe('a person with a monoclonal gammopathy', () => {
  it('has what a chart would hold', async () => {
    expect((await read(PERSON)).valuesOf(0)).toEqual({
      age: 68,
      sex: 'female',
      'monoclonal-gammopathy': true,
      'multiple-myeloma': false,
      hemoglobin: 13.5,
      creatinine: 0.9,
      'monoclonal-protein': 1.6,
    });
  });

  it('progresses, dies without progression, or is followed to the last contact', async () => {
    const data = await read(
      PERSON,
      { ...PERSON, pstat: 0, ptime: 60 },
      { ...PERSON, pstat: 0, death: 0, futime: 120 },
      { ...PERSON, pstat: 1, death: 0 },
    );
    expect(outcomeOf(data)).toEqual([
      [46, 1],
      [60, 2],
      [120, 0],
      [46, 1],
    ]);
  });

  it('lacks what was not measured, and is in groups of what is known', async () => {
    const data = await read(PERSON, { ...PERSON, creat: '', mspike: 'NA', sex: '' });
    expect(data.valuesOf(1).creatinine).toBeUndefined();
    expect(data.valuesOf(1)['monoclonal-protein']).toBeUndefined();
    expect(data.groups.get('monoclonalProtein')).toEqual(['1.5 g/dL or more', 'unknown']);
    expect(data.groups.get('sex')).toEqual(['female', 'unknown']);
    expect(data.groups.get('ageBand')).toEqual(['60-74', '60-74']);
    expect([...data.comparators.get('monoclonalProtein')!.values]).toEqual([1.6, Number.NaN]);
  });
});

describe('a file of the data set', () => {
  it.each<[string, string, RegExp]>([
    [
      'lacks columns',
      'id,age,sex,hgb,creat,mspike\n1,2,F,4,5,6',
      /lacks the columns ptime, pstat, futime, death$/,
    ],
    ['has an unknown outcome', csv(PERSON, { ...PERSON, pstat: '' }), /row 2 has no usable ptime, pstat/],
    ['has negative time', csv({ ...PERSON, futime: -1 }), /row 1 has no usable ptime, pstat/],
  ])('is refused by name where it %s', async (_, text, message) => {
    const result = await readText(text);
    expect(result).toMatchObject({ ok: false, error: { code: 'invalid-data' } });
    expect(result.ok ? '' : result.error.message).toMatch(/^a\.csv/);
    expect(result.ok ? '' : result.error.message).toMatch(message);
  });

  it.skipIf(!existsSync(DATA))(
    'has 92 progressions and 688 deaths without one (skipped without ../shared/data)',
    async () => {
      const events = outcomeOf(unwrap(await readData(DATA))).map(([, event]) => event);
      expect(events.filter((e) => e === 1)).toHaveLength(92);
      expect(events.filter((e) => e === 2)).toHaveLength(688);
    },
  );
});
