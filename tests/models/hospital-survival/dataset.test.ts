import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readData } from '../../../models/hospital-survival/dataset.ts';
import { recipe } from '../../../models/hospital-survival/train.ts';
import { chartFromValues } from '../../../src/chart/from-values.ts';
import type { Outcome } from '../../../src/families/prognosis/training/tabular.ts';
import { unwrap } from '../../../src/kernel/result.ts';
import { csvOf, inFolder, type Row } from '../nhanes-mortality/rows.ts';

const DATA = resolve(import.meta.dirname, '../../../../shared/data/support2');

/** Invented. */
const PERSON: Row = {
  id: 11,
  age: 67.5,
  sex: 'female',
  race: 'black',
  dzgroup: 'ARF/MOSF w/Sepsis',
  num_co: 2,
  scoma: 26,
  diabetes: 1,
  dementia: 0,
  ca: 'yes',
  hday: 3,
  meanbp: 63,
  wblc: 14.2,
  hrt: 118,
  resp: 28,
  temp: 38.4,
  pafi: 190,
  alb: 2.6,
  bili: 1.1,
  crea: 1.9,
  sod: 133,
  ph: 7.36,
  glucose: 160,
  bun: 34,
  urine: 1500,
  adlsc: 1.6,
  death: 1,
  d_time: 60.875,
  hospdead: 0,
  surv2m: 0.6,
  surv6m: 0.4,
  prg2m: 0.5,
  prg6m: '',
  sps: 31.5,
  aps: 48,
};

const csv = (...rows: Row[]) => csvOf(rows, Object.keys(rows[0]!));
const readText = (text: string) => inFolder({ 'a.csv': text }, (folder) => readData(join(folder, 'a.csv')));
const read = async (...rows: Row[]) => unwrap(await readText(csv(...rows)));

