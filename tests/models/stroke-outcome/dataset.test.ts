import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COUNTRIES, COUNTRIES_WITH_EFFECT } from '../../../models/stroke-outcome/countries.ts';
import { readData } from '../../../models/stroke-outcome/dataset.ts';
import { recipe } from '../../../models/stroke-outcome/train.ts';
import { conceptOf } from '../../../src/chart/catalogue.ts';
import { chartFromValues } from '../../../src/chart/from-values.ts';
import type { Outcome, TabularData } from '../../../src/families/prognosis/training/tabular.ts';
import { unwrap } from '../../../src/kernel/result.ts';
import { csvOf, inFolder, type Row } from '../nhanes-mortality/rows.ts';

const DATA = resolve(import.meta.dirname, '../../../../shared/data/ist-stroke');

/** Invented. */
const PERSON: Row = {
  row_id: 7,
  AGE: 76,
  SEX: 'M',
  RCONSC: 'D',
  RSBP: 170,
  RATRIAL: 'Y',
  RVISINF: 'N',
  RDEF1: 'Y',
  RDEF2: 'Y',
  RDEF3: 'N',
  RDEF4: 'C',
  RDEF5: 'N',
  RDEF6: 'C',
  RDEF7: 'N',
  STYPE: 'PACS',
  COUNTRY: 'NEW',
  OCCODE: 2,
  ID14: 0,
  EXPDD: 0.71,
  EXPD6: 0.25,
  EXPD14: 0.09,
};

const csv = (...rows: Row[]) => csvOf(rows, Object.keys(rows[0]!));
const readText = (text: string) => inFolder({ 'a.csv': text }, (folder) => readData(join(folder, 'a.csv')));
const read = async (...rows: Row[]) => unwrap(await readText(csv(...rows)));
const statuses = (data: TabularData, name: string) => [
  ...(data.outcomes.get(name) as Extract<Outcome, { kind: 'binary' }>).status,
];

describe('a person of the International Stroke Trial', () => {
  it('has what was known at randomisation, and nothing of what was done or seen later', async () => {
    expect((await read(PERSON)).valuesOf(0)).toEqual({
      age: 76,
      sex: 'male',
      'cerebrovascular-accident': true,
      'level-of-responsiveness': 'voice',
      'systolic-blood-pressure': 170,
      'stroke-syndrome': 'partial-anterior',
      'atrial-fibrillation': true,
      'visible-infarct-on-ct': false,
      'country-of-residence': 'NZ',
      'facial-weakness': true,
      'arm-weakness': true,
      'leg-weakness': false,
      dysphasia: 'not-assessable',
      hemianopia: false,
      'visuospatial-disorder': 'not-assessable',
      'brainstem-signs': false,
    });
  });

  it('has values that a chart accepts', async () => {
    const data = await read(PERSON, { ...PERSON, RCONSC: 'U', COUNTRY: 'XX' }, { ...PERSON, RCONSC: 'F' });
    for (const row of [0, 1, 2]) {
      const values = data.valuesOf(row);
      const chart = chartFromValues({ now: data.now, values });
      for (const concept of Object.keys(values))
        expect(chart.read({ concept, required: true, comparator: 'reject' }).state, concept).toBe('used');
    }
  });

  it('lacks what is empty: atrial fibrillation in the pilot phase', async () => {
    const values = (await read({ ...PERSON, RATRIAL: '', RSBP: '' })).valuesOf(0);
    expect(values['atrial-fibrillation']).toBeUndefined();
    expect(values['systolic-blood-pressure']).toBeUndefined();
  });

  it('is dead, dependent, neither or lost after six months', async () => {
    const data = await read(...[1, 2, 3, 4, 0, 9, ''].map((OCCODE) => ({ ...PERSON, OCCODE })));
    expect(statuses(data, 'deadOrDependent')).toEqual([1, 1, 0, 0, -1, -1, -1]);
    expect(statuses(data, 'deathBySixMonths')).toEqual([1, 0, 0, 0, -1, -1, -1]);
  });

  it('is dead or alive after 14 days', async () => {
    const data = await read(...[1, 0, ''].map((ID14) => ({ ...PERSON, ID14 })));
    expect(statuses(data, 'deathBy14Days')).toEqual([1, 0, -1]);
  });

  it("has the trial's own predictions of the same outcomes", async () => {
    const { comparators } = await read(PERSON, { ...PERSON, EXPDD: '' });
    const of = (name: string) => {
      const { values, isRisk, outcome } = comparators.get(name)!;
      return [values[0], isRisk, outcome];
    };
    expect(of('trialModel')).toEqual([0.71, true, 'deadOrDependent']);
    expect(of('trialModelDeath6mo')).toEqual([0.25, true, 'deathBySixMonths']);
    expect(of('trialModelDeath14d')).toEqual([0.09, true, 'deathBy14Days']);
    expect(comparators.get('trialModel')!.values[1]).toBeNaN();
  });

  it('is in groups', async () => {
    const data = await read(PERSON, { ...PERSON, AGE: 59, COUNTRY: 'UK', STYPE: '', SEX: 'F', RCONSC: 'F' });
    expect(Object.fromEntries(data.groups)).toEqual({
      sex: ['male', 'female'],
      ageBand: ['70-79', 'under 60'],
      consciousness: ['voice', 'alert'],
      strokeSyndrome: ['partial-anterior', 'unknown'],
      country: ['others', 'GB'],
    });
  });
});

