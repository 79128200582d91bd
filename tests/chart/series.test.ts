import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chartFromValues, type DatedValue } from '../../src/chart/from-values.ts';
import { selectInputs } from '../../src/chart/select.ts';
import type { InputSpec, Series } from '../../src/chart/types.ts';
import { chartOf, loinc, NOW, observation, outcomeOf, spec, ucum } from './records.ts';

const at = (hours: number): string => new Date(NOW.getTime() - hours * 3_600_000).toISOString();

const mg = (hours: number, value: number, rest: object = {}) =>
  observation({ ...ucum(value, 'mg/dL'), id: `h${hours}`, effectiveDateTime: at(hours), ...rest });

const series = (list: readonly unknown[], rest: Partial<InputSpec> = {}): Series =>
  chartOf(list).readSeries(spec('creatinine', { window: 'P2D', series: true, ...rest }));

const valuesOf = ({ points }: Series) => points.map((p) => p.value);

describe('a series from FHIR', () => {
  it('has every value of the window, the oldest first, in the canonical unit', () => {
    const found = series([mg(1, 1.1), mg(30, 1.3), mg(20, 0, ucum(88.42, 'umol/L'))]);
    expect(valuesOf(found).map((v) => Number(v).toFixed(1))).toEqual(['1.3', '1.0', '1.1']);
    expect(found.points[0]!.at).toBe(NOW.getTime() - 30 * 3_600_000);
    expect(found.used.map((u) => u.source)).toEqual(['Observation/h30', 'Observation/h20', 'Observation/h1']);
  });

  it('begins exactly 48 hours before now for P2D', () => {
    const early = new Date(NOW.getTime() - 48 * 3_600_000 - 1).toISOString();
    expect(valuesOf(series([mg(48, 2), mg(1, 3, { effectiveDateTime: early })]))).toEqual([2]);
  });

  it('leaves out and names what cannot be used, and keeps the rest', () => {
    const { points, leftOut, reading } = series([
      mg(5, 1),
      mg(4, 900),
      mg(3, 901),
      mg(2, 1, { status: 'entered-in-error' }),
      mg(1, 0, ucum(1, 'furlong')),
      mg(0, 0, { valueQuantity: undefined }),
    ]);
    expect(points).toHaveLength(1);
    expect(leftOut).toMatchObject([
      { reason: 'implausible', source: 'Observation/h3', count: 2, replaced: true },
      { reason: 'in-error', source: 'Observation/h2', replaced: true },
      { reason: 'unknown-unit', source: 'Observation/h1' },
    ]);
    expect(outcomeOf(reading)).toBe(1);
  });

  it('rejects a bound where the input does, and takes it where the input does', () => {
    const list = [mg(2, 1), mg(1, 0, ucum(0.5, 'mg/dL', { comparator: '<' }))];
    expect(valuesOf(series(list))).toEqual([1]);
    expect(valuesOf(series(list, { comparator: 'use-bound' }))).toEqual([1, 0.5]);
  });

  it('says why there is none as a single value would', () => {
    expect(outcomeOf(series([]).reading)).toBe('none');
    expect(outcomeOf(series([mg(49, 1)]).reading)).toBe('none-in-window');
    expect(outcomeOf(series([mg(1, 900)]).reading)).toBe('implausible');
    expect(outcomeOf(series([mg(1, 1, { effectiveDateTime: undefined })]).reading)).toBe('undated');
  });

  it('is one piece of evidence: the latest value, the number, the period and every source', () => {
    expect(series([mg(1, 1.1), mg(30, 1.3)]).reading).toEqual({
      state: 'used',
      input: {
        concept: 'creatinine',
        value: 1.1,
        unit: 'mg/dL',
        date: at(1),
        source: 'Observation/h1',
        count: 2,
        from: at(30),
        to: at(1),
        sources: ['Observation/h30', 'Observation/h1'],
      },
    });
  });

  it('takes components, each with its panel for a source', () => {
    const panel = (hours: number, systolic: number) =>
      observation(
        {
          id: `p${hours}`,
          effectiveDateTime: at(hours),
          component: [{ code: loinc('8480-6'), ...ucum(systolic, 'mm[Hg]') }],
        },
        '85354-9',
      );
    const found = chartOf([panel(1, 120), panel(2, 110)]).readSeries(spec('systolic-blood-pressure'));
    expect(valuesOf(found)).toEqual([110, 120]);
    expect(found.used[0]!.source).toBe('Observation/p2');
  });

  it('keeps all values of one instant, in an order that arrival does not change', () => {
    const list = [mg(1, 3, { id: 'c' }), mg(1, 1, { id: 'a' }), mg(1, 2, { id: 'b' }), mg(9, 5)];
    fc.assert(
      fc.property(fc.shuffledSubarray(list, { minLength: list.length }), (shuffled) => {
        expect(valuesOf(series(shuffled))).toEqual([5, 1, 2, 3]);
      }),
    );
  });

  it('has one value of what is known of a person', () => {
    expect(valuesOf(chartOf([]).readSeries(spec('age')))).toEqual([63]);
  });
});

