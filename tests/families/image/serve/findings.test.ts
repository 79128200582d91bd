import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  calibrated,
  estimatesOf,
  logistic,
  marginGradient,
  marginOf,
} from '../../../../src/families/image/serve/findings.ts';
import { seededRandom } from '../../../../src/statistics/random.ts';

const LABELS = ['normal', 'bacteria', 'virus'];
const BOTH = { of: ['bacteria', 'virus'], against: ['normal'] };

const softmax = (logits: readonly number[]) => {
  const parts = logits.map(Math.exp);
  return parts.map((p) => p / parts.reduce((a, b) => a + b));
};

const logits = fc.array(fc.double({ min: -8, max: 8, noNaN: true }), { minLength: 3, maxLength: 3 });

describe('the margin of a finding', () => {
  it('is the logarithm of the odds of its labels, where every label is on one side', () => {
    fc.assert(
      fc.property(logits, (l) => {
        const [normal = 0] = softmax(l);
        expect(marginOf(l, LABELS, BOTH)).toBeCloseTo(Math.log((1 - normal) / normal), 6);
      }),
    );
  });

  it('is between the labels that are named, and the logit itself against nothing', () => {
    expect(marginOf([9, 2, 5], LABELS, { of: ['bacteria'], against: ['virus'] })).toBeCloseTo(-3, 12);
    expect(marginOf([9, 2, 5], LABELS, { of: ['virus'], against: [] })).toBe(5);
  });

  it('does not overflow', () => {
    expect(marginOf([-2000, 1000, 1000], LABELS, BOTH)).toBeCloseTo(3000 + Math.LN2, 6);
  });

  it('has the gradient that differences give', () => {
    fc.assert(
      fc.property(logits, (l) => {
        const gradient = marginGradient(l, LABELS, BOTH);
        const step = 1e-5;
        l.forEach((_, k) => {
          const moved = (by: number) =>
            marginOf(
              l.map((x, i) => (i === k ? x + by : x)),
              LABELS,
              BOTH,
            );
          expect(gradient[k]).toBeCloseTo((moved(step) - moved(-step)) / (2 * step), 6);
        });
      }),
    );
  });
});

const IMAGE = {
  labels: LABELS,
  findings: [
    { id: 'pneumonia', ...BOTH, calibration: { slope: 0.8, intercept: -0.5 } },
    {
      id: 'bacterial',
      of: ['bacteria'],
      against: ['virus'],
      within: 'pneumonia',
      calibration: { slope: 1, intercept: 0 },
    },
    {
      id: 'viral',
      of: ['virus'],
      against: ['bacteria'],
      within: 'pneumonia',
      calibration: { slope: 1, intercept: 0 },
    },
  ],
};

describe('estimates', () => {
  it('are calibrated, and parts of another add up to it', () => {
    fc.assert(
      fc.property(logits, (l) => {
        const [pneumonia, bacterial, viral] = estimatesOf(l, IMAGE);
        expect(pneumonia!.probability).toBeCloseTo(logistic(0.8 * pneumonia!.margin - 0.5), 12);
        expect(bacterial!.probability + viral!.probability).toBeCloseTo(pneumonia!.probability, 9);
        expect([pneumonia!.interval, bacterial!.interval]).toEqual([undefined, undefined]);
      }),
    );
  });

  it('have no interval where one of two factors has none', () => {
    const [first, ...others] = IMAGE.findings;
    const covariance = { slope: 0.01, both: 0, intercept: 0.04 };
    const findings = [{ ...first!, calibration: { ...first!.calibration, covariance } }, ...others];
    const estimates = estimatesOf([0.2, 1, -0.3], { labels: LABELS, findings });
    expect(estimates.map(({ interval }) => interval !== undefined)).toEqual([true, false, false]);
  });

  it('have the interval of their logit', () => {
    const margin = 1.3;
    const covariance = { slope: 0.02, both: -0.01, intercept: 0.05 };
    const { variance } = calibrated(margin, { slope: 0.8, intercept: -0.5, covariance });
    expect(variance).toBeCloseTo(0.02 * 1.69 - 0.02 * 1.3 + 0.05, 12);
    const findings = [
      { id: 'a', of: ['virus'], against: [], calibration: { slope: 0.8, intercept: -0.5, covariance } },
    ];
    const { interval, probability } = estimatesOf([0, 0, margin], { labels: LABELS, findings })[0]!;
    const reach = 1.959964 * Math.sqrt(variance!);
    expect(interval!.low).toBeCloseTo(logistic(0.8 * margin - 0.5 - reach), 12);
    expect(interval!.high).toBeCloseTo(logistic(0.8 * margin - 0.5 + reach), 12);
    expect(probability).toBeCloseTo(logistic(0.8 * margin - 0.5), 12);
  });

  it('combine the intervals of two factors: drawn at random, 95% of the products lie within', () => {
    const covariance = { slope: 0, both: 0, intercept: 0.06 };
    const calibration = { slope: 1, intercept: 0, covariance };
    const findings = [
      { id: 'whole', ...BOTH, calibration },
      { id: 'part', of: ['bacteria'], against: ['virus'], within: 'whole', calibration },
    ];
    const [whole, part] = estimatesOf([0, 0.6, 0.1], { labels: LABELS, findings });
    const random = seededRandom(4);
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const drawn = (margin: number) => logistic(margin + Math.sqrt(0.06) * normal());
    const inside = Array.from({ length: 20_000 }, () => drawn(whole!.margin) * drawn(part!.margin)).filter(
      (p) => p >= part!.interval!.low && p <= part!.interval!.high,
    ).length;
    expect(inside / 20_000).toBeGreaterThan(0.94);
    expect(inside / 20_000).toBeLessThan(0.96);
  });

  it('stay between 0 and 1, with their intervals, whatever the network says', () => {
    const covariance = { slope: 3, both: 0, intercept: 1 };
    const calibration = { slope: 2, intercept: 0, covariance };
    const findings = [
      { id: 'whole', ...BOTH, calibration },
      { id: 'part', of: ['bacteria'], against: ['virus'], within: 'whole', calibration },
    ];
    for (const extreme of [-1e6, -800, -40, 40, 800, 1e6])
      for (const { probability, interval } of estimatesOf([0, extreme, 0], { labels: LABELS, findings })) {
        expect(probability >= 0 && probability <= 1).toBe(true);
        if (interval) expect(interval.low <= probability && probability <= interval.high).toBe(true);
      }
  });
});
