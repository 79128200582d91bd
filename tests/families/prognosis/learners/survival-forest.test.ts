import { describe, expect, it } from 'vitest';
import { survivalForest } from '../../../../src/families/prognosis/learners/survival-forest.ts';
import type { BareNode } from '../../../../src/families/prognosis/learners/trees/node.ts';
import { survivalRule } from '../../../../src/families/prognosis/learners/trees/survival-rule.ts';
import { concordance } from '../../../../src/statistics/concordance.ts';
import r from './reference/survival.json' with { type: 'json' };
import { followedRows, part } from './rows.ts';

const { table, target } = followedRows(400);
const rule = survivalRule(target, new Float64Array(400).fill(1));
const left = (row: number) => table.data[3 * row + 1]! < 0.1;

function nodeOf(rows: Int32Array): BareNode {
  const pairs = new Float64Array(2 * rows.length).fill(1);
  return { from: 0, to: rows.length, rows, pairs };
}

describe('a split of a survival forest', () => {
  it('is judged by what survdiff has as observed less expected deaths', () => {
    const node = nodeOf(rule.order);
    rule.renew!(node);
    let sum = 0;
    rule.order.forEach((row, k) => {
      if (left(row)) sum += node.pairs[2 * k]!;
    });
    expect(sum).toBeCloseTo(r.observedLessExpected[0]!, 8);
  });
});

describe('a leaf of a survival forest', () => {
  it("is R's Nelson-Aalen hazard, summed over the follow-up of all", () => {
    const node = nodeOf(rule.order.filter(left));
    const sums = { gradient: 0, hessian: 0, rows: node.to };
    expect(rule.leaf({ ...node, sums, low: 0, high: 0 })).toBeCloseTo(r.mortality[0]!, 8);
  });
});

describe('a survival forest', () => {
  it('ranks unseen rows as well as that of ranger', async () => {
    const learned = { ...target, time: target.time.slice(0, 250), event: target.event.slice(0, 250) };
    const unseen = { time: target.time.slice(250), event: target.event.slice(250) };
    const fitted = await survivalForest({ trees: 500, minLeaf: 7, columnsPerSplit: 2 / 3 }).fit(
      part(table, [0, 1, 2], 0, 250),
      learned,
      { seed: 1, workers: 2 },
    );
    const margins = fitted.predict(part(table, [0, 1, 2], 250, 400));
    const c = concordance(unseen, margins)(new Float64Array(150).fill(1));
    expect(c).toBeGreaterThan(r.forestConcordance[0]! - 0.02);
  });

  it('says on average nothing of the rows it learned from', async () => {
    const fitted = await survivalForest({ trees: 50 }).fit(table, target, { seed: 1, workers: 1 });
    const mean = fitted.predict(table).reduce((a, b) => a + b, 0) / 400;
    // The trees were grown on resamples of the rows.
    expect(Math.abs(mean)).toBeLessThan(0.05);
  });
});
