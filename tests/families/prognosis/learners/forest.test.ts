import { describe, expect, it } from 'vitest';
import { randomForest } from '../../../../src/families/prognosis/learners/forest.ts';
import { mlRandomForest } from '../../../../src/families/prognosis/learners/library-forest.ts';
import type { Table } from '../../../../src/families/prognosis/learners/table.ts';
import { binTable } from '../../../../src/families/prognosis/learners/trees/binning.ts';
import { createGrower } from '../../../../src/families/prognosis/learners/trees/grow.ts';
import { coverOf, leavesOf, toArrays } from '../../../../src/families/prognosis/learners/trees/tree.ts';
import { fittedTrees, treesMember } from '../../../../src/families/prognosis/learners/trees-member.ts';
import { treesSchema } from '../../../../src/inference/runtimes/trees.ts';
import sklearn from './reference/sklearn.json' with { type: 'json' };
import { auroc, distance, logLoss, outcomesOf, part, rows } from './rows.ts';

const { table, binary, numeric } = rows(600);
const full = part(table, [0, 2, 3]);
const half = part(full, [0, 1, 2], 0, 300);
const unseen = part(full, [0, 1, 2], 300, 600);
const learned = outcomesOf(binary, 0, 300);
const outcomes = outcomesOf(binary, 300, 600);

/** One tree on all rows and columns. */
function tree(on: Table, values: Float64Array) {
  const binned = binTable(on, 255);
  const ones = new Float64Array(on.rows).fill(1);
  const all = () => Int32Array.from({ length: on.rows }, (_, i) => i);
  const limits = { maxDepth: 6, minLeafRows: 5, minLeafHessian: 0, l2: 0, minGain: 0 };
  const grown = createGrower(
    binned,
    limits,
  )({
    rows: all(),
    gradient: values,
    hessian: ones,
    draw: 'level',
    columns: () => Int32Array.from(on.columns, (_, j) => j),
  });
  const cover = coverOf(grown, leavesOf(grown, binned, all()), all(), ones);
  return fittedTrees(
    treesMember(on.columns.length, [{ base: 0, trees: toArrays([{ tree: grown, cover }], binned) }]),
  );
}

describe('a regression tree', () => {
  it('agrees with scikit-learn', () => {
    const predicted = tree(full, numeric.y).predict(part(full, [0, 1, 2], 0, 20));
    expect(distance(predicted, sklearn.tree)).toBeLessThan(1e-6);
  });
});

describe('a random forest', () => {
  it('ranks and calibrates unseen rows as well as that of scikit-learn', async () => {
    const fitted = await randomForest({ trees: 500 }).fit(half, learned, { seed: 1, workers: 2 });
    const margins = fitted.predict(unseen);
    expect(auroc(margins, outcomes)).toBeGreaterThan(sklearn.forest.auroc - 0.01);
    expect(logLoss(margins, outcomes)).toBeLessThan(sklearn.forest.logLoss + 0.01);
  });

  it('predicts numbers of unseen rows as well as that of scikit-learn', async () => {
    const target = { kind: 'numeric', y: numeric.y.slice(0, 300) } as const;
    const fitted = await randomForest({ trees: 300 }).fit(half, target, { seed: 1, workers: 2 });
    const truth = numeric.y.subarray(300);
    const mean = truth.reduce((a, b) => a + b, 0) / 300;
    const squares = (of: (i: number) => number) => truth.reduce((sum, v, i) => sum + (v - of(i)) ** 2, 0);
    const predicted = fitted.predict(unseen);
    const r2 = 1 - squares((i) => predicted[i]!) / squares(() => mean);
    expect(r2).toBeGreaterThan(sklearn.forest.r2 - 0.03);
  });

  it('is the same for a seed, whatever the number of threads', async () => {
    // 600 rows of 5 columns by 400 trees are enough for threads.
    const member = async (workers: number, seed: number) => {
      const learner = randomForest({ trees: 400, bags: 4, maxDepth: 3 });
      return treesSchema.parse((await learner.fit(table, binary, { seed, workers })).toMember());
    };
    const one = await member(1, 1);
    expect(one.bags).toEqual([100, 100, 100, 100]);
    expect(await member(2, 1)).toEqual(one);
    expect(await member(2, 2)).not.toEqual(one);
  });

  it('refuses a target that it cannot learn', async () => {
    const target = { kind: 'survival', time: numeric.y, event: binary.y } as const;
    await expect(randomForest().fit(table, target, { seed: 1 })).rejects.toThrow('survival');
  });
});

describe('ml-random-forest', () => {
  it('learns the same with more trouble', async () => {
    const learner = mlRandomForest({ trees: 40, rowsPerTree: 150, maxDepth: 5, maxFeatures: 1 });
    const fitted = await learner.fit(half, learned, { seed: 1, workers: 2 });
    const score = auroc(fitted.predict(unseen), outcomes);
    expect(score).toBeGreaterThan(0.6);
    expect(score).toBeLessThan(sklearn.forest.auroc + 0.03);
    expect(fitted.toMember()).toBeUndefined();
  });
});
