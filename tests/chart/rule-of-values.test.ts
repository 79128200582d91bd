import { describe, expect, it } from 'vitest';
import type { InputSpec } from '../../src/chart/types.ts';
import { chartOf, coded, observation, outcomeOf, readCreatinine, spec, ucum } from './records.ts';

const mg = (value: unknown, rest: object = {}) => observation({ ...ucum(value, 'mg/dL'), ...rest });

const older = mg(0.8, { id: 'older', effectiveDateTime: '2026-10-01' });

describe('the latest Observation inside the window', () => {
  it('is the value, with its date, unit and source', () => {
    const latest = mg(0.9, { id: 'latest', meta: { versionId: '3' } });
    expect(readCreatinine([older, latest], { window: 'P1Y' })).toEqual({
      state: 'used',
      input: {
        concept: 'creatinine',
        value: 0.9,
        unit: 'mg/dL',
        date: '2026-11-21',
        source: 'Observation/latest/_history/3',
      },
    });
  });

  it('is converted before its plausibility is judged', () => {
    const reading = readCreatinine([observation(ucum(79.56, 'umol/L'))]);
    expect(outcomeOf(reading)).toBeCloseTo(0.9, 3);
    expect(reading.input).toMatchObject({ unit: 'mg/dL' });
  });

  it('may come from a unit string where there is no UCUM code', () => {
    expect(outcomeOf(readCreatinine([observation({ valueQuantity: { value: 0.9, unit: 'mg/dL' } })]))).toBe(
      0.9,
    );
  });

  it('goes by the UCUM code where code and unit string differ', () => {
    const odd = {
      valueQuantity: { value: 0.9, unit: 'umol/L', system: 'http://unitsofmeasure.org', code: 'mg/dL' },
    };
    expect(outcomeOf(readCreatinine([observation(odd)]))).toBe(0.9);
  });
});

const unusable: [name: string, latest: object, reason: string][] = [
  ['an unknown unit', observation(ucum(0.9, 'furlong')), 'unknown-unit'],
  ['no unit', observation({ valueQuantity: { value: 0.9 } }), 'no-unit'],
  ['an empty unit', observation({ valueQuantity: { value: 0.9, unit: '' } }), 'no-unit'],
  [
    'a code of another system as unit',
    observation({ valueQuantity: { value: 0.9, system: 'http://a.b', code: 'mg/dL' } }),
    'no-unit',
  ],
  ['an integer without a unit', observation({ valueInteger: 1 }), 'no-unit'],
  ['an implausible value', mg(900), 'implausible'],
  ['a value that is implausible after conversion', observation(ucum(90_000, 'umol/L')), 'implausible'],
  ['a numeric string as string', observation({ valueString: '0.9' }), 'not-a-number'],
  ['a numeric string as quantity', mg('0.9'), 'not-a-number'],
  ['infinity', mg(Number.POSITIVE_INFINITY), 'not-a-number'],
  ['null for a number', mg(null), 'not-a-number'],
  ['a range', observation({ valueRange: {} }), 'not-a-number'],
  ['a comparator', mg(0.9, ucum(0.9, 'mg/dL', { comparator: '<' })), 'comparator'],
  ['a date two days ahead', mg(0.9, { effectiveDateTime: '2026-11-25T12:00:00Z' }), 'future-dated'],
];

describe('a latest value that cannot be used', () => {
  it.each(unusable)('is named and not replaced by an older one: %s', (_, latest, reason) => {
    const reading = readCreatinine([older, latest], { required: true, window: 'P1Y' });
    expect(reading).toMatchObject({
      state: 'unusable',
      input: { concept: 'creatinine', required: true, reason, source: 'Observation/o' },
    });
  });

  it('says nothing of what it held', () => {
    const reading = readCreatinine([
      observation({ valueString: 'Xanthippe', effectiveDateTime: 'Xanthippe' }),
    ]);
    expect(JSON.stringify(reading)).not.toContain('Xanthippe');
  });

  it('is of today up to one day ahead', () => {
    expect(outcomeOf(readCreatinine([mg(0.9, { effectiveDateTime: '2026-11-24T11:00:00Z' })]))).toBe(0.9);
  });
});

