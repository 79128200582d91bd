import { describe, expect, it } from 'vitest';
import { calibrationIntercept, calibrationSlope, logit } from '../../src/statistics/calibration.ts';
import { seededRandom } from '../../src/statistics/random.ts';
import { ones } from '../families/prognosis/simulated.ts';

const N = 4_000;
const random = seededRandom(12);
const truth = Float64Array.from({ length: N }, () => -2 + 2 * (random() + random() - 1));
const status = Int8Array.from(truth, (x) => (random() < 1 / (1 + Math.exp(-x)) ? 1 : 0));

const slopeOf = (logits: Float64Array) => calibrationSlope(status, logits, ones(N));
const interceptOf = (logits: Float64Array) => calibrationIntercept(status, logits, ones(N));

describe('calibration of risks that are known to be off', () => {
  it('is near 1 and 0 for the true risks', () => {
    expect(slopeOf(truth)).toBeCloseTo(1, 0);
    expect(Math.abs(interceptOf(truth))).toBeLessThan(0.1);
  });

  it.each([0.2, 0.5, 3, 12])('has a slope divided by %d when the logits are multiplied by it', (factor) => {
    const stretched = truth.map((x) => factor * x);
    expect(slopeOf(stretched)).toBeCloseTo(slopeOf(truth) / factor, 6);
  });

  it.each([-12, -4, 2, 9])('has its intercept moved back when the logits are moved by %d', (by) => {
    const moved = truth.map((x) => x + by);
    expect(interceptOf(moved)).toBeCloseTo(interceptOf(truth) - by, 6);
    expect(slopeOf(moved)).toBeCloseTo(slopeOf(truth), 6);
  });

  it('does not fail on risks of 0 and 1', () => {
    expect(logit(0)).toBeCloseTo(-20.72, 2);
    expect(logit(1)).toBeCloseTo(20.72, 2);
  });
});
