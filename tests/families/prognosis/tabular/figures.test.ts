import { describe, expect, it } from 'vitest';
import { coverage } from '../../../../src/families/prognosis/evaluation/tabular/coverage.ts';
import { groupFigures } from '../../../../src/families/prognosis/evaluation/tabular/group-figures.ts';
import { riskOrder } from '../../../../src/families/prognosis/evaluation/tabular/risk-order.ts';
import {
  atThreshold,
  auprc,
  bestThreshold,
  netBenefit,
} from '../../../../src/families/prognosis/evaluation/tabular/threshold-figures.ts';
import { seededRandom } from '../../../../src/statistics/random.ts';

const risk = Float64Array.of(0.9, 0.8, 0.8, 0.7, 0.6, 0.6, 0.6, 0.4, 0.3, 0.1);
const status = Int8Array.of(1, 1, 0, 1, 0, 1, 0, 0, 1, 0);
const ones = new Float64Array(10).fill(1);

/** People whose outcome is drawn from a true risk, for a figure that must know truth from error. */
function drawn(n: number, seed: number) {
  const random = seededRandom(seed);
  const truth = Float64Array.from({ length: n }, () => 0.02 + 0.6 * random() ** 2);
  return { truth, status: Int8Array.from(truth, (p) => (random() < p ? 1 : 0)) };
}

describe('average precision', () => {
  // sklearn.metrics.average_precision_score (1.2.1) on the same ten people
  it('is that of scikit-learn, tied risks together', () => {
    expect(auprc(riskOrder(risk), status, ones)).toBeCloseTo(0.7087301587301587, 12);
  });

  it('is that of scikit-learn with case weights', () => {
    const weights = Float64Array.of(1, 2, 1, 1, 3, 1, 1, 2, 1, 1);
    expect(auprc(riskOrder(risk), status, weights)).toBeCloseTo(0.7102564102564103, 12);
  });

  it('counts nobody whose weight is zero', () => {
    const weights = Float64Array.of(1, 1, 1, 1, 1, 1, 1, 0, 0, 0);
    const seven = auprc(riskOrder(risk.subarray(0, 7)), status.subarray(0, 7), ones.subarray(0, 7));
    expect(auprc(riskOrder(risk), status, weights)).toBeCloseTo(seven, 12);
  });
});

describe('a threshold', () => {
  it('gives sensitivity, specificity and positive predictive value', () => {
    expect(atThreshold(risk, status, ones, 0.7)).toEqual({
      sensitivity: 3 / 5,
      specificity: 4 / 5,
      precision: 3 / 4,
    });
  });

  it('is chosen where the smaller of sensitivity and predictive value is greatest', () => {
    const chosen = bestThreshold(riskOrder(risk), risk, status, ones);
    const smaller = (t: number) => {
      const { sensitivity, precision } = atThreshold(risk, status, ones, t);
      return Math.min(sensitivity, precision);
    };
    for (const t of risk) expect(smaller(chosen)).toBeGreaterThanOrEqual(smaller(t));
  });

  it('has the net benefit of Vickers and Elkin: true positives less false ones at its odds', () => {
    expect(netBenefit(risk, status, ones, 0.75)).toBeCloseTo((2 - 1 * 3) / 10, 12);
    expect(netBenefit(new Float64Array(10).fill(1), status, ones, 0.5)).toBeCloseTo(0, 12);
  });
});

describe('calibration in groups', () => {
  it('is near the number of groups for risks that are true, and far above it for risks that are not', () => {
    const people = drawn(8_000, 3);
    const weights = new Float64Array(8_000).fill(1);
    const spreadOfGroups = 0.5;
    const right = groupFigures(riskOrder(people.truth), people.truth, people.status, weights);
    expect(right.hosmerLemeshowH).toBeLessThan(25 / spreadOfGroups);
    expect(right.ece).toBeLessThan(0.015);
    const halved = people.truth.map((p) => p / 2);
    const wrong = groupFigures(riskOrder(halved), halved, people.status, weights);
    expect(wrong.hosmerLemeshowH).toBeGreaterThan(10 * right.hosmerLemeshowH);
    expect(wrong.ece).toBeGreaterThan(0.05);
  });

  it('divides by the difference of risk between the outer groups, as the challenge of 2012 did', () => {
    const two = Float64Array.of(...Array(50).fill(0.2), ...Array(50).fill(0.8));
    const events = Int8Array.from(two, (p, i) => (i % 10 < (p === 0.2 ? 3 : 8) ? 1 : 0));
    const { hosmerLemeshowH } = groupFigures(riskOrder(two), two, events, new Float64Array(100).fill(1));
    // five groups of ten with .3 observed where .2 was said; the others are met
    expect(hosmerLemeshowH).toBeCloseTo(((5 * (10 * 0.1 ** 2)) / (0.2 * 0.8) + 0.001) / 0.6, 9);
  });
});

describe('coverage', () => {
  const around = (center: Float64Array, half: number) => ({
    risk: center,
    low: center.map((p) => p - half),
    high: center.map((p) => p + half),
  });
  const weights = new Float64Array(8_000).fill(1);

  it('is near its level where only chance separates groups from their risk', () => {
    const { truth, status: events } = drawn(8_000, 11);
    expect(coverage(around(truth, 0), events, weights)!.value).toBeGreaterThanOrEqual(0.85);
  });

  it('is lost by risks that are too low, and found again by intervals that are wide enough', () => {
    const { truth, status: events } = drawn(8_000, 12);
    const low = truth.map((p) => p * 0.6);
    expect(coverage(around(low, 0.001), events, weights)!.value).toBeLessThan(0.6);
    expect(coverage(around(low, 0.3), events, weights)!.value).toBe(1);
    expect(coverage(around(low, 0.003), events, weights, 100)!.value).toBe(1);
  });

  it('is not stated of few people', () => {
    const { truth, status: events } = drawn(120, 1);
    expect(coverage(around(truth, 0), events, new Float64Array(200).fill(1))).toBeUndefined();
  });
});
