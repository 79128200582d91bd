import { boostedTrees } from '../../src/families/prognosis/learners/boosting.ts';
import { type KnownEffect, withKnownEffect } from '../../src/families/prognosis/learners/known-effect.ts';
import { coxTable } from '../../src/families/prognosis/learners/linear.ts';
import { stoppedAt } from '../../src/families/prognosis/learners/stopped.ts';
import { survivalForest } from '../../src/families/prognosis/learners/survival-forest.ts';
import type { TableLearner } from '../../src/families/prognosis/learners/table.ts';

const cox = coxTable({
  penalty: { kind: 'fixed', ridge: 10 },
  columns: {
    age: { transform: 'identity', knots: 4 },
    'tumor-size': { transform: 'log', knots: 0 },
    'positive-lymph-nodes': { transform: 'log1p', knots: 3 },
    'progesterone-receptor-concentration': { transform: 'log1p', knots: 0 },
    'estrogen-receptor-concentration': { transform: 'log1p', knots: 0 },
  },
  resamples: 200,
});

const trees = boostedTrees({
  trees: 200,
  learningRate: 0.03,
  maxDepth: 3,
  minLeafRows: 40,
  rowSubsample: 0.5,
});

const forest = survivalForest({ trees: 300, columnsPerSplit: 0.34, minLeaf: 15, maxDepth: 8 });

/** In Rotterdam it was for the younger and fitter, and seems to halve the hazard. */
const CHEMOTHERAPY: KnownEffect = {
  column: 'breast-cancer-chemotherapy',
  effect: Math.log(0.72),
  source: 'randomised trials (EBCTCG, Lancet 1992;339:1)',
};

/** Receptors and nodes tell less and less after some years, and so follow-up ends at `months`. */
export const learnersTo = (months: number) => ({
  served: stoppedAt(months, withKnownEffect(CHEMOTHERAPY, cox)),
  candidates: [
    { ...stoppedAt(months, cox), name: 'coxAsTreated' },
    stoppedAt(months, trees),
    stoppedAt(months, forest),
  ] satisfies TableLearner[],
});
