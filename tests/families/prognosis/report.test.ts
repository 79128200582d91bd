import { describe, expect, it } from 'vitest';
import { column } from '../../../src/families/prognosis/cohort.ts';
import { type Estimates, type Report, reportOn } from '../../../src/families/prognosis/evaluation/report.ts';
import { bootstrap } from '../../../src/statistics/bootstrap.ts';
import type { Scored } from '../../../src/statistics/metrics.ts';
import { seededRandom } from '../../../src/statistics/random.ts';
import { inventedCohort } from './cohorts.ts';

const people = inventedCohort({ n: 600 });
const age = column(people, 'age');
const risk = age.map((a, i) => {
  const hazard = Math.exp(0.09 * (a - 50)) * column(people, 'creatinine')[i]! ** 2;
  return 1 - Math.exp((-60 / 1_200) * hazard);
});
const scored: Scored = { score: risk, risk };
const options = {
  horizon: 60,
  suffix: '5y',
  comparators: new Map<string, Scored>([
    ['itself', scored],
    ['age', { score: age }],
    ['published', { score: people.scores.get('published')! }],
  ]),
  resamples: 60,
  seed: 3,
};
const report: Report = reportOn(people, scored, options);

const everyEstimate = (r: Report): Estimates[] => [
  r.metrics,
  ...Object.values(r.subgroups).flatMap((levels) => Object.values(levels).map((g) => g.metrics)),
  ...Object.values(r.comparators).map((c) => c.metrics),
];

describe('a report', () => {
  it('has the figures of a prognosis by their names', () => {
    expect(Object.keys(report.metrics).sort()).toEqual([
      'auroc_5y',
      'brier_5y',
      'cIndex',
      'calibrationIntercept_5y',
      'calibrationSlope_5y',
      'predictedToObserved_5y',
    ]);
  });

  it('has nothing but a value within an interval of two finite numbers', () => {
    for (const estimates of everyEstimate(report)) {
      for (const estimate of Object.values(estimates)) {
        expect(Object.keys(estimate)).toEqual(['value', 'ci95']);
        const [low, high] = estimate.ci95;
        expect([estimate.value, low, high].every(Number.isFinite)).toBe(true);
        expect(low).toBeLessThanOrEqual(high);
      }
    }
    expect(report.metrics.cIndex!.ci95[0]).toBeLessThan(report.metrics.cIndex!.value);
    expect(report.metrics.cIndex!.ci95[1]).toBeGreaterThan(report.metrics.cIndex!.value);
  });

  it('breaks down by each variable, with how many people that are', () => {
    expect(Object.keys(report.subgroups)).toEqual(['sex', 'cycle']);
    const { female, male } = report.subgroups.sex!;
    expect(female!.n + male!.n).toBe(600);
    const alone = { ...people, groups: new Map([['cycle', people.groups.get('cycle')!]]) };
    expect(reportOn(alone, scored, options).subgroups.sex).toBeUndefined();
  });

  it('says nothing of a subgroup with hardly a death', () => {
    const levels = people.ids.map((_, i) => (i < 8 ? 'few' : 'many'));
    const { subgroups } = reportOn(
      { ...people, groups: new Map(people.groups).set('size', levels) },
      scored,
      {
        ...options,
        resamples: 2,
      },
    );
    expect(Object.keys(subgroups.size!)).toEqual(['many']);
  });

  it('draws the same people for a score and its comparator', () => {
    const { cIndexDifference, auroc_5yDifference, cIndex } = report.comparators.itself!.metrics;
    expect(cIndexDifference).toEqual({ value: 0, ci95: [0, 0] });
    expect(auroc_5yDifference).toEqual({ value: 0, ci95: [0, 0] });
    expect(cIndex).toEqual(report.metrics.cIndex);
    const paired = report.comparators.age!.metrics.cIndexDifference!;
    const alone = report.comparators.age!.metrics.cIndex!;
    expect(paired.ci95[1] - paired.ci95[0]).toBeLessThan(alone.ci95[1] - alone.ci95[0]);
    expect(paired.value).toBeCloseTo(report.metrics.cIndex!.value - alone.value, 12);
  });

  it('compares with a published score on the people who have it, without calibration', () => {
    const { n, metrics } = report.comparators.published!;
    expect(n).toBe(300);
    expect(Object.keys(metrics).sort()).toEqual([
      'auroc_5y',
      'auroc_5yDifference',
      'cIndex',
      'cIndexDifference',
    ]);
  });

  it('tells how often intervals cover what was observed, of all and of each group', () => {
    const wide = {
      score: risk,
      risk,
      low: risk.map((r) => r * 0.5),
      high: risk.map((r) => Math.min(1, r * 1.5)),
    };
    const wrong = { score: risk, risk, low: risk, high: risk };
    const coverageOf = (of: Scored) => {
      const { metrics, subgroups } = reportOn(people, of, { ...options, resamples: 2 });
      return [metrics.coverage_5y, subgroups.sex!.male!.metrics.coverage_5y].map((c) => c?.value);
    };
    expect(coverageOf(wide)).toEqual([1, 1]);
    const doubled = risk.map((r) => Math.min(1, 2 * r));
    const [ofAll] = coverageOf({ ...wrong, risk: doubled, low: doubled, high: doubled });
    expect(ofAll).toBeLessThan(0.7);
    expect(report.metrics.coverage_5y).toBeUndefined();
  });

  it('groups people by predicted risk, all of them, in order', () => {
    const predicted = report.calibration.map((g) => g.predicted);
    expect(report.calibration).toHaveLength(10);
    expect(predicted).toEqual(predicted.toSorted((a, b) => a - b));
    expect(report.calibration.reduce((sum, g) => sum + g.n, 0)).toBe(600);
  });

  it('is the same for the same seed', () => {
    expect(reportOn(people, scored, options)).toEqual(report);
    expect(reportOn(people, scored, { ...options, seed: 4 })).not.toEqual(report);
  });

  it('leaves out what too few people cannot support', () => {
    const one = inventedCohort({ n: 6 });
    const flat = new Float64Array(6).fill(0.1);
    const small = reportOn(one, { score: flat, risk: flat }, { ...options, comparators: new Map() });
    expect(JSON.stringify(small)).not.toContain('null');
  });
});

