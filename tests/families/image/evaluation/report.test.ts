import { describe, expect, it } from 'vitest';
import { type Measured, reportOn } from '../../../../src/families/image/evaluation/report.ts';
import { seededRandom } from '../../../../src/statistics/random.ts';

const random = seededRandom(11);
const status = Int8Array.from({ length: 200 }, (_, i) => i % 2);
const probability = Float64Array.from(status, (s) =>
  Math.min(1, Math.max(0, 0.3 + 0.4 * s + 0.5 * (random() - 0.5))),
);

const measured = (patients: readonly string[], more: Partial<Measured> = {}): Measured => ({
  status,
  probability,
  patients,
  operatingPoint: 0.5,
  further: {},
  groups: {},
  others: {},
  ...more,
});
const alone = Array.from(status, (_, i) => `p${i}`);
const width = ([low, high]: readonly [number, number]) => high - low;

describe('the report of an evaluation', () => {
  it('has every figure with an interval around it', () => {
    const { metrics } = reportOn(measured(alone));
    expect(Object.keys(metrics)).toEqual(['auroc', 'sensitivity', 'specificity', 'accuracy', 'ece', 'brier']);
    for (const { value, ci95 } of Object.values(metrics)) {
      expect(ci95[0]).toBeLessThanOrEqual(value);
      expect(ci95[1]).toBeGreaterThanOrEqual(value);
    }
  });

  it('is less sure where pictures are of few patients', () => {
    const families = Array.from(status, (_, i) => `p${Math.floor(i / 20)}`);
    const order = ascendingByProbability();
    const alike = Array.from(status, (_, i) => families[order.indexOf(i)]!);
    const own = reportOn(measured(alone)).metrics.accuracy!.ci95;
    expect(width(reportOn(measured(alike)).metrics.accuracy!.ci95)).toBeGreaterThan(1.3 * width(own));
  });

  it('has subgroups, without figures that they cannot have', () => {
    const level = Array.from(status, (s) => (s ? 'ill' : 'well'));
    const { ill, well } = reportOn(measured(alone, { groups: { state: level } })).subgroups.state!;
    expect(ill!.n).toBe(100);
    expect(Object.keys(ill!.metrics)).toContain('sensitivity');
    expect(Object.keys(ill!.metrics)).not.toContain('auroc');
    expect(Object.keys(well!.metrics)).not.toContain('sensitivity');
  });

  it('has what it is compared with, at an operating point of its own', () => {
    const others = { coin: { probability: new Float64Array(200).fill(0.5), operatingPoint: 0.4 } };
    const { coin } = reportOn(measured(alone, { others })).comparators;
    expect(coin!.metrics.auroc!.value).toBe(0.5);
    expect(coin!.metrics.sensitivity!.value).toBe(1);
  });

  it('says of all or none how many patients that is of', () => {
    const sure = measured(alone, {
      operatingPoint: 0,
      groups: { one: Array.from(status, (_, i) => `${i}`) },
    });
    const { metrics, subgroups } = reportOn(sure);
    // Wilson's interval of 100 of 100 and of 0 of 100 ends at z² / (100 + z²).
    expect(metrics.sensitivity).toEqual({ value: 1, ci95: [expect.closeTo(0.963, 3), 1] });
    expect(metrics.specificity).toEqual({ value: 0, ci95: [expect.closeTo(0), expect.closeTo(0.037, 3)] });
    expect(subgroups.one!['1']!.metrics.accuracy).toEqual({ value: 1, ci95: [expect.closeTo(0.207, 3), 1] });
    const families = Array.from(status, (_, i) => `p${i % 10}`);
    const few = reportOn(measured(families, { operatingPoint: 0 })).metrics.sensitivity!;
    expect(few.ci95[0]).toBeCloseTo(0.566, 3);
  });
});

const ascendingByProbability = () =>
  [...probability.keys()].sort((a, b) => probability[a]! - probability[b]!);