describe('status', () => {
  const inError = mg(5, { id: 'wrong', status: 'entered-in-error' });

  it('entered-in-error is ignored and named', () => {
    const reading = readCreatinine([older, inError]);
    expect(outcomeOf(reading)).toBe(0.8);
    expect(reading.leftOut).toEqual([
      {
        concept: 'creatinine',
        required: false,
        reason: 'in-error',
        date: '2026-11-21',
        source: 'Observation/wrong',
        replaced: true,
      },
    ]);
  });

  it('entered-in-error alone is unusable', () => {
    expect(outcomeOf(readCreatinine([inError]))).toBe('in-error');
  });

  it('cancelled is as if it were not there', () => {
    expect(readCreatinine([mg(5, { status: 'cancelled' })])).toMatchObject({
      state: 'missing',
      input: { reason: 'none' },
    });
    expect(readCreatinine([older, mg(5, { status: 'cancelled' })])).not.toHaveProperty('leftOut');
  });

  it.each([
    ['registered', mg(5, { status: 'registered' })],
    ['no value', observation({ dataAbsentReason: { text: 'haemolysed' } })],
    ['a value beside the reason of its absence', mg(5, { dataAbsentReason: { text: 'unreliable' } })],
    ['a quantity without a number', observation({ valueQuantity: { unit: 'mg/dL' } })],
  ])('%s is passed over, and named only when nothing else is there', (_, empty) => {
    expect(outcomeOf(readCreatinine([older, empty]))).toBe(0.8);
    expect(outcomeOf(readCreatinine([empty]))).toBe('no-value');
  });

  it.each(['final', 'amended', 'corrected', 'preliminary', 'unknown'])('%s counts', (status) => {
    expect(outcomeOf(readCreatinine([mg(0.9, { status })]))).toBe(0.9);
  });
});

describe('comparators', () => {
  const bounded = (comparator: string) => mg(0, ucum(0.4, 'mg/dL', { comparator }));

  it.each(['<', '<=', '>', '>='])(
    '%s is computed with its bound where the manifest says so',
    (comparator) => {
      const reading = readCreatinine([bounded(comparator)], { comparator: 'use-bound' });
      expect(reading).toMatchObject({ state: 'used', input: { value: 0.4, comparator } });
    },
  );

  it('an unknown one is never used', () => {
    expect(outcomeOf(readCreatinine([bounded('~')], { comparator: 'use-bound' }))).toBe('comparator');
  });
});

describe('dates', () => {
  const dated = (dates: object) => mg(0.9, { effectiveDateTime: undefined, ...dates });

  it.each([
    ['effectiveDateTime', { effectiveDateTime: '2026-11-01', issued: '2026-11-20T00:00:00Z' }, '2026-11-01'],
    ['effectiveInstant', { effectiveInstant: '2026-11-02T00:00:00Z' }, '2026-11-02T00:00:00Z'],
    ['the end of a period', { effectivePeriod: { start: '2026-11-01', end: '2026-11-03' } }, '2026-11-03'],
    ['the start of an open period', { effectivePeriod: { start: '2026-11-01' } }, '2026-11-01'],
    ['issued', { issued: '2026-11-04T00:00:00Z' }, '2026-11-04T00:00:00Z'],
  ])('come from %s', (_, dates, date) => {
    expect(readCreatinine([dated(dates)]).input).toMatchObject({ date });
  });

  it.each([
    ['none', {}],
    ['one that is not in the calendar', { effectiveDateTime: '2026-02-30' }],
    ['one in another notation', { effectiveDateTime: '21.11.2026' }],
  ])('are undated with %s', (_, dates) => {
    expect(outcomeOf(readCreatinine([dated(dates)], { window: 'P1Y' }))).toBe('undated');
  });

  it('make what is dated count, and what is not be named', () => {
    const reading = readCreatinine([older, dated({ id: 'when' })]);
    expect(outcomeOf(reading)).toBe(0.8);
    expect(reading.leftOut).toMatchObject([
      { reason: 'undated', source: 'Observation/when', replaced: true },
    ]);
  });

  it('count as their earliest instant when partial', () => {
    const november = mg(1.1, { id: 'month', effectiveDateTime: '2026-11' });
    const second = mg(0.9, { id: 'day', effectiveDateTime: '2026-11-02' });
    expect(outcomeOf(readCreatinine([november, second]))).toBe(0.9);
    expect(outcomeOf(readCreatinine([mg(1, { effectiveDateTime: '2025' })], { window: 'P1Y' }))).toBe(
      'none-in-window',
    );
  });

  it('compare as instants, not as text', () => {
    const west = mg(1.1, { id: 'west', effectiveDateTime: '2026-11-20T23:00:00-08:00' });
    const later = mg(0.9, { id: 'utc', effectiveDateTime: '2026-11-21T01:00:00Z' });
    expect(outcomeOf(readCreatinine([west, later]))).toBe(1.1);
  });
});

