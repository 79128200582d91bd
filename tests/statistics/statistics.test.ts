import { describe, expect, it } from 'vitest';
import { multiply } from '../../src/families/prognosis/learners/design.ts';
import { concordance } from '../../src/statistics/concordance.ts';
import { metricsOn } from '../../src/statistics/metrics.ts';
import { ascending, quantile } from '../../src/statistics/order.ts';
import { bootstrapCounts, foldsOf, permutation, seededRandom } from '../../src/statistics/random.ts';
import { kaplanMeier, probabilityAt } from '../../src/statistics/survival.ts';
import { ones, simulated } from '../families/prognosis/simulated.ts';

const { x, survival } = simulated();
/** coxph's coefficients and baseline hazard at time 10 on the same people. */
const BETA = Float64Array.from([0.666173707249, -0.426532734897, 0.716140487418]);
const HAZARD = 0.763826424501;

const score = new Float64Array(60);
multiply(x, BETA, score);
const risk = score.map((lp) => 1 - Math.exp(-HAZARD * Math.exp(lp)));

describe('figures of predictions under censoring, against R', () => {
  const everyone = Int32Array.from({ length: 60 }, (_, i) => i);
  const outcomes = { survival, stratum: new Int32Array(60), horizon: 10, suffix: '10' };
  const figures = metricsOn(outcomes, { score, risk }, everyone)(ones(60));

  it.each([
    ['cIndex', 0.644246353323],
    ['auroc_10', 0.763042623884],
    ['brier_10', 0.179220032357],
    ['calibrationSlope_10', 1.23809958325],
    ['calibrationIntercept_10', 0.121339775952],
    ['predictedToObserved_10', 0.957687918655],
  ])('%s is %d', (name, expected) => {
    expect(figures[name]).toBeCloseTo(expected, 6);
  });

  it('counts a person as often as their weight says', () => {
    const weights = Float64Array.from({ length: 60 }, (_, i) => [1, 2, 0, 1, 3][i % 5]!);
    expect(concordance(survival, score)(weights)).toBeCloseTo(0.652847571189, 9);
  });

  it('leaves out a stratum that is not followed to the horizon', () => {
    const time = Float64Array.from([...survival.time, 2, 3, 3]);
    const event = Uint8Array.from([...survival.event, 1, 0, 0]);
    const stratum = Int32Array.from([...new Int32Array(60), 1, 1, 1]);
    const more = metricsOn(
      { ...outcomes, survival: { time, event }, stratum },
      { score: Float64Array.from([...score, 9, 9, 9]), risk: Float64Array.from([...risk, 0.99, 0.99, 0.99]) },
      Int32Array.from(time.keys()),
    )(ones(63));
    expect(more.auroc_10).toBeCloseTo(figures.auroc_10!, 9);
    expect(more.brier_10).toBeCloseTo(figures.brier_10!, 9);
  });
});

describe('Kaplan-Meier', () => {
  it('agrees with survfit', () => {
    const curve = kaplanMeier(survival, ascending(survival.time), ones(60));
    expect(probabilityAt(curve, 5)).toBeCloseTo(0.588203148994, 9);
    expect(probabilityAt(curve, 10)).toBeCloseTo(0.331830004457, 9);
    expect(probabilityAt(curve, 0)).toBe(1);
  });
});

describe('concordance', () => {
  it('is 1 for scores in the order of death, 0 for the opposite and a half for equal ones', () => {
    const all = { time: Float64Array.from([1, 2, 3, 4]), event: Uint8Array.from([1, 1, 1, 0]) };
    const of = (scores: number[]) => concordance(all, Float64Array.from(scores))(ones(4));
    expect(of([4, 3, 2, 1])).toBe(1);
    expect(of([1, 2, 3, 4])).toBe(0);
    expect(of([5, 5, 5, 5])).toBe(0.5);
  });
});

describe('order and chance', () => {
  it("takes quantiles as R's default does", () => {
    expect(quantile([1, 2, 3, 4], 0.1)).toBeCloseTo(1.3, 12);
    expect(quantile([1, 2, 3, 4], 1)).toBe(4);
    expect(quantile([], 0.5)).toBeNaN();
  });

  it('repeats itself for a seed and not for another', () => {
    const draw = (seed: number) => Array.from({ length: 5 }, seededRandom(seed));
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it('draws everyone as often as there are people, and each fold once', () => {
    const random = seededRandom(3);
    expect(bootstrapCounts(1_000, random).reduce((a, b) => a + b)).toBe(1_000);
    expect([...permutation(50, random)].sort((a, b) => a - b)).toEqual([...Array(50).keys()]);
    const sizes = Map.groupBy(foldsOf(103, 5, random), (fold) => fold);
    expect([...sizes.values()].map((s) => s.length).sort()).toEqual([20, 20, 21, 21, 21]);
  });
});
