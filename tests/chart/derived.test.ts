import { describe, expect, it } from 'vitest';
import { concepts } from '../../src/chart/catalogue.ts';
import { ANY_OF, DERIVATIONS, sourcesOf, withSources } from '../../src/chart/derived.ts';
import { chartFromValues, type GivenValue } from '../../src/chart/from-values.ts';
import type { InputSpec } from '../../src/chart/types.ts';
import { chartOf, loinc, NOW, observation, outcomeOf, patient, spec, ucum } from './records.ts';
import { condition, readCondition } from './statements.ts';

const chart = (values: Record<string, GivenValue>) => chartFromValues({ now: NOW, values });
const read = (concept: string, values: Record<string, GivenValue>, rest: Partial<InputSpec> = {}) =>
  chart(values).read(spec(concept, rest));

const at = (hours: number): string => new Date(NOW.getTime() - hours * 3_600_000).toISOString();

describe('eGFR', () => {
  // CKD-EPI 2021 by hand: 142 x min(Scr/k, 1)^a x max(Scr/k, 1)^-1.2 x 0.9938^age (x 1.012), rounded.
  it.each<[string, number, number, number]>([
    ['female', 50, 0.7, 105],
    ['female', 50, 1, 69],
    ['male', 50, 1, 92],
    ['male', 70, 2.5, 27],
    ['female', 30, 0.5, 129],
  ])('of a %s of %i with creatinine %f is %i', (sex, age, creatinine, expected) => {
    expect(Math.round(Number(outcomeOf(read('egfr', { sex, age, creatinine }))))).toBe(expected);
  });

  it('says what it is derived from, when the creatinine was taken, and whence everything is', () => {
    const reading = chartOf([observation(ucum(1, 'mg/dL'))]).read(spec('egfr', { stale: 'P1D' }));
    expect(reading).toMatchObject({
      state: 'used',
      input: {
        concept: 'egfr',
        unit: 'mL/min/{1.73_m2}',
        date: '2026-11-21',
        source: 'Observation/o',
        sources: ['Observation/o', 'Patient/p'],
        derivedFrom: ['creatinine', 'age', 'sex'],
        staleDays: 2,
      },
    });
  });

  it.each<[string, Record<string, GivenValue>, unknown]>([
    ['a measured value', { egfr: 44, creatinine: 1, age: 50, sex: 'male' }, 44],
    [
      'a measured value that cannot be used',
      { egfr: 9999, creatinine: 1, age: 50, sex: 'male' },
      'implausible',
    ],
    ['a child', { creatinine: 0.5, age: 17, sex: 'male' }, 'none'],
    ['no sex', { creatinine: 0.5, age: 50 }, 'none'],
    ['an implausible creatinine', { creatinine: 500, age: 50, sex: 'male' }, 'implausible'],
    ['an implausible age', { creatinine: 1, age: 500, sex: 'male' }, 'implausible'],
  ])('with %s', (_, values, expected) => {
    expect(outcomeOf(read('egfr', values))).toBe(expected);
  });

  it('is not made of a bound, nor of a creatinine outside the window', () => {
    const bound = observation(ucum(0.3, 'mg/dL', { comparator: '<' }));
    expect(outcomeOf(chartOf([bound]).read(spec('egfr', { comparator: 'use-bound' })))).toBe('comparator');
    const old = { creatinine: { value: 1, date: '2020-01-01' }, age: 50, sex: 'male' };
    expect(outcomeOf(read('egfr', old, { window: 'P1Y' }))).toBe('none');
  });

  it('has a series where creatinine has one', () => {
    const creatinine = [
      { value: 1, date: at(5) },
      { value: 2, date: at(1) },
    ];
    const { points, reading } = chart({ creatinine, age: 50, sex: 'male' }).readSeries(
      spec('egfr', { window: 'P1D' }),
    );
    expect(points.map((p) => Math.round(Number(p.value)))).toEqual([92, 40]);
    expect(reading.input).toMatchObject({ count: 2, from: at(5), to: at(1) });
  });
});

describe('body mass index', () => {
  it('is of weight and height, as old as the older of them', () => {
    const values = {
      'body-weight': { value: 80, date: '2026-11-01' },
      'body-height': { value: 200, date: '2020-01-01' },
    };
    expect(read('body-mass-index', values).input).toMatchObject({
      value: 20,
      unit: 'kg/m2',
      date: '2020-01-01',
      derivedFrom: ['body-weight', 'body-height'],
    });
    expect(outcomeOf(read('body-mass-index', values, { window: 'P1Y' }))).toBe('none');
  });

  it('is not made of values that cannot both be right', () => {
    expect(outcomeOf(read('body-mass-index', { 'body-weight': 300, 'body-height': 60 }))).toBe('implausible');
  });
});

