import { boostedTrees } from '../../src/families/prognosis/learners/boosting.ts';
import { type KnownEffect, withKnownEffect } from '../../src/families/prognosis/learners/known-effect.ts';
import { coxTable } from '../../src/families/prognosis/learners/linear.ts';
import { stoppedAt } from '../../src/families/prognosis/learners/stopped.ts';
import type { Table, TableLearner } from '../../src/families/prognosis/learners/table.ts';

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

/** In Rotterdam it was for the younger and fitter, and seems to halve the hazard. */
const CHEMOTHERAPY: KnownEffect = {
  column: 'breast-cancer-chemotherapy',
  effect: Math.log(0.72),
  source: 'randomised trials (EBCTCG, Lancet 1992;339:1)',
};

const NODES = 'positive-lymph-nodes';
/** Of a woman without positive nodes, against 1. */
const WEIGHT_WITHOUT_NODES = 0.25;

/**
 * Women with positive nodes rule the effects: they are those who are treated and about whom is asked, and receptors
 * mean more in them. The level of risk is that of all women.
 */
const mostlyWithNodes = (learner: TableLearner): TableLearner => ({
  ...learner,
  description: `${learner.description}, women without positive nodes at a weight of ${WEIGHT_WITHOUT_NODES}`,
  options: { ...learner.options, weightWithoutNodes: WEIGHT_WITHOUT_NODES },
  fit: (table, target, options) => learner.fit(table, target, { ...options, weights: weightsOf(table) }),
});

function weightsOf({ columns, rows, data }: Table): Float64Array {
  const nodes = columns.indexOf(NODES);
  return Float64Array.from({ length: rows }, (_, i) =>
    data[i * columns.length + nodes] === 0 ? WEIGHT_WITHOUT_NODES : 1,
  );
}

/** Receptors and nodes tell less and less after some years, and so follow-up ends at `months`. */
export const learnersTo = (months: number) => ({
  served: stoppedAt(months, mostlyWithNodes(withKnownEffect(CHEMOTHERAPY, cox))),
  candidates: [
    { ...stoppedAt(months, mostlyWithNodes(cox)), name: 'coxAsTreated' },
    { ...stoppedAt(months, cox), name: 'coxAllAlike' },
    stoppedAt(months, trees),
  ] satisfies TableLearner[],
});
