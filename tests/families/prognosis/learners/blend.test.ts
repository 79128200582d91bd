import { describe, expect, it } from 'vitest';
import { calibrate, chooseShares } from '../../../../src/families/prognosis/learners/blend.ts';
import sklearn from './reference/sklearn.json' with { type: 'json' };
import { distance, followedRows, rows } from './rows.ts';

const { table, binary, numeric } = rows(600);
const column = (of: (x: Float64Array) => number) =>
  Float64Array.from({ length: 600 }, (_, i) => of(table.data.subarray(5 * i, 5 * i + 5)));

const margins = [
  column((x) => x[0]!),
  column((x) => (Number.isNaN(x[1]!) ? 0 : x[1]! * x[2]!)),
  column((x) => Math.sin(4 * x[3]!)),
  column((x) => -x[0]! + 0.1 * x[2]!),
];

describe('the shares of a blend', () => {
  it('are those that scipy finds, none below 0', () => {
    const shares = chooseShares(margins, binary);
    expect(distance(shares, sklearn.shares)).toBeLessThan(1e-5);
    expect(shares[3]).toBe(0);
  });

  it('are equal where no margin says anything', () => {
    const opposite = margins.map((m) => m.map((v, i) => (binary.y[i] ? -1 : 1) + 0 * v));
    expect([...chooseShares(opposite, binary)]).toEqual([0.25, 0.25, 0.25, 0.25]);
  });

  it('leave out rows of no weight', () => {
    const weights = Float64Array.from({ length: 600 }, (_, i) => (i < 300 ? 1 : 0));
    const some = { kind: 'binary', y: binary.y.slice(0, 300) } as const;
    const own = chooseShares(
      margins.map((m) => m.slice(0, 300)),
      some,
    );
    expect(distance(chooseShares(margins, binary, weights), [...own])).toBeLessThan(1e-6);
  });

  it('serve hazards too', () => {
    const { table: followed, target } = followedRows(400);
    const good = Float64Array.from({ length: 400 }, (_, i) => {
      const x = followed.data.subarray(3 * i, 3 * i + 3);
      return 1.2 * x[0]! * x[1]! - 0.9 * x[1]! + 0.5 * x[2]!;
    });
    const bad = Float64Array.from({ length: 400 }, (_, i) => Math.sin(i));
    expect(chooseShares([bad, good], target)[1]).toBeGreaterThan(0.8);
  });
});

describe('calibration', () => {
  it('finds intercept and slope of a distorted margin again', () => {
    const eta = margins[0]!.map((a, i) => 2 * a + 3 * margins[1]![i]! + margins[2]![i]! - 0.5);
    const straight = calibrate(eta, binary);
    const distorted = calibrate(
      eta.map((m) => 0.1 * m + 5),
      binary,
    );
    expect(straight.slope).toBeGreaterThan(0.8);
    expect(straight.slope).toBeLessThan(1.25);
    expect(distorted.slope).toBeCloseTo(10 * straight.slope, 4);
    expect(distorted.intercept + 5 * distorted.slope).toBeCloseTo(straight.intercept, 4);
  });

  it('is the line of least squares for numbers', () => {
    const { intercept, slope } = calibrate(
      numeric.y.map((z) => (z - 3) / 2),
      numeric,
    );
    expect(intercept).toBeCloseTo(3, 8);
    expect(slope).toBeCloseTo(2, 8);
  });
});