describe('mean arterial pressure', () => {
  const panel = (hours: number, systolic: number, diastolic?: number) =>
    observation(
      {
        id: `p${hours}`,
        effectiveDateTime: at(hours),
        component: [
          { code: loinc('8480-6'), ...ucum(systolic, 'mm[Hg]') },
          ...(diastolic ? [{ code: loinc('8462-4'), ...ucum(diastolic, 'mm[Hg]') }] : []),
        ],
      },
      '85354-9',
    );

  it('is of both pressures of one instant, from one source', () => {
    const { read, readSeries } = chartOf([panel(2, 120, 60), panel(1, 150, 90)]);
    expect(read(spec('mean-arterial-pressure')).input).toEqual({
      concept: 'mean-arterial-pressure',
      value: 110,
      unit: 'mm[Hg]',
      date: at(1),
      source: 'Observation/p1',
      derivedFrom: ['systolic-blood-pressure', 'diastolic-blood-pressure'],
    });
    const { points } = readSeries(spec('mean-arterial-pressure'));
    expect(points.map((p) => p.value)).toEqual([80, 110]);
  });

  it('is not made of pressures of different instants', () => {
    const apart = chartOf([panel(2, 120, 60), panel(1, 150)]);
    expect(outcomeOf(apart.read(spec('mean-arterial-pressure')))).toBe('none');
    expect(apart.readSeries(spec('mean-arterial-pressure')).points.map((p) => p.value)).toEqual([80]);
  });
});

describe('oxygen pressure to fraction ratio', () => {
  const given = (hours: number) => ({
    'arterial-oxygen-pressure': [{ value: 80, date: at(2) }],
    'inhaled-oxygen-concentration': [{ value: 40, date: at(hours) }],
  });

  it.each([
    ['at the same time', 2, 200],
    ['four hours earlier', 6, 200],
    ['earlier than that', 6.5, 'none'],
    ['later', 1, 'none'],
  ])('takes the oxygen that was given %s', (_, hours, expected) => {
    expect(outcomeOf(read('oxygen-pressure-to-fraction-ratio', given(hours)))).toBe(expected);
  });
});

describe('supplemental oxygen', () => {
  it.each<[string, Record<string, GivenValue>, unknown]>([
    ['a flow', { 'inhaled-oxygen-flow-rate': 2 }, true],
    ['no flow', { 'inhaled-oxygen-flow-rate': 0 }, false],
    ['room air', { 'inhaled-oxygen-concentration': 21 }, false],
    ['enriched air', { 'inhaled-oxygen-concentration': 28 }, true],
    ['nothing', {}, 'none'],
    [
      'the newer of both',
      {
        'inhaled-oxygen-flow-rate': { value: 4, date: at(20) },
        'inhaled-oxygen-concentration': { value: 21, date: at(1) },
      },
      false,
    ],
  ])('is told from %s', (_, values, expected) => {
    expect(outcomeOf(read('supplemental-oxygen', values))).toBe(expected);
  });
});

describe('the SUPPORT coma score', () => {
  it.each<[string, Record<string, GivenValue>, unknown]>([
    ['a full Glasgow coma score', { 'glasgow-coma-score': 15 }, 0],
    ['the lowest', { 'glasgow-coma-score': 3 }, 100],
    ['one between', { 'glasgow-coma-score': 12 }, 'none'],
    ['a score of its own beside it', { 'glasgow-coma-score': 15, 'support-coma-score': 26 }, 26],
  ])('is told from %s', (_, values, expected) => {
    expect(outcomeOf(read('support-coma-score', values))).toBe(expected);
  });
});

describe('a condition that others are kinds of', () => {
  it('holds when one of them does, also where the record does not mention it', () => {
    const type2 = condition('44054006', {}, 'http://snomed.info/sct');
    expect(readCondition('diabetes-mellitus', [type2]).input).toEqual({
      concept: 'diabetes-mellitus',
      value: true,
      date: '2019-05-01',
      source: 'Condition/c',
    });
    expect(readCondition('diabetes-mellitus', []).input).toMatchObject({ value: false, notRecorded: true });
  });

  it('does not hold when all are known not to, and is missing when one is not known', () => {
    const both = { 'type-1-diabetes': false, 'type-2-diabetes': false };
    expect(outcomeOf(read('diabetes-mellitus', both))).toBe(false);
    expect(outcomeOf(read('diabetes-mellitus', { 'type-2-diabetes': false }))).toBe('none');
    expect(outcomeOf(read('diabetes-mellitus', { ...both, 'diabetes-mellitus': true }))).toBe(true);
  });
});

describe('what a record is searched for', () => {
  it('includes what a concept may be derived from', () => {
    expect(withSources(['egfr', 'sodium', 'creatinine'])).toEqual([
      'egfr',
      'sodium',
      'creatinine',
      'age',
      'sex',
    ]);
    expect(withSources(['diabetes-mellitus'])).toContain('type-1-diabetes');
  });

  it('is in the catalogue', () => {
    const named = [...DERIVATIONS.flatMap((d) => [d.concept, ...sourcesOf(d)]), ...[...ANY_OF].flat(2)];
    expect(named.filter((id) => !concepts.has(id))).toEqual([]);
  });

  it('never derives from what is itself derived', () => {
    const derived = new Set([...DERIVATIONS.map((d) => d.concept), ...ANY_OF.keys()]);
    const sources = [...DERIVATIONS.flatMap(sourcesOf), ...[...ANY_OF.values()].flat()];
    expect(sources.filter((id) => derived.has(id))).toEqual([]);
  });

  it('has an age from the Patient', () => {
    const reading = chartOf([observation(ucum(1, 'mg/dL'))], patient({ birthDate: '2015-01-01' }));
    expect(outcomeOf(reading.read(spec('egfr')))).toBe('none');
  });
});