describe('the bootstrap', () => {
  it('computes all figures of a resample from the same draw', () => {
    const values = Float64Array.from({ length: 50 }, (_, i) => i);
    const mean = (w: Float64Array) => w.reduce((sum, x, i) => sum + x * values[i]!, 0) / 50;
    const { a, difference } = bootstrap(50, (w) => ({ a: mean(w), difference: mean(w) - mean(w) }), {
      resamples: 200,
      random: seededRandom(1),
    });
    expect(a!.value).toBe(24.5);
    /** Standard error of the mean of 0..49 is 2.04. */
    expect(a!.ci95[1] - a!.ci95[0]).toBeGreaterThan(6);
    expect(a!.ci95[1] - a!.ci95[0]).toBeLessThan(10);
    expect(difference).toEqual({ value: 0, ci95: [0, 0] });
  });

  it('moves the interval of a figure that chance makes larger, so that it holds the figure', () => {
    const draws = Float64Array.from({ length: 40 }, (_, i) => ((i * 7) % 40) - 19.5);
    const squared = (w: Float64Array) => ({
      error: (w.reduce((sum, x, i) => sum + x * draws[i]!, 0) / 40) ** 2,
    });
    const options = () => ({ resamples: 400, random: seededRandom(2) });
    const plain = bootstrap(40, squared, options()).error!;
    expect(plain.value).toBe(0);
    expect(plain.ci95[0]).toBeGreaterThan(0);
    const moved = bootstrap(40, squared, { ...options(), isInflated: (name) => name === 'error' }).error!;
    expect(moved.ci95[0]).toBe(0);
    expect(moved.ci95[1]).toBeLessThan(plain.ci95[1]);
    expect(moved.ci95[1]).toBeGreaterThan(0);
  });
});
