import { describe, expect, it } from 'vitest';
import type { LinearOptions } from '../../../../src/families/prognosis/learners/linear/options.ts';
import { coxTable, linearTable, logisticTable } from '../../../../src/families/prognosis/learners/linear.ts';
import type { Table, TableLearner, Target } from '../../../../src/families/prognosis/learners/table.ts';
import type { LinearMember } from '../../../../src/inference/runtimes/blend-schema.ts';
import sklearn from './reference/sklearn.json' with { type: 'json' };
import r from './reference/survival.json' with { type: 'json' };
import { distance, followedRows, generator, part, rows, scaled } from './rows.ts';

const { table, binary, numeric } = rows(600);
const full = scaled(part(table, [0, 2, 3]));
const followed = followedRows(400);

/** No clipping, so that the coefficients are those of the values. */
const plain = (ridge: number, lasso = 0): Partial<LinearOptions> => ({
  penalty: { kind: 'fixed', ridge, lasso },
  clip: 0,
});

const memberOf = async (learner: TableLearner, on: Table, target: Target): Promise<LinearMember> =>
  (await learner.fit(on, target, { seed: 1, workers: 1 })).toMember() as LinearMember;

/** Intercept and coefficients of columns that have the mean 0 and the variance 1 already. */
const scaledRow = ({ intercept, columns, coefficients }: LinearMember): number[] => [
  intercept,
  ...columns.map((c) => coefficients[c.at]! / c.sd),
];

describe('logistic regression of a table', () => {
  it('agrees with scikit-learn under a ridge, a lasso and an elastic net', async () => {
    const fitted = async (ridge: number, lasso: number) =>
      scaledRow(await memberOf(logisticTable(plain(ridge, lasso)), full, binary));
    expect(distance(await fitted(10, 0), sklearn.logistic.ridge)).toBeLessThan(1e-6);
    expect(distance(await fitted(0, 20), sklearn.logistic.lasso)).toBeLessThan(1e-6);
    expect(distance(await fitted(10, 20), sklearn.logistic.elasticNet)).toBeLessThan(1e-6);
  });

  it('learns that a value is not there', async () => {
    const member = await memberOf(logisticTable(plain(1)), table, binary);
    const last = member.columns.find((c) => c.feature === 4)!;
    expect(last.missing).toBe(true);
    // Only rows with the outcome lack the last column.
    expect(member.coefficients[last.at + 1]).toBeGreaterThan(1);
  });

  it('chooses a stronger penalty where there is nothing to learn', async () => {
    const random = generator(5);
    const chance: Target = { kind: 'binary', y: binary.y.map(() => (random() < 0.4 ? 1 : 0)) };
    const size = async (target: Target, mixing: number) => {
      const learner = logisticTable({ penalty: { kind: 'chosen', mixing } });
      const { coefficients } = await memberOf(learner, full, target);
      return Math.hypot(...coefficients);
    };
    expect(await size(chance, 1)).toBeLessThan(0.12);
    expect(await size(chance, 0)).toBeLessThan(0.12);
    expect(await size(binary, 1)).toBeGreaterThan(1);
  });

  it('bends with the data where it has knots', async () => {
    const margins = async (knots: 0 | 4) => {
      const fitted = await logisticTable({ ...plain(0.1), knots }).fit(full, binary, { seed: 1 });
      return fitted.predict(full);
    };
    // The third column acts as a sine.
    const straight = await margins(0);
    const bent = await margins(4);
    const loss = (m: Float64Array) =>
      m.reduce((sum, v, i) => sum + Math.log1p(Math.exp(binary.y[i] ? -v : v)), 0) / 600;
    expect(loss(bent)).toBeLessThan(loss(straight) - 0.01);
  });

  it('carries refits that scatter as the coefficients do', async () => {
    const member = await memberOf(logisticTable({ ...plain(0), resamples: 200 }), full, binary);
    const draws = member.resamples.map((row) => row[1]!);
    const mean = draws.reduce((a, b) => a + b, 0) / draws.length;
    const sd = Math.sqrt(draws.reduce((sum, d) => sum + (d - mean) ** 2, 0) / (draws.length - 1));
    expect(member.resamples).toHaveLength(200);
    expect(mean).toBeCloseTo(member.coefficients[0]!, 1);
    // The standard error of this coefficient, from the information matrix, is 0.102.
    expect(sd).toBeGreaterThan(0.08);
    expect(sd).toBeLessThan(0.14);
  });
});

describe('linear regression of a table', () => {
  it('agrees with scikit-learn under a ridge and an elastic net', async () => {
    const fitted = async (ridge: number, lasso: number) =>
      scaledRow(await memberOf(linearTable(plain(ridge, lasso)), full, numeric));
    expect(distance(await fitted(10, 0), sklearn.linear.ridge)).toBeLessThan(1e-6);
    expect(distance(await fitted(10, 20), sklearn.linear.elasticNet)).toBeLessThan(1e-6);
  });
});

describe('Cox regression of a table', () => {
  const on = scaled(followed.table);

  it('agrees with glmnet under a lasso and an elastic net', async () => {
    const fitted = async (ridge: number, lasso: number) =>
      scaledRow(await memberOf(coxTable(plain(ridge, lasso)), on, followed.target)).slice(1);
    expect(distance(await fitted(0, 15), r.coxLasso)).toBeLessThan(1e-5);
    expect(distance(await fitted(10, 15), r.coxElasticNet)).toBeLessThan(1e-5);
  });

  it('is 0 for the average row', async () => {
    const fitted = await coxTable({ knots: 3 }).fit(followed.table, followed.target, { seed: 1 });
    const mean = fitted.predict(followed.table).reduce((a, b) => a + b, 0) / 400;
    expect(mean).toBeCloseTo(0, 10);
  });
});

describe('a column on its way into a linear model', () => {
  const u = generator(3);
  const columnOf = async (draw: (i: number) => number, options: Partial<LinearOptions> = {}) => {
    const values = Float64Array.from({ length: 600 }, (_, i) => draw(i));
    const learner = logisticTable({ penalty: { kind: 'fixed', ridge: 1 }, ...options });
    return (await memberOf(learner, { columns: ['x'], rows: 600, data: values }, binary)).columns[0]!;
  };

  it('is its logarithm where it is positive and skewed to the right', async () => {
    expect((await columnOf(() => Math.exp(3 * u()))).transform).toBe('log');
    expect((await columnOf(() => Math.max(0, Math.exp(4 * u()) - 5))).transform).toBe('log1p');
    expect((await columnOf(() => u())).transform).toBe('identity');
    expect((await columnOf(() => -Math.exp(3 * u()))).transform).toBe('identity');
  });

  it('is clipped at its extremes, unless it has few values', async () => {
    const wide = await columnOf((i) => (i === 0 ? 1_000 : u()));
    expect(wide.clip[1]).toBeLessThan(1.01);
    expect((await columnOf((i) => (i === 0 ? 1 : 0))).clip).toEqual([0, 1]);
  });

  it('is what the options say', async () => {
    const options = { columns: { x: { transform: 'identity', knots: 3, missing: true } } } as const;
    const column = await columnOf(() => Math.exp(3 * u()), options);
    expect(column).toMatchObject({ transform: 'identity', missing: true });
    expect(column.knots).toHaveLength(3);
  });
});
