import { describe, expect, it } from 'vitest';
import { fitNormal, leastSquares } from '../../../src/families/prognosis/features/em.ts';
import { invert } from '../../../src/inference/runtimes/cholesky.ts';
import { conditionalMean } from '../../../src/inference/runtimes/imputation.ts';
import { seededRandom } from '../../../src/statistics/random.ts';
import { normal } from './cohorts.ts';

const close = (actual: ArrayLike<number>, expected: readonly number[], digits: number) => {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(actual[i]).toBeCloseTo(value, digits);
  });
};

/** Correlated triples: b = 0.6 a + 0.8 e₁ + 1, c = a − b + 0.5 e₂. */
function triples(n: number): Float64Array {
  const random = seededRandom(9);
  return Float64Array.from(
    Array.from({ length: n }, () => {
      const a = normal(random);
      const b = 0.6 * a + 0.8 * normal(random) + 1;
      return [a, b, a - b + 0.5 * normal(random)];
    }).flat(),
  );
}

/** Mean and maximum-likelihood covariance, by the definition. */
function moments(data: Float64Array, columns: number) {
  const n = data.length / columns;
  const mean = Array.from({ length: columns }, (_, j) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += data[i * columns + j]!;
    return sum / n;
  });
  const covariance = mean.flatMap((ma, a) =>
    mean.map((mb, b) => {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += (data[i * columns + a]! - ma) * (data[i * columns + b]! - mb);
      return sum / n;
    }),
  );
  return { mean, covariance };
}

describe('the conditional mean of a normal distribution', () => {
  /** Covariance [[1, .6], [.6, 1]] around (2, 3): E(b | a) = 3 + 0.6 (a − 2), Var(b | a) = 0.64. */
  const mean = Float64Array.from([2, 3]);
  const precision = invert(Float64Array.from([1, 0.6, 0.6, 1]), 2);

  it('is the regression on what is known', () => {
    const x = Float64Array.from([4, Number.NaN]);
    const gap = conditionalMean(x, mean, precision)!;
    close(x, [4, 4.2], 12);
    expect(gap.missing).toEqual([1]);
    close(gap.covariance, [0.64], 12);
  });

  it('is the mean where nothing is known, with the covariance itself', () => {
    const x = Float64Array.from([Number.NaN, Number.NaN]);
    const gap = conditionalMean(x, mean, precision)!;
    close(x, [2, 3], 12);
    close(gap.covariance, [1, 0.6, 0.6, 1], 12);
  });

  it('leaves a complete person alone', () => {
    const x = Float64Array.from([4, 5]);
    expect(conditionalMean(x, mean, precision)).toBeUndefined();
    close(x, [4, 5], 15);
  });

  it('agrees with the mean of people drawn from the distribution who have nearly these values', () => {
    const data = triples(400_000);
    const { mean: centre, covariance } = moments(data, 3);
    const x = Float64Array.from([0.5, Number.NaN, -1]);
    conditionalMean(x, Float64Array.from(centre), invert(Float64Array.from(covariance), 3));
    const alike: number[] = [];
    for (let i = 0; i < data.length; i += 3)
      if (Math.abs(data[i]! - 0.5) < 0.1 && Math.abs(data[i + 2]! + 1) < 0.1) alike.push(data[i + 1]!);
    expect(alike.length).toBeGreaterThan(500);
    expect(x[1]).toBeCloseTo(alike.reduce((a, b) => a + b, 0) / alike.length, 1);
  });
});

describe('the EM algorithm', () => {
  it('gives the moments themselves where nothing is missing', () => {
    const data = triples(500);
    const { mean, covariance } = moments(data, 3);
    const fitted = fitNormal(data, 500, 3);
    close(fitted.mean, mean, 9);
    close(invert(fitted.precision, 3), covariance, 8);
  });

  it('finds the maximum of the likelihood of what was observed', () => {
    const data = triples(300);
    const random = seededRandom(4);
    for (let i = 0; i < data.length; i++) if (i % 3 > 0 && random() < 0.3) data[i] = Number.NaN;
    const fitted = fitNormal(data, 300, 3);
    const best = logLikelihood(data, [...fitted.mean], [...invert(fitted.precision, 3)]);
    for (let k = 0; k < 40; k++) {
      const mean = [...fitted.mean].map((m) => m + 0.1 * normal(random));
      const covariance = [...invert(fitted.precision, 3)];
      covariance[4 * (k % 3)]! *= 1 + 0.1 * normal(random);
      expect(logLikelihood(data, mean, covariance)).toBeLessThan(best);
    }
  });

  it('does not take people with gaps for average people', () => {
    const data = triples(4_000);
    const { mean } = moments(data, 3);
    /** b is missing whenever a is high: the mean of the observed b is far too low. */
    for (let i = 0; i < data.length; i += 3) if (data[i]! > 0) data[i + 1] = Number.NaN;
    const fitted = fitNormal(data, 4_000, 3);
    expect(Math.abs(fitted.mean[1]! - mean[1]!)).toBeLessThan(0.06);
  });
});

/** Sum over people of the log density of their observed values, constants left out. */
function logLikelihood(data: Float64Array, mean: readonly number[], covariance: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < data.length; i += 3) {
    const known = [0, 1, 2].filter((j) => !Number.isNaN(data[i + j]!));
    const block = Float64Array.from(known.flatMap((a) => known.map((b) => covariance[a * 3 + b]!)));
    const inverse = invert(block, known.length);
    const d = known.map((j) => data[i + j]! - mean[j]!);
    const quadratic = d.reduce(
      (q, da, a) => q + d.reduce((r, db, b) => r + da * inverse[a * d.length + b]! * db, 0),
      0,
    );
    sum -= (Math.log(determinant(block, known.length)) + quadratic) / 2;
  }
  return sum;
}

/** By expansion along the first row. */
function determinant(a: Float64Array, n: number): number {
  if (n === 1) return a[0]!;
  let sum = 0;
  for (let c = 0; c < n; c++) {
    const minor = Float64Array.from(a.filter((_, k) => k >= n && k % n !== c));
    sum += (c % 2 === 0 ? 1 : -1) * a[c]! * determinant(minor, n - 1);
  }
  return sum;
}

describe('least squares', () => {
  it('finds the line through points, and the one nearest to points off a line', () => {
    const x = Float64Array.from([1, 0, 1, 1, 1, 2, 1, 3]);
    close(leastSquares(x, Float64Array.from([1, 3, 5, 7]), 2), [1, 2], 10);
    close(leastSquares(x, Float64Array.from([0, 1, 1, 2]), 2), [0.1, 0.6], 10);
  });
});
