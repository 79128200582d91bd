import { describe, expect, it } from 'vitest';
import { type Statistic, statisticOf } from '../../src/chart/statistics.ts';
import type { SeriesPoint } from '../../src/chart/types.ts';
import { NOW } from './records.ts';

const hoursAgo = (hours: number, value: SeriesPoint['value']): SeriesPoint => ({
  at: NOW.getTime() - hours * 3_600_000,
  value,
});

const points = [hoursAgo(10, 2), hoursAgo(6, 4), hoursAgo(4, 4), hoursAgo(2, 10), hoursAgo(0, 5)];
const of = (list: readonly SeriesPoint[], statistic: Statistic, hours?: [number, number]) =>
  statisticOf(list, statistic, { now: NOW, hours });

describe('a statistic of a series', () => {
  // sd and slope: stdev(v) and linear_regression(h, v) of Python's statistics, h = [0, 4, 6, 8, 10].
  it.each<[Statistic, number]>([
    ['latest', 5],
    ['first', 2],
    ['min', 2],
    ['max', 10],
    ['mean', 5],
    ['median', 4],
    ['sd', 3],
    ['slope', 0.5067567567],
    ['count', 5],
    ['sum', 25],
  ])('%s', (statistic, expected) => {
    expect(of(points, statistic)).toBeCloseTo(expected, 6);
  });

  it('takes the middle of the two middle values', () => {
    expect(of(points.slice(1), 'median')).toBe(4.5);
  });

  it.each<[Statistic, number]>([
    ['latest', Number.NaN],
    ['min', Number.NaN],
    ['mean', Number.NaN],
    ['median', Number.NaN],
    ['sd', Number.NaN],
    ['slope', Number.NaN],
    ['count', 0],
    ['sum', Number.NaN],
  ])('%s of nothing is %s', (statistic, expected) => {
    expect(of([], statistic)).toBe(expected);
  });

  it('has no slope at one instant and no deviation of one value', () => {
    expect(of([hoursAgo(1, 3), hoursAgo(1, 5)], 'slope')).toBeNaN();
    expect(of([hoursAgo(1, 3)], 'sd')).toBeNaN();
  });

  it('gives neighbouring periods no value in common', () => {
    const counts = [
      [0, 4],
      [4, 10],
      [10, 48],
    ].map(([from, to]) => of(points, 'count', [from!, to!]));
    expect(counts).toEqual([3, 2, 0]);
    expect(of(points, 'latest', [4, 10])).toBe(4);
  });

  it('counts a value of a clock that is ahead as one of now', () => {
    expect(of([hoursAgo(-3, 7)], 'max', [0, 1])).toBe(7);
    expect(of([hoursAgo(-3, 7)], 'max', [1, 2])).toBeNaN();
  });

  it('takes yes for 1 and no for 0, and passes text over', () => {
    expect(of([hoursAgo(3, true), hoursAgo(2, false), hoursAgo(1, 'alert')], 'mean')).toBe(0.5);
    expect(of([hoursAgo(1, 'alert')], 'latest')).toBeNaN();
  });
});
