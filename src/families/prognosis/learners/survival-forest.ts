import { forestLearner, type GivenForest } from './forest.ts';
import type { TableLearner } from './table.ts';

/**
 * Random survival forest: log-rank splits, Nelson-Aalen leaves (`trees/survival-rule.ts`). The margin is the ensemble
 * mortality, as a log relative hazard by Cox regression on what the trees say of the rows that they did not see.
 */
export const survivalForest = (given: GivenForest = {}): TableLearner =>
  forestLearner('survivalForest', 'random survival forest', ['survival'], { minLeaf: 15, ...given });
