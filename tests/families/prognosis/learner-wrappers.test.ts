import { describe, expect, it } from 'vitest';
import { withBaselineSpread } from '../../../src/families/prognosis/learners/baseline-spread.ts';
import { withKnownEffect } from '../../../src/families/prognosis/learners/known-effect.ts';
import { coxTable } from '../../../src/families/prognosis/learners/linear.ts';
import { stoppedAt } from '../../../src/families/prognosis/learners/stopped.ts';
import type { Table, TableLearner, Target } from '../../../src/families/prognosis/learners/table.ts';
import type { LinearMember } from '../../../src/inference/runtimes/blend-schema.ts';
import { simulated } from './simulated.ts';

const { x, survival } = simulated();
const table: Table = { columns: ['a', 'b', 'treated'], rows: x.rows, data: x.data };
const target: Target = { kind: 'survival', ...survival };
const cox = coxTable({ penalty: { kind: 'fixed', ridge: 0 }, resamples: 40 });
const options = { seed: 1, workers: 1 };

const memberOf = async (learner: TableLearner) =>
  (await learner.fit(table, target, options)).toMember() as LinearMember;

/** On the scale of the values, not of standard deviations. */
const slopes = ({ columns, coefficients }: LinearMember) => columns.map((c) => coefficients[c.at]! / c.sd);

const deviation = (values: readonly number[]) => {
  const centre = values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(values.reduce((sum, v) => sum + (v - centre) ** 2, 0) / values.length);
};

describe('a learner with an end of follow-up', () => {
  it('learns what coxph learns from follow-up that ends there', async () => {
    // R: coxph(Surv(pmin(time, 6), event & time <= 6) ~ x1 + x2 + x3, ties = "breslow")
    const found = slopes(
      await memberOf(stoppedAt(6, coxTable({ penalty: { kind: 'fixed', ridge: 0 }, clip: 0 }))),
    );
    [0.53717410132, -0.621660824077, 0.730888977461].forEach((expected, k) => {
      expect(found[k]).toBeCloseTo(expected, 5);
    });
  });

  it('says so, so that what was learned otherwise is not taken for it', () => {
    expect(stoppedAt(6, cox).description).not.toBe(stoppedAt(7, cox).description);
    expect(stoppedAt(6, cox).options).not.toEqual(stoppedAt(7, cox).options);
  });
});

describe('a learner with a known effect', () => {
  const known = { column: 'treated', effect: -0.33, source: 'trials' };

  it('has that effect in the model and in every refit, and the others as adjusted for the column', async () => {
    const [plain, fixed] = [await memberOf(cox), await memberOf(withKnownEffect(known, cox))];
    const { at, sd } = fixed.columns[2]!;
    expect(slopes(fixed)[2]).toBeCloseTo(-0.33, 12);
    expect(slopes(plain)[2]).toBeGreaterThan(0.3);
    expect(slopes(fixed).slice(0, 2)).toEqual(slopes(plain).slice(0, 2));
    expect(new Set(fixed.resamples.map((r) => r[at + 1]! / sd))).toEqual(new Set([(-0.33 * sd) / sd]));
    expect(fixed.resamples.map((r) => r[1])).toEqual(plain.resamples.map((r) => r[1]));
  });

  it('differs by the effect between the treated and the others', async () => {
    const fitted = await withKnownEffect(known, cox).fit(table, target, options);
    const rows = { columns: table.columns, rows: 2, data: Float64Array.from([0.1, 0.2, 0, 0.1, 0.2, 1]) };
    const [without, treated] = fitted.predict(rows);
    expect(treated! - without!).toBeCloseTo(-0.33, 12);
  });

  it('is refused for a column that is not there', async () => {
    await expect(memberOf(withKnownEffect({ ...known, column: 'other' }, cox))).rejects.toThrow(/other/);
  });
});

describe('a learner with the spread of its baseline', () => {
  it('moves the intercept of its refits by one over the root of the events up to the horizon', async () => {
    const [plain, spread] = [await memberOf(cox), await memberOf(withBaselineSpread(8, cox))];
    const shifts = spread.resamples.map((r, k) => r[0]! - plain.resamples[k]![0]!);
    const events = survival.event.filter((e, i) => e && survival.time[i]! <= 8).length;
    expect(deviation(shifts)).toBeCloseTo(1 / Math.sqrt(events), 9);
    expect(shifts.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 9);
    expect({ ...spread, resamples: [] }).toEqual({ ...plain, resamples: [] });
  });
});
