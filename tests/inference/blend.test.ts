import { describe, expect, it } from 'vitest';
import { compileBlend, openBlend } from '../../src/inference/runtimes/blend.ts';
import type { BlendWeights } from '../../src/inference/runtimes/blend-schema.ts';
import { riskOf } from '../../src/inference/runtimes/linear.ts';
import { encodeTrees } from '../../src/inference/runtimes/trees-codec.ts';

/** Two bags of one tree each on feature 1: below 50 it gives −1 and −.6, above 2 and 1.6; missing goes left. */
const trees = {
  kind: 'trees' as const,
  features: 2,
  bags: [1, 1],
  base: [0.1, -0.1],
  ...encodeTrees({
    sizes: Int32Array.of(3, 3),
    feature: Int16Array.of(1, -1, -1, 1, -1, -1),
    missingLeft: Uint8Array.of(1, 0, 0, 1, 0, 0),
    value: Float32Array.of(50, -1, 2, 50, -0.5, 1.5),
    cover: Float32Array.of(8, 6, 2, 8, 4, 4),
  }),
};

const linear = {
  kind: 'linear' as const,
  columns: [
    {
      feature: 0,
      transform: 'log' as const,
      clip: [0, 3] as [number, number],
      mean: 1,
      sd: 2,
      knots: [-0.4, 0, 0.6],
      missing: true,
      at: 0,
    },
    {
      feature: 1,
      transform: 'identity' as const,
      clip: [0, 100] as [number, number],
      mean: 40,
      sd: 10,
      missing: false,
      at: 3,
    },
  ],
  intercept: -0.2,
  coefficients: [0.5, 0.3, 0.7, 0.25],
  resamples: [
    [-0.2, 0.4, 0.3, 0.7, 0.25],
    [-0.2, 0.6, 0.3, 0.7, 0.25],
  ],
};

const weights: BlendWeights = {
  features: [{ concept: 'creatinine' }, { concept: 'age' }],
  members: [linear, trees],
  outcomes: {
    primary: {
      link: 'logit',
      blend: [
        { member: 0, share: 0.4 },
        { member: 1, share: 0.6 },
      ],
      intercept: -1,
      slope: 1.1,
      widening: 2,
      expected: 0.05,
      averageParts: [0.04, -0.02],
    },
    later: {
      link: 'cloglog',
      blend: [{ member: 0, share: 1 }],
      intercept: -2,
      slope: 1,
      widening: 1,
      expected: -0.2,
      averageParts: [0, 0],
    },
  },
  population: 'patients',
  ranges: [
    [0.5, 9],
    [18, 90],
  ],
};

const model = compileBlend(weights);
/** ln 2 = .693 on the transformed scale, −.153 standardised: between the first two knots. */
const row = Float64Array.of(2, 60);

describe('a blend', () => {
  const z = (Math.log(2) - 1) / 2;
  /** Harrell's basis for knots −.4, 0, .6 between the first two: (z + .4)³ / 1². */
  const spline = (z + 0.4) ** 3;
  const linearMargin = -0.2 + 0.5 * z + 0.3 * spline + 0.25 * 2;
  const treesMargin = (0.1 + 2 + -0.1 + 1.5) / 2;

  it('adds the margins of its members by their shares and calibrates them', () => {
    const { predictor, risk } = model.evaluate(row).get('primary')!;
    expect(predictor).toBeCloseTo(-1 + 1.1 * (0.4 * linearMargin + 0.6 * treesMargin), 6);
    expect(risk).toBeCloseTo(1 / (1 + Math.exp(-predictor)), 12);
  });

  it('answers every outcome, each through its own link', () => {
    const { predictor, risk } = model.evaluate(row).get('later')!;
    expect(predictor).toBeCloseTo(-2 + linearMargin, 10);
    expect(risk).toBeCloseTo(1 - Math.exp(-Math.exp(predictor)), 12);
  });

  it('has an interval from the refits of its members, widened', () => {
    const { predictor, low, high, spread } = model.evaluate(row).get('primary')!;
    const linearSpread = Math.abs(z) * Math.sqrt(2 * 0.1 ** 2);
    const treesSpread = Math.sqrt(2) * 0.35;
    expect(spread).toBeCloseTo(1.1 * 2 * Math.hypot(0.4 * linearSpread, 0.6 * treesSpread), 6);
    expect(low).toBeCloseTo(riskOf('logit', predictor - 1.959964 * spread), 12);
    expect(high).toBeCloseTo(riskOf('logit', predictor + 1.959964 * spread), 12);
  });

  it('takes a missing value as the mean, with the coefficient of its absence', () => {
    const missing = model.evaluate(Float64Array.of(Number.NaN, 60)).get('later')!.predictor;
    const splineAtMean = 0.4 ** 3;
    expect(missing).toBeCloseTo(-2 - 0.2 + 0.3 * splineAtMean + 0.7 + 0.25 * 2, 10);
  });

  it.each([
    ['known values', row],
    ['a missing value', Float64Array.of(Number.NaN, 30)],
    ['nothing', Float64Array.of(Number.NaN, Number.NaN)],
  ])('is explained without a remainder: %s', (_, values) => {
    const parts = (id: string) => model.explain(values, id).reduce((sum, part) => sum + part, 0);
    const averages = 0.02;
    // expected: the linear member's intercept and average parts, and the trees' mean by cover
    const treesExpected = (0.1 + (6 * -1 + 2 * 2) / 8 + -0.1 + (4 * -0.5 + 4 * 1.5) / 8) / 2;
    const linearIntercept = -0.2;
    const exact = compileBlend({
      ...weights,
      outcomes: {
        ...weights.outcomes,
        primary: {
          ...weights.outcomes.primary!,
          expected: 0.4 * linearIntercept + averages + 0.6 * treesExpected,
        },
      },
    });
    const { predictor } = exact.evaluate(values).get('primary')!;
    expect(parts('primary')).toBeCloseTo(predictor - exact.reference('primary').predictor, 6);
  });
});

describe('blend weights', () => {
  it.each([
    ['an outcome that is not "primary" alone', { outcomes: { later: weights.outcomes.later } }, 'primary'],
    ['a range for every feature', { ranges: [null] }, 'range'],
    ['members of known kinds', { members: [{ kind: 'magic' }] }, 'members'],
    ['features that are there', { features: [{ concept: 'age' }], ranges: [null] }, 'feature'],
    ['members that are there', { members: [linear] }, 'member'],
  ])('need %s', (_, change, said) => {
    const opened = openBlend({ ...weights, ...change });
    if (opened.ok) throw new Error('accepted');
    expect(opened.error.message).toContain(said);
  });

  it('are what a file holds', () => {
    const opened = openBlend(JSON.parse(JSON.stringify(weights)));
    if (!opened.ok) throw new Error(opened.error.message);
    expect(opened.value.evaluate(row)).toEqual(model.evaluate(row));
  });
});
