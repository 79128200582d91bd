import type { TreeArrays } from '../../../inference/runtimes/trees-codec.ts';
import { type Random, seededRandom } from '../../../statistics/random.ts';
import type { ForestOptions } from './forest-options.ts';
import { drawSome, resampledWeights, rowsOfGroups, streamSeed } from './resampling.ts';
import type { Target } from './table.ts';
import type { Binned } from './trees/binning.ts';
import { forestRule } from './trees/forest-rules.ts';
import { createGrower } from './trees/grow.ts';
import { type BinnedTree, coverOf, leavesOf, toArrays } from './trees/tree.ts';

export interface ForestProblem {
  readonly binned: Binned;
  readonly target: Target;
  readonly weights: Float64Array;
  readonly groups: Int32Array | undefined;
  readonly options: ForestOptions & { readonly columnsPerSplit: number };
  readonly seed: number;
}

/** Some trees of one bag. */
export interface ForestTask {
  readonly bag: number;
  readonly first: number;
  readonly count: number;
}

export interface ForestPart {
  readonly bag: number;
  readonly trees: TreeArrays;
  /** Per row: sum of the leaves of the trees that did not see it, and how many they are. */
  readonly sum: Float64Array;
  readonly count: Int32Array;
}

/** Random forest (Breiman, Mach Learn 2001;45:5): each tree on rows drawn with replacement, columns drawn per split. */
export function growForestPart(
  problem: ForestProblem,
  task: ForestTask,
  onSteps: (n: number) => void,
): ForestPart {
  const { binned, target, options } = problem;
  const groups = rowsOfGroups(binned.rows, problem.groups);
  const ofBag = bagWeights(problem, groups, task.bag);
  const rule = forestRule(target, ofBag);
  const grow = createGrower(binned, { ...GROW, minLeafHessian: options.minLeaf, maxDepth: options.maxDepth });
  const every = Int32Array.from({ length: binned.rows }, (_, i) => i);
  const sum = new Float64Array(binned.rows);
  const count = new Int32Array(binned.rows);
  const trees: { tree: BinnedTree; cover: Float64Array }[] = [];
  for (let t = task.first; t < task.first + task.count; t++) {
    const random = seededRandom(streamSeed(problem.seed, 1_000 + t));
    const weights = resampledWeights(ofBag, groups, random);
    const tree = grow({
      rows: rule.order.filter((i) => weights[i]! > 0),
      gradient: rule.gradient(weights),
      hessian: weights,
      draw: 'node',
      columns: columnChooser(binned.columns, options.columnsPerSplit, random),
      leaf: rule.leaf,
      ...(rule.renew ? { renew: rule.renew } : {}),
    });
    const leaves = leavesOf(tree, binned, every);
    trees.push({ tree, cover: coverOf(tree, leaves, every, weights) });
    leaves.forEach((leaf, i) => {
      if (weights[i]! > 0) return;
      sum[i]! += tree.value[leaf]!;
      count[i]! += 1;
    });
    onSteps(1);
  }
  return { bag: task.bag, trees: toArrays(trees, binned), sum, count };
}

const GROW = { minLeafRows: 1, l2: 0, minGain: 1e-12 };

function bagWeights(
  { weights, options, seed }: ForestProblem,
  groups: readonly Int32Array[],
  bag: number,
): Float64Array {
  return options.bags > 1 ? resampledWeights(weights, groups, seededRandom(streamSeed(seed, bag))) : weights;
}

function columnChooser(columns: number, share: number, random: Random): () => Int32Array {
  const all = Int32Array.from({ length: columns }, (_, j) => j);
  const count = Math.max(1, Math.round(share * columns));
  return () => drawSome(all, count, random);
}
