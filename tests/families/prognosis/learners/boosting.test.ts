import { describe, expect, it } from 'vitest';
import { boostedTrees } from '../../../../src/families/prognosis/learners/boosting.ts';
import {
  type BoostedBag,
  type BoostingProblem,
  type BoostingTask,
  boostBag,
} from '../../../../src/families/prognosis/learners/boosting-bag.ts';
import {
  BOOSTING_DEFAULTS,
  type BoostingOptions,
} from '../../../../src/families/prognosis/learners/boosting-options.ts';
import { inWorkers } from '../../../../src/families/prognosis/learners/pool.ts';
import type { Table, Target } from '../../../../src/families/prognosis/learners/table.ts';
import { binTable } from '../../../../src/families/prognosis/learners/trees/binning.ts';
import { coxLoss } from '../../../../src/families/prognosis/learners/trees/cox-loss.ts';
import { compileTrees, treesSchema } from '../../../../src/inference/runtimes/trees.ts';
import { decodeTrees } from '../../../../src/inference/runtimes/trees-codec.ts';
import sklearn from './reference/sklearn.json' with { type: 'json' };
import r from './reference/survival.json' with { type: 'json' };
import { distance, followedRows, generator, logLoss, part, rows } from './rows.ts';

const { table, binary, numeric } = rows(600);
const first = part(table, [0, 1, 2, 3, 4], 0, 20);

/** Of scikit-learn's histogram boosting: no sampling, no limit but the depth. */
const plain: Partial<BoostingOptions> = {
  trees: 30,
  learningRate: 0.1,
  maxDepth: 3,
  minLeafRows: 15,
  minLeafHessian: 1e-3,
  l2: 2,
  rowSubsample: 1,
  columnSubsample: 1,
  maxBins: 255,
};

const grown = (options: Partial<BoostingOptions>, target: Target, on: Table = table) =>
  boostedTrees({ ...plain, ...options }).fit(on, target, { seed: 1 });

