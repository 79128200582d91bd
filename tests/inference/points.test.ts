import { describe, expect, it } from 'vitest';
import { pointsForAny, pointsIn, scoreOf, toDecimals } from '../../src/inference/points.ts';

const holds = (...concepts: string[]) => ({
  number: () => Number.NaN,
  value: (concept: string) => concepts.includes(concept),
});

describe('points of a table', () => {
  const table = { below: [10, 20], points: [3, 1, 0] };

  it.each([
    [-5, 3],
    [9.9, 3],
    [10, 1],
    [19, 1],
    [20, 0],
    [1e6, 0],
  ])('are those of the range that %d is in: %d', (value, points) => {
    expect(pointsIn(table, value)).toBe(points);
  });

  it('are not there for what is no number', () => {
    expect(() => pointsIn(table, Number.NaN)).toThrow(RangeError);
  });
});

describe('a value at the resolution of a chart', () => {
  it.each([
    [38.05, 1, 38.1],
    [1.005, 2, 1.01],
    [38.04, 1, 38],
    [-0.04, 1, -0],
  ])('%d to %d decimals is %d', (value, decimals, rounded) => {
    expect(toDecimals(value, decimals)).toBe(rounded);
  });
});

describe('points that are given once', () => {
  it('stand beside the first that holds, or nowhere', () => {
    expect(pointsForAny(holds('b', 'c'), ['a', 'b', 'c'], 2)).toEqual({ b: 2 });
    expect(pointsForAny(holds(), ['a'], 2)).toEqual({});
  });
});

describe('a score', () => {
  it('is the sum of its points, beside somebody without any', () => {
    expect(scoreOf({ a: 2, b: -1, c: 0 })).toEqual({
      answer: 1,
      parts: { a: 2, b: -1, c: 0 },
      reference: { group: 'somebody who scores no point', answer: 0 },
    });
  });
});
