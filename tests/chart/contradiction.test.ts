import { describe, expect, it } from 'vitest';
import { selectInputs } from '../../src/chart/select.ts';
import { whyUnusable } from '../../src/chart/wording.ts';
import type { UnusableInput } from '../../src/kernel/evidence.ts';
import { chartOf, coded, observation, outcomeOf, readCreatinine, spec, ucum } from './records.ts';

const mg = (value: number, rest: object) => observation({ ...ucum(value, 'mg/dL'), ...rest });
const celsius = (value: number, id: string) => observation({ ...ucum(value, 'Cel'), id }, '8310-5');
const sex = (code: string, id: string) => observation({ ...coded(code), id }, '76689-9');

describe('two values of one instant', () => {
  it.each<[string, readonly unknown[], unknown]>([
    ['differ clearly', [mg(1, { id: 'a' }), mg(4, { id: 'b' })], 'contradictory'],
    ['differ by rounding', [mg(1, { id: 'a' }), mg(1.02, { id: 'b' })], 1.02],
    [
      'are the same in another unit',
      [mg(1, { id: 'b' }), observation({ ...ucum(88.4, 'umol/L'), id: 'a' })],
      1,
    ],
    [
      'are versions of one resource',
      [
        mg(1, { meta: { lastUpdated: '2026-11-21T10:00:00Z' } }),
        mg(4, { meta: { lastUpdated: '2026-11-21T11:00:00Z' } }),
      ],
      4,
    ],
    [
      'are of different resources, whichever was stored last',
      [
        mg(1, { id: 'a', meta: { lastUpdated: '2026-11-21T10:00:00Z' } }),
        mg(4, { id: 'b', meta: { lastUpdated: '2026-11-21T11:00:00Z' } }),
      ],
      'contradictory',
    ],
    [
      'are older than the latest',
      [
        mg(1, { id: 'a', effectiveDateTime: '2026-11-01' }),
        mg(4, { id: 'b', effectiveDateTime: '2026-11-01' }),
        mg(2, { id: 'c' }),
      ],
      2,
    ],
    ['are one in error', [mg(1, { id: 'a' }), mg(4, { id: 'b', status: 'entered-in-error' })], 1],
  ])('that %s are read as they should', (_, list, expected) => {
    expect(outcomeOf(readCreatinine(list))).toBe(expected);
    expect(outcomeOf(readCreatinine(list.toReversed()))).toBe(expected);
  });

  it('may contradict each other by a small share of the value', () => {
    const temperature = (list: readonly unknown[]) => outcomeOf(chartOf(list).read(spec('body-temperature')));
    expect(temperature([celsius(36.5, 'a'), celsius(38.2, 'b')])).toBe('contradictory');
    expect(temperature([celsius(36.5, 'a'), celsius(36.6, 'b')])).toBe(36.6);
  });

  it('keep a model from answering that requires one of them, and are named', () => {
    const specs = [spec('creatinine', { required: true })];
    const { blocking, evidence } = selectInputs(chartOf([mg(4, { id: 'b' }), mg(1, { id: 'a' })]), specs);
    expect(blocking).toEqual({
      reason: 'required-input-unusable',
      because: 'creatinine cannot be used (contradictory values at the same time: 1.00 mg/dL and 4.00 mg/dL)',
      concepts: ['creatinine'],
    });
    expect(evidence.unusable).toMatchObject([{ reason: 'contradictory', values: [1, 4] }]);
  });

  it('may be answers', () => {
    const { read } = chartOf([sex('LA2-8', 'a'), sex('LA3-6', 'b')]);
    const reading = read(spec('sex'));
    expect(outcomeOf(reading)).toBe('contradictory');
    expect(whyUnusable(reading.input as UnusableInput)).toBe(
      'contradictory values at the same time: female and male',
    );
  });

  it('are all kept in a series', () => {
    const { points } = chartOf([mg(1, { id: 'a' }), mg(4, { id: 'b' })]).readSeries(spec('creatinine'));
    expect(points.map((p) => p.value)).toEqual([1, 4]);
  });
});
