import { describe, expect, it } from 'vitest';
import { rankCorrelation } from '../../src/statistics/rank-correlation.ts';

describe("Spearman's rank correlation", () => {
  it('is that of the definition where no values are equal: 1 − 6 Σd² / (n (n² − 1))', () => {
    const a = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110];
    const b = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17];
    expect(rankCorrelation(a, b)).toBeCloseTo(1 - (6 * 194) / (10 * 99), 12);
  });

  it('gives equal values the mean of their ranks', () => {
    // Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: 4.5 / √(4.5 · 5).
    expect(rankCorrelation([1, 2, 2, 3], [1, 2, 3, 4])).toBeCloseTo(4.5 / Math.sqrt(22.5), 12);
  });

  it('does not change with what keeps the order, and is 0 without one', () => {
    expect(rankCorrelation([1, 5, 2, 9], [1, 5, 2, 9].map(Math.exp))).toBeCloseTo(1, 12);
    expect(rankCorrelation([1, 5, 2, 9], [-1, -5, -2, -9])).toBeCloseTo(-1, 12);
    expect(rankCorrelation([1, 2, 3], [4, 4, 4])).toBe(0);
  });
});