describe('a series from values', () => {
  const given = (list: readonly DatedValue[], rest: Partial<InputSpec> = {}) =>
    chartFromValues({ now: NOW, values: { creatinine: list } }).readSeries(spec('creatinine', rest));

  it('is read as one from FHIR is', () => {
    const facts: [number, number][] = [
      [1, 1.1],
      [30, 1.3],
      [20, 900],
      [60, 1],
    ];
    const fromFhir = series(facts.map(([hours, value]) => mg(hours, value)));
    const fromValues = given(
      facts.map(([hours, value]) => ({ value, date: at(hours) })),
      { window: 'P2D' },
    );
    expect(fromValues.points).toEqual(fromFhir.points);
    expect(fromValues.leftOut.map((u) => u.reason)).toEqual(fromFhir.leftOut.map((u) => u.reason));
  });

  it('passes over what is no value', () => {
    expect(
      valuesOf(
        given([
          { value: null, date: at(1) },
          { value: Number.NaN, date: at(1) },
          { value: 1, date: at(2) },
        ]),
      ),
    ).toEqual([1]);
    expect(outcomeOf(given([]).reading)).toBe('none');
  });

  it('gives its latest value to those who read one', () => {
    const values = { creatinine: [{ value: 2, date: at(9) }, { value: 1, date: at(3) }, { value: 3 }] };
    const chart = chartFromValues({ now: NOW, values });
    expect(outcomeOf(chart.read(spec('creatinine')))).toBe(3);
  });

  it('is one value where one is given', () => {
    const chart = chartFromValues({ now: NOW, values: { creatinine: 0.9 } });
    expect(chart.readSeries(spec('creatinine', { window: 'P1D' })).points).toEqual([
      { at: NOW.getTime(), value: 0.9 },
    ]);
  });
});

describe('selecting a series', () => {
  const list = [mg(1, 1.1), mg(30, 1.3), mg(20, 900)];
  const inputs = [
    spec('creatinine', { series: true, window: 'P2D', required: true }),
    spec('sodium', { series: true }),
  ];

  it('gives the points beside one piece of evidence for each concept', () => {
    const { evidence, series, values, blocking } = selectInputs(chartOf(list), inputs);
    expect(evidence.used).toMatchObject([{ concept: 'creatinine', value: 1.1, count: 2 }]);
    expect(evidence.unusable).toMatchObject([{ concept: 'creatinine', reason: 'implausible' }]);
    expect(evidence.missing).toMatchObject([{ concept: 'sodium' }]);
    expect(series.get('creatinine')!.map((p) => p.value)).toEqual([1.3, 1.1]);
    expect(series.get('sodium')).toEqual([]);
    expect(values.get('creatinine')).toBe(1.1);
    expect(blocking).toBeUndefined();
  });

  it('blocks when a required one has no usable value', () => {
    expect(selectInputs(chartOf([mg(1, 900)]), inputs).blocking?.because).toBe(
      'creatinine cannot be used (implausible value)',
    );
  });

  it('has no points for an input that asks for the latest only', () => {
    expect(selectInputs(chartOf(list), [spec('creatinine')]).series.size).toBe(0);
  });
});
