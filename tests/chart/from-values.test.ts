import { describe, expect, it } from 'vitest';
import { chartFromValues, type GivenValue } from '../../src/chart/from-values.ts';
import type { InputSpec } from '../../src/chart/types.ts';
import { NOW, outcomeOf, spec } from './records.ts';

const read = (concept: string, value: GivenValue, rest: Partial<InputSpec> = {}) =>
  chartFromValues({ now: NOW, values: { [concept]: value } }).read(spec(concept, rest));

describe('a chart from values', () => {
  it.each<[string, string, GivenValue, unknown]>([
    ['a bare number', 'creatinine', 0.9, 0.9],
    ['a number in another unit', 'hemoglobin-a1c', { value: 48, unit: 'mmol/mol' }, 6.54304],
    ['a number without a unit', 'creatinine', { value: 0.9 }, 0.9],
    ['undefined', 'creatinine', undefined, 'none'],
    ['null', 'creatinine', null, 'none'],
    ['NaN', 'creatinine', Number.NaN, 'none'],
    ['NaN with a date', 'creatinine', { value: Number.NaN, date: '2026-11-01' }, 'none'],
    ['a numeric string', 'creatinine', '0.9', 'not-a-number'],
    ['an implausible number', 'creatinine', 79.56, 'implausible'],
    ['an unknown unit', 'creatinine', { value: 0.9, unit: 'furlong' }, 'unknown-unit'],
    ['an empty unit', 'creatinine', { value: 0.9, unit: '' }, 'no-unit'],
    ['a date in the future', 'creatinine', { value: 0.9, date: '2027-01-01' }, 'future-dated'],
    ['a date that is none', 'creatinine', { value: 0.9, date: 'then' }, 'undated'],
    ['an answer', 'tobacco-smoking-status', 'former', 'former'],
    ['an unknown answer', 'tobacco-smoking-status', 'sometimes', 'unknown-code'],
    ['an answer with a unit', 'tobacco-smoking-status', { value: 'former', unit: 'a' }, 'unknown-unit'],
    ['a boolean answer', 'pregnancy-status', false, false],
    ['0 for a boolean answer', 'pregnancy-status', 0, 'unknown-code'],
    ['a condition', 'heart-failure', true, true],
    ['1 for a condition', 'heart-failure', 1, 'unknown-code'],
    ['an age', 'age', 63.5, 63.5],
    ['an age in its unit', 'age', { value: 63, unit: 'a' }, 63],
    ['an implausible age', 'age', 630, 'implausible'],
    ['a sex', 'sex', 'female', 'female'],
    ['another sex', 'sex', 'other', 'unknown-code'],
    ['a death', 'deceased', true, true],
  ])('takes %s', (_, concept, value, expected) => {
    expect(outcomeOf(read(concept, value))).toBe(expected);
  });

  it('applies windows to dated values, and takes the others for values of now', () => {
    const dated = { value: 0.9, date: '2025-01-01' };
    expect(outcomeOf(read('creatinine', dated, { window: 'P1Y' }))).toBe('none-in-window');
    expect(read('creatinine', dated, { stale: 'P6M' }).input).toMatchObject({
      staleDays: 691,
      date: '2025-01-01',
    });
    expect(read('creatinine', 0.9, { window: 'P1D', stale: 'P1D' }).input).toEqual({
      concept: 'creatinine',
      value: 0.9,
      unit: 'mg/dL',
    });
  });

  it('has nothing of what was not given', () => {
    expect(outcomeOf(chartFromValues({ now: NOW, values: {} }).read(spec('sodium')))).toBe('none');
  });

  it('does not take a misspelt concept for a missing one', () => {
    expect(() => chartFromValues({ now: NOW, values: { creatinin: 1 } })).toThrow(RangeError);
  });
});
