import { describe, expect, it } from 'vitest';
import {
  date,
  dateTime,
  decimal,
  duration,
  percent,
  plainPercent,
  points,
  quantity,
  sentenceCase,
} from '../../src/insight/numbers.ts';

describe('numbers of the pages', () => {
  it.each([
    [12.14, '12.1%'],
    [16, '16.0%'],
    [0.0432, '0.043%'],
    [0, '0%'],
  ])('writes %d percent as %s', (value, text) => expect(percent(value)).toBe(text));

  it('writes thresholds without needless digits', () => {
    expect(plainPercent(15)).toBe('15%');
    expect(plainPercent(2.5)).toBe('2.5%');
  });

  it.each([
    [3.14, '+3.1'],
    [-0.62, '\u22120.6'],
    [0.04, '0.0'],
    [-0.04, '0.0'],
  ])('signs %d points as %s', (value, text) => expect(points(value)).toBe(text));

  it.each([
    ['2026-11-12', '12 Nov 2026'],
    ['2026-11', 'Nov 2026'],
    ['2026', '2026'],
    ['2026-01-31T23:30:00-08:00', '31 Jan 2026'],
    ['not a date', 'not a date'],
  ])('reads %s as %s, in its own time zone', (iso, text) => expect(date(iso)).toBe(text));

  it('says UTC only where the time is UTC', () => {
    expect(dateTime('2026-11-20T14:03:00Z')).toBe('20 Nov 2026, 14:03 UTC');
    expect(dateTime('2026-11-20T14:03:00+02:00')).toBe('20 Nov 2026, 14:03');
    expect(dateTime('2026-11-20')).toBe('20 Nov 2026');
  });

  it('writes durations, quantities and metrics', () => {
    expect(duration('P5Y')).toBe('5 years');
    expect(duration('P1M')).toBe('1 month');
    expect(quantity(1234.5, 'mg/dL')).toBe('1,234.5 mg/dL');
    expect(quantity(0.70000001)).toBe('0.7');
    expect(decimal(-0.0312)).toBe('\u22120.031');
  });

  it('capitalises words but not symbols', () => {
    expect(['albumin', 'eGFR', 'pH', 'HbA1c', '80+'].map(sentenceCase)).toEqual([
      'Albumin',
      'eGFR',
      'pH',
      'HbA1c',
      '80+',
    ]);
  });
});
