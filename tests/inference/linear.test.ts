import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadModel } from '../../src/inference/registry.ts';
import type { Variable } from '../../src/inference/runtimes/features-schema.ts';
import {
  compileLinear,
  type LinearWeights,
  linearSchema,
  openLinear,
} from '../../src/inference/runtimes/linear.ts';
import { splineColumns } from '../../src/inference/runtimes/spline.ts';
import { unwrap } from '../../src/kernel/result.ts';
import { seededRandom } from '../../src/statistics/random.ts';

const plain = (name: string) => ({
  concept: name,
  transform: 'identity' as const,
  clip: [-50, 50] as [number, number],
  mean: 0,
  sd: 1,
});

const factor = (variable: number, basis = 0) => ({ variable, basis, shift: 0 });

/** η = −3 + 0.5a + 0.8b + 0.3 max-spline(b); b is correlated .6 with a. */
const weights: LinearWeights = {
  link: 'cloglog',
  features: {
    variables: [plain('age'), { ...plain('albumin'), knots: [-1, 0, 1] }],
    terms: [[factor(0)], [factor(1)], [factor(1, 1)]],
    imputation: { of: [factor(0), factor(1)], mean: [0, 0], precision: [1 / 0.64, -0.6 / 0.64, 1 / 0.64] },
  },
  intercept: -3,
  coefficients: [0.5, 0.8, 0.3],
  resamples: [],
};

describe('restricted cubic spline', () => {
  it('is that of the textbook: flat before the first knot, cubic between, linear after the last', () => {
    const at = (x: number) => {
      const out = new Float64Array(1);
      splineColumns(x, [-1, 0, 1], out, 0);
      return out[0]!;
    };
    expect(at(-2)).toBe(0);
    expect(at(0)).toBeCloseTo(1 / 4, 12);
    expect(at(1)).toBeCloseTo((8 - 2) / 4, 12);
    expect(at(5) - at(4)).toBeCloseTo(at(3) - at(2), 12);
  });
});

describe('a linear model', () => {
  it('computes risk by its link', () => {
    const model = compileLinear(weights);
    const { predictor, risk, low, high } = model.evaluate(Float64Array.from([1, -2]));
    expect(predictor).toBeCloseTo(-3 + 0.5 - 1.6, 12);
    expect(risk).toBeCloseTo(1 - Math.exp(-Math.exp(predictor)), 12);
    expect([low, high]).toEqual([risk, risk]);
    const logit = compileLinear({ ...weights, link: 'logit' }).evaluate(Float64Array.from([1, -2]));
    expect(logit.risk).toBeCloseTo(1 / (1 + Math.exp(-predictor)), 12);
  });

  it('gives parts that add up to the predictor, missing values included', () => {
    const model = compileLinear(weights);
    for (const values of [
      [1, 2],
      [1, Number.NaN],
      [Number.NaN, 2],
      [Number.NaN, Number.NaN],
    ]) {
      const { predictor, parts } = model.evaluate(Float64Array.from(values));
      expect(parts.reduce((a, b) => a + b, -3)).toBeCloseTo(predictor, 12);
    }
  });

  it('gives a missing value the mean hazard of the people it stands for', () => {
    const a = 0.7;
    const { predictor } = compileLinear(weights).evaluate(Float64Array.from([a, Number.NaN]));
    const random = seededRandom(11);
    const complete = compileLinear(weights);
    let sum = 0;
    const draws = 200_000;
    for (let i = 0; i < draws; i++) {
      const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
      sum += Math.exp(complete.evaluate(Float64Array.from([a, 0.6 * a + 0.8 * normal])).predictor);
    }
    const atTheMean = complete.evaluate(Float64Array.from([a, 0.6 * a])).predictor;
    const truth = Math.log(sum / draws);
    expect(Math.abs(predictor - truth)).toBeLessThan(0.25 * Math.abs(atTheMean - truth));
  });

  it('takes its interval from the resamples', () => {
    const resamples = Array.from({ length: 201 }, (_, b) => [-3 + (b - 100) / 100, 0.5, 0.8, 0.3]);
    const { low, high } = compileLinear({ ...weights, resamples }).evaluate(Float64Array.from([0, -2]));
    const risk = (eta: number) => 1 - Math.exp(-Math.exp(eta));
    expect(low).toBeCloseTo(risk(-4.6 - 0.95), 9);
    expect(high).toBeCloseTo(risk(-4.6 + 0.95), 9);
  });

  it.each([
    ['a coefficient too few', { coefficients: [1, 2] }, /coefficients/],
    [
      'a term of a variable that is not there',
      { features: { ...weights.features, terms: [[factor(7)], [factor(1)], [factor(1, 1)]] } },
      /features/,
    ],
    ['an unknown link', { link: 'probit' }, /link/],
  ])('is refused with %s, by the path', (_, change, path) => {
    const opened = openLinear({ ...weights, ...change });
    expect(opened.ok ? '' : opened.error.message).toMatch(path);
  });
});

describe('the weights that are served', () => {
  it('parse, and 500 people of chance give risks between 0 and 1 within their intervals', async () => {
    const loaded = unwrap(
      await loadModel(resolve(import.meta.dirname, '../../models/nhanes-mortality'), 'nhanes-mortality'),
    );
    const model = compileLinear(
      linearSchema.parse(JSON.parse(loaded.artifacts.get('weights.json')!.toString('utf8'))),
    );
    const random = seededRandom(5);
    const { variables } = model.weights.features;
    for (let i = 0; i < 500; i++) {
      const values = Float64Array.from(variables, (v) => someValue(v, random));
      const { risk, low, high } = model.evaluate(values);
      expect(risk).toBeGreaterThan(0);
      expect(risk).toBeLessThan(1);
      expect(low).toBeLessThanOrEqual(risk);
      expect(high).toBeGreaterThanOrEqual(risk);
    }
  });
});

/** Within three standard deviations, or missing; age and sex are always known. */
function someValue(v: Variable, random: () => number): number {
  if (v.concept === 'age') return 20 + 70 * random();
  if (v.concept === 'sex') return random() < 0.5 ? 0 : 1;
  if (random() < 0.3) return Number.NaN;
  const t = v.mean + v.sd * (6 * random() - 3);
  return v.transform === 'identity' ? t : Math.exp(t);
}