describe('boosted trees', () => {
  it('agree with scikit-learn on log-odds, gaps in the data and weights of the rows included', async () => {
    const weights = Float64Array.from({ length: 600 }, (_, i) => 1 + (i % 7) / 10);
    const fitted = await boostedTrees(plain).fit(table, binary, { seed: 1, weights });
    expect(distance(fitted.predict(first), sklearn.boosting.classifier)).toBeLessThan(2e-5);
  });

  it('agree with scikit-learn on numbers', async () => {
    const fitted = await grown({}, numeric);
    expect(distance(fitted.predict(first), sklearn.boosting.regressor)).toBeLessThan(2e-5);
  });

  it('agree with scikit-learn where a column may only raise the margin', async () => {
    const fitted = await grown({ l2: 0, monotone: { a: 1 } }, numeric);
    expect(distance(fitted.predict(first), sklearn.boosting.monotone)).toBeLessThan(2e-5);
  });

  it('agree with scikit-learn where only the best leaves are split', async () => {
    const fitted = await grown({ l2: 0, maxDepth: 5, maxLeaves: 6 }, numeric);
    expect(distance(fitted.predict(first), sklearn.boosting.bestFirst)).toBeLessThan(2e-5);
  });

  it('never fall along a monotone column, whatever the other values', async () => {
    const fitted = await grown({ monotone: { a: 1 }, maxDepth: 5, trees: 60 }, binary);
    for (let row = 0; row < 50; row++) {
      const along = { ...first, rows: 21, data: new Float64Array(21 * 5) };
      for (let k = 0; k <= 20; k++)
        along.data.set([-1 + k / 10, ...table.data.subarray(row * 5 + 1, row * 5 + 5)], k * 5);
      const margins = fitted.predict(along);
      for (let k = 1; k <= 20; k++) expect(margins[k]).toBeGreaterThanOrEqual(margins[k - 1]! - 1e-12);
    }
  });

  it('are the same for a seed and differ between seeds', async () => {
    const learner = boostedTrees({ ...plain, rowSubsample: 0.6, columnSubsamplePerLevel: 0.7, bags: 3 });
    const member = async (seed: number) =>
      JSON.stringify((await learner.fit(table, binary, { seed })).toMember());
    expect(await member(1)).toBe(await member(1));
    expect(await member(1)).not.toBe(await member(2));
  });

  it('grow in a worker thread as they do in this one', async () => {
    const options = { ...BOOSTING_DEFAULTS, ...plain, rowSubsample: 0.6 };
    const weights = new Float64Array(table.rows).fill(1);
    const problem: BoostingProblem = {
      binned: binTable(table, 255),
      target: binary,
      weights,
      groups: undefined,
      options,
      monotone: undefined,
    };
    const tasks = [1, 2, 3].map((seed) => ({ seed, resample: true }));
    const bags = await inWorkers<BoostingProblem, BoostingTask, BoostedBag>({
      script: new URL('../../../../src/families/prognosis/learners/boosting-worker.ts', import.meta.url),
      shared: problem,
      tasks,
      workers: 2,
    });
    expect(bags).toEqual(tasks.map((task) => boostBag(problem, task, () => {})));
  });

  it('stop early where the outcome is chance, and late where it is not', async () => {
    const random = generator(7);
    const chance: Target = { kind: 'binary', y: binary.y.map(() => (random() < 0.4 ? 1 : 0)) };
    const sizes = async (target: Target, bags: number) => {
      const fitted = await grown({ trees: 200, bags, earlyStopping: { patience: 10 } }, target);
      return treesSchema.parse(fitted.toMember()).bags;
    };
    expect(Math.max(...(await sizes(chance, 3)))).toBeLessThan(10);
    expect(Math.min(...(await sizes(binary, 3)))).toBeGreaterThan(25);
    expect(Math.min(...(await sizes(binary, 1)))).toBeGreaterThan(25);
  });

  it('expect on average what they say of the rows they learned from', async () => {
    const followed = followedRows(300);
    const cases: readonly (readonly [Table, Target])[] = [
      [table, binary],
      [followed.table, followed.target],
    ];
    for (const [on, target] of cases) {
      const fitted = await grown({}, target, on);
      const mean = fitted.predict(on).reduce((a, b) => a + b, 0) / on.rows;
      expect(compileTrees(treesSchema.parse(fitted.toMember())).expected).toBeCloseTo(mean, 5);
    }
  });

  it('are explained without a remainder, row by row', async () => {
    const model = compileTrees(treesSchema.parse((await grown({ bags: 2, maxDepth: 6 }, binary)).toMember()));
    for (let i = 0; i < table.rows; i++) {
      const row = table.data.subarray(5 * i, 5 * i + 5);
      const phi = new Float64Array(5);
      model.explain(row, phi);
      expect(phi.reduce((a, b) => a + b, model.expected)).toBeCloseTo(model.margin(row), 11);
    }
  });

  it('resample rows of one group together', async () => {
    // Two groups, in each all rows alike: a refit that draws one group twice knows no other.
    const on: Table = { columns: ['a'], rows: 40, data: Float64Array.from({ length: 40 }, (_, i) => i % 2) };
    const y = Uint8Array.from({ length: 40 }, (_, i) => (i % 4 < 2 ? 1 : 0));
    const learner = boostedTrees({ ...plain, trees: 1, minLeafRows: 1, bags: 12 });
    const fitted = await learner.fit(
      on,
      { kind: 'binary', y },
      { seed: 3, groups: Int32Array.from(on.data) },
    );
    const { sizes } = decodeTrees(treesSchema.parse(fitted.toMember()));
    expect(new Set(sizes)).toEqual(new Set([1]));
    const { cover } = decodeTrees(treesSchema.parse(fitted.toMember()));
    expect([...cover].every((rows) => rows === 40)).toBe(true);
  });

  it('learn a hazard better than chance', async () => {
    const { table: followed, target } = followedRows(400);
    const loss = coxLoss(target.time, target.event);
    const ones = new Float64Array(400).fill(1);
    const margins = (await grown({ trees: 60, learningRate: 0.05 }, target, followed)).predict(followed);
    expect(loss.mean(margins, ones)).toBeLessThan(loss.mean(new Float64Array(400), ones) - 0.05);
  });

  it('weigh rows as if they were there as often', async () => {
    const weights = Float64Array.from({ length: 600 }, (_, i) => 1 + (i % 3));
    const repeated = Int32Array.from({ length: 600 }, (_, i) => i).reduce<number[]>((all, i) => {
      for (let k = 0; k < weights[i]!; k++) all.push(i);
      return all;
    }, []);
    const often: Table = {
      ...table,
      rows: repeated.length,
      data: Float64Array.from(repeated.flatMap((i) => [...table.data.subarray(i * 5, (i + 1) * 5)])),
    };
    const outcome: Target = { kind: 'binary', y: Uint8Array.from(repeated, (i) => binary.y[i]!) };
    const options = { ...plain, minLeafRows: 1, minLeafHessian: 5 };
    const one = await boostedTrees(options).fit(table, binary, { seed: 1, weights });
    const other = await boostedTrees(options).fit(often, outcome, { seed: 1 });
    expect(distance(one.predict(first), [...other.predict(first)])).toBeLessThan(1e-6);
    expect(logLoss(one.predict(table), binary)).toBeLessThan(0.6);
  });
});

describe("the loss of Cox' partial likelihood", () => {
  const { table: followed, target } = followedRows(400);
  const loss = coxLoss(target.time, target.event);
  const weights = Float64Array.from({ length: 400 }, (_, i) => [1, 2, 1, 3][i % 4]!);
  const margin = Float64Array.from(
    { length: 400 },
    (_, i) => followed.data[3 * i]! + 0.5 * followed.data[3 * i + 2]!,
  );
  const at = (m: Float64Array) => {
    const gradient = new Float64Array(400);
    const hessian = new Float64Array(400);
    loss.fill(m, weights, gradient, hessian);
    return { gradient, hessian };
  };

  it("has R's martingale residuals as its gradient", () => {
    expect(distance(at(margin).gradient, r.martingale)).toBeLessThan(1e-9);
  });

  it("has R's log-likelihood as its value", () => {
    const deaths = weights.reduce((sum, w, i) => sum + w * target.event[i]!, 0);
    expect(-loss.mean(margin, weights) * deaths).toBeCloseTo(r.logLikelihood[0]!, 6);
  });

  it('has the slope of its gradient as its curvature', () => {
    const { hessian } = at(margin);
    for (const row of [0, 7, 42]) {
      const moved = (by: number) => at(margin.map((m, i) => (i === row ? m + by : m))).gradient[row]!;
      expect(-(moved(1e-5) - moved(-1e-5)) / 2e-5).toBeCloseTo(hessian[row]!, 5);
    }
  });
});