describe('the countries of the trial', () => {
  it('are those of the concept, which knows one more: another country', () => {
    const concept = conceptOf('country-of-residence');
    const known = 'values' in concept ? (concept.values ?? []).map((v) => v.value) : [];
    expect([...Object.values(COUNTRIES), 'other'].sort()).toEqual([...known].sort());
  });

  it('have an effect each, or count as the average', () => {
    const effects = recipe.features.filter((f) => f.concept === 'country-of-residence');
    expect(effects).toHaveLength(COUNTRIES_WITH_EFFECT.length);
    for (const { codes = {} } of effects) {
      expect(Object.values(codes).reduce((sum, x) => sum + x, 0)).toBe(1);
      expect(codes.other).toBeUndefined();
    }
  });
});

describe('a file of the data set', () => {
  it('reads the same with its columns in another order and more of them', async () => {
    const shuffled = csvOf([PERSON], [...Object.keys(PERSON).reverse(), 'RXASP']);
    const plain = await read(PERSON);
    const other = unwrap(await readText(shuffled));
    expect(other.valuesOf(0)).toEqual(plain.valuesOf(0));
    expect(other.outcomes).toEqual(plain.outcomes);
  });

  it.each<[string, string, RegExp]>([
    ['is empty', '', /^a\.csv has no rows$/],
    ['lacks columns', 'row_id,AGE\n1,70', /^a\.csv lacks the columns SEX, RCONSC, .*EXPD14$/],
    [
      'has an outcome that there is not',
      csv({ ...PERSON, OCCODE: 7 }),
      /^a\.csv: row 1 has no usable OCCODE/,
    ],
    ['has a death in words', csv(PERSON, { ...PERSON, ID14: 'yes' }), /^a\.csv: row 2 has no usable/],
  ])('is refused by name when it %s', async (_, text, message) => {
    const result = await readText(text);
    expect(result.ok ? 'none' : result.error.code).toBe('invalid-data');
    expect(result.ok ? '' : result.error.message).toMatch(message);
  });

  it.skipIf(!existsSync(DATA))('has the people of the trial (skipped without ../shared/data)', async () => {
    const data = unwrap(await readData(DATA));
    expect(data.ids).toHaveLength(15_553);
    expect(statuses(data, 'deadOrDependent').filter((s) => s === 1)).toHaveLength(9702);
    expect(new Set(data.groups.get('country'))).toEqual(
      new Set(['GB', 'IT', 'CH', 'PL', 'NL', 'SE', 'others']),
    );
  });
});