describe('windows', () => {
  it('hide what is older, and say so', () => {
    const reading = readCreatinine([mg(0.9, { effectiveDateTime: '2025-01-01' })], {
      window: 'P1Y',
      required: true,
    });
    expect(reading).toEqual({
      state: 'missing',
      input: { concept: 'creatinine', required: true, reason: 'none-in-window', window: 'P1Y' },
    });
  });

  it('include their first instant', () => {
    const at = (effectiveDateTime: string) =>
      readCreatinine([mg(1, { effectiveDateTime })], { window: 'P10D' });
    expect(at('2026-11-13T12:00:00Z').state).toBe('used');
    expect(at('2026-11-13T11:59:59Z').state).toBe('missing');
  });

  it('without one, any age will do', () => {
    expect(outcomeOf(readCreatinine([mg(0.9, { effectiveDateTime: '1999' })]))).toBe(0.9);
  });

  it('tell the age of what is stale', () => {
    const specs: Partial<InputSpec> = { window: 'P1Y', stale: 'P6M' };
    expect(readCreatinine([mg(0.9, { effectiveDateTime: '2026-01-10' })], specs).input).toMatchObject({
      staleDays: 317,
    });
    expect(readCreatinine([mg(0.9)], specs).input).not.toHaveProperty('staleDays');
  });
});

describe('panels', () => {
  const bloodPressure = (rest: object = {}) =>
    observation(
      {
        id: 'bp',
        component: [
          { code: { coding: [{ system: 'http://loinc.org', code: '8480-6' }] }, ...ucum(124, 'mm[Hg]') },
          { code: { coding: [{ system: 'http://loinc.org', code: '8462-4' }] }, ...ucum(9.87, 'kPa') },
        ],
        ...rest,
      },
      '85354-9',
    );

  it('carry values in components, and are their source', () => {
    const chart = chartOf([bloodPressure()]);
    expect(chart.read(spec('systolic-blood-pressure')).input).toMatchObject({
      value: 124,
      source: 'Observation/bp',
    });
    expect(outcomeOf(chart.read(spec('diastolic-blood-pressure')))).toBeCloseTo(74, 0);
  });

  it('stand in time with single values', () => {
    const single = observation(
      { ...ucum(140, 'mm[Hg]'), id: 'single', effectiveDateTime: '2026-11-22' },
      '8480-6',
    );
    expect(outcomeOf(chartOf([single, bloodPressure()]).read(spec('systolic-blood-pressure')))).toBe(140);
  });

  it('pass their status on', () => {
    const chart = chartOf([bloodPressure({ status: 'entered-in-error' })]);
    expect(outcomeOf(chart.read(spec('systolic-blood-pressure')))).toBe('in-error');
  });
});

describe('answers', () => {
  const pregnancy = (value: object) =>
    outcomeOf(chartOf([observation(value, '82810-3')]).read(spec('pregnancy-status')));
  const answer = (...codes: string[]) => ({
    valueCodeableConcept: { coding: codes.map((code) => ({ system: 'http://loinc.org', code })) },
  });

  it.each([
    ['a code', coded('LA15173-0'), true],
    ['a code of another system', coded('60001007', 'http://snomed.info/sct'), false],
    ['a boolean', { valueBoolean: true }, true],
    ['a known code beside an unknown one', answer('LA0', 'LA26683-5'), false],
    ['codes that contradict each other', answer('LA15173-0', 'LA26683-5'), 'unknown-code'],
    ['an unknown code', coded('LA0'), 'unknown-code'],
    ['a known code of the wrong system', coded('LA15173-0', 'http://snomed.info/sct'), 'unknown-code'],
    ['text only', { valueCodeableConcept: { text: 'pregnant' } }, 'unknown-code'],
    ['a string', { valueString: 'pregnant' }, 'unknown-code'],
  ])('from %s', (_, value, expected) => {
    expect(pregnancy(value)).toBe(expected);
  });

  it('have no unit', () => {
    expect(
      chartOf([observation(coded('LA9206-9'), '11323-3')]).read(spec('self-rated-health')).input,
    ).toEqual({
      concept: 'self-rated-health',
      value: 1,
      date: '2026-11-21',
      source: 'Observation/o',
    });
  });

  it('of a score may be an integer without a unit', () => {
    expect(
      outcomeOf(chartOf([observation({ valueInteger: 14 }, '9269-2')]).read(spec('glasgow-coma-score'))),
    ).toBe(14);
  });
});