describe('a person of SUPPORT', () => {
  it('has what was known on the third day, in canonical units', async () => {
    expect((await read(PERSON)).valuesOf(0)).toEqual({
      age: 67.5,
      sex: 'female',
      'serious-illness-group': 'respiratory-failure-or-sepsis',
      'number-of-comorbidities': 2,
      'support-coma-score': 26,
      'diabetes-mellitus': true,
      dementia: false,
      'malignant-neoplastic-disease': true,
      'metastatic-cancer': false,
      'hospital-day-of-serious-illness': 3,
      'adl-dependencies': 2,
      'mean-arterial-pressure': 63,
      leukocytes: 14.2,
      'heart-rate': 118,
      'respiratory-rate': 28,
      'body-temperature': 38.4,
      'oxygen-pressure-to-fraction-ratio': 190,
      albumin: 2.6,
      'bilirubin-total': 1.1,
      creatinine: 1.9,
      sodium: 133,
      'arterial-ph': 7.36,
      glucose: 160,
      'urea-nitrogen': 34,
      'urine-output': 1500,
    });
  });

  it('is not described by what others predicted, nor by what was done and paid later', async () => {
    const later = { ...PERSON, charges: 9715, totcst: 5000, avtisst: 30, dnr: 'dnr before sadm', sfdm2: 'x' };
    const other = {
      ...later,
      surv2m: 0,
      surv6m: 0,
      prg2m: 0,
      prg6m: 0,
      sps: 90,
      aps: 140,
      death: 0,
      hospdead: 1,
    };
    const data = await read(later, other);
    expect(data.valuesOf(1)).toEqual(data.valuesOf(0));
  });

  it.each([
    'ARF/MOSF w/Sepsis',
    'CHF',
    'COPD',
    'Cirrhosis',
    'Colon Cancer',
    'Coma',
    'Lung Cancer',
    'MOSF w/Malig',
  ])('has values that a chart accepts, and that the model reads, with %s', async (dzgroup) => {
    const data = await read({ ...PERSON, dzgroup });
    const values = data.valuesOf(0);
    const chart = chartFromValues({ now: data.now, values });
    for (const concept of Object.keys(values))
      expect(chart.read({ concept, required: true, comparator: 'reject' }).state, concept).toBe('used');
    const groups = recipe.features.filter((f) => f.concept === 'serious-illness-group').map((f) => f.is);
    expect(groups).toContain(values['serious-illness-group']);
  });

  it.each([
    [0, 0],
    [1.4, 1],
    [7.07, 7],
    ['', undefined],
  ])('needs help in whole activities: %s is %s', async (adlsc, expected) => {
    expect((await read({ ...PERSON, adlsc })).valuesOf(0)['adl-dependencies']).toBe(expected);
  });

  it.each([
    ['no', false, false],
    ['yes', true, false],
    ['metastatic', true, true],
    ['', undefined, undefined],
  ])('with cancer "%s" has a malignancy %s, metastases %s', async (ca, malignancy, metastases) => {
    const values = (await read({ ...PERSON, ca })).valuesOf(0);
    expect(values['malignant-neoplastic-disease']).toBe(malignancy);
    expect(values['metastatic-cancer']).toBe(metastases);
  });

  it('dies or is followed, in months, and leaves the hospital or not', async () => {
    const { outcomes } = await read(PERSON, { ...PERSON, death: 0, d_time: 304.375, hospdead: 1 });
    const death = outcomes.get('death') as Extract<Outcome, { kind: 'survival' }>;
    expect([...death.time]).toEqual([2, 10]);
    expect([...death.event]).toEqual([1, 0]);
    expect(outcomes.get('hospitalDeath')).toEqual({ kind: 'binary', status: Int8Array.of(0, 1) });
  });

  it('has the risks that the published model and the physician named, and scores', async () => {
    const { comparators } = await read(PERSON);
    const of = (name: string) => comparators.get(name)!;
    expect(of('supportModel60d')).toMatchObject({ isRisk: true, outcome: 'death' });
    expect(of('supportModel60d').values[0]).toBeCloseTo(0.4, 12);
    expect(of('supportModel180d').values[0]).toBeCloseTo(0.6, 12);
    expect(of('physician60d').values[0]).toBeCloseTo(0.5, 12);
    expect(of('physician180d').values[0]).toBeNaN();
    expect(of('apache3')).toMatchObject({ isRisk: false, outcome: 'hospitalDeath' });
    expect([of('apache3').values[0], of('supportPhysiologyScore').values[0]]).toEqual([48, 31.5]);
  });

  it('has risks of the horizons that the model answers', async () => {
    const { comparators } = await read(PERSON);
    const horizons = recipe.outcomes.flatMap(({ months }) => months ?? []);
    for (const name of ['supportModel60d', 'physician60d', 'supportModel180d', 'physician180d'])
      expect(horizons).toContain(comparators.get(name)!.months);
  });

  it('is in groups', async () => {
    const data = await read(PERSON, { ...PERSON, age: 80, race: '', sex: 'male', dzgroup: 'CHF' });
    expect(Object.fromEntries(data.groups)).toEqual({
      sex: ['female', 'male'],
      ageBand: ['65-79', '80+'],
      race: ['black', 'other or unknown'],
      illness: ['respiratory-failure-or-sepsis', 'heart-failure'],
    });
  });
});

describe('a file of the data set', () => {
  it('reads the same with its columns in another order', async () => {
    const plain = await read(PERSON);
    const other = unwrap(await readText(csvOf([PERSON], Object.keys(PERSON).reverse())));
    expect(other.valuesOf(0)).toEqual(plain.valuesOf(0));
    expect(other.outcomes).toEqual(plain.outcomes);
  });

  it.each<[string, string, RegExp]>([
    ['has no rows', csvOf([], Object.keys(PERSON)), /^a\.csv has no rows$/],
    ['lacks columns', 'id,age,sex\n1,70,male', /^a\.csv lacks the columns race, dzgroup, .*sps, aps$/],
    ['has death in words', csv({ ...PERSON, death: 'yes' }), /^a\.csv: row 1 has no usable death, d_time/],
    ['has negative follow-up', csv(PERSON, { ...PERSON, d_time: -1 }), /^a\.csv: row 2 has no usable/],
    ['says not whether they left', csv({ ...PERSON, hospdead: '' }), /^a\.csv: row 1 has no usable/],
  ])('is refused by name when it %s', async (_, text, message) => {
    const result = await readText(text);
    expect(result.ok ? 'none' : result.error.code).toBe('invalid-data');
    expect(result.ok ? '' : result.error.message).toMatch(message);
  });

  it.skipIf(!existsSync(DATA))('has the people of the study (skipped without ../shared/data)', async () => {
    const data = unwrap(await readData(DATA));
    expect(data.ids).toHaveLength(7266);
    expect(data.groups.get('illness')).not.toContain('unknown');
    const { status } = data.outcomes.get('hospitalDeath') as Extract<Outcome, { kind: 'binary' }>;
    expect(status.filter((s) => s === 1)).toHaveLength(1882);
  });
});
