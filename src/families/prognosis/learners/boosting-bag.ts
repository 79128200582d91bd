import type { TreeArrays } from '../../../inference/runtimes/trees-codec.ts';
import { type Random, seededRandom } from '../../../statistics/random.ts';
import type { BoostingOptions } from './boosting-options.ts';
import { drawSome, resampledWeights, rowsOfGroups } from './resampling.ts';
import type { Target } from './table.ts';
import type { Binned } from './trees/binning.ts';
import { createGrower } from './trees/grow.ts';
import { type Loss, lossOf } from './trees/losses.ts';
import { type BinnedTree, coverOf, leavesOf, toArrays } from './trees/tree.ts';

export interface BoostingProblem {
  readonly binned: Binned;
  readonly target: Target;
  readonly weights: Float64Array;
  readonly groups: Int32Array | undefined;
  readonly options: BoostingOptions;
  readonly monotone: Int8Array | undefined;
}

/** One bag. */
export interface BoostingTask {
  readonly seed: number;
  /** Whether it learns from rows drawn with replacement. */
  readonly resample: boolean;
}

export interface BoostedBag {
  readonly base: number;
  readonly trees: TreeArrays;
}

interface Grown {
  readonly tree: BinnedTree;
  readonly cover: Float64Array;
}

const STEPS_TOLD = 10;

/** Gradient boosting with Newton steps (Friedman, Ann Stat 2001;29:1189; Chen & Guestrin, KDD 2016). */
export function boostBag(
  problem: BoostingProblem,
  task: BoostingTask,
  onSteps: (steps: number) => void,
): BoostedBag {
  const random = seededRandom(task.seed);
  const groups = rowsOfGroups(problem.binned.rows, problem.groups);
  const { earlyStopping } = problem.options;
  if (task.resample) {
    const weights = resampledWeights(problem.weights, groups, random);
    return boost(problem, weights, random, earlyStopping && without(problem.weights, weights), onSteps);
  }
  if (!earlyStopping) return boost(problem, problem.weights, random, undefined, onSteps);
  const aside = setAside(problem.weights, groups, earlyStopping.holdout ?? 0.2, random);
  const stopped = boost(problem, without(problem.weights, aside), random, aside, () => {});
  const options = { ...problem.options, trees: Math.max(1, stopped.trees.sizes.length) };
  return boost({ ...problem, options }, problem.weights, random, undefined, onSteps);
}

/** The weights of the rows that have none in `taken`. */
const without = (weights: Float64Array, taken: Float64Array): Float64Array =>
  weights.map((w, i) => (taken[i]! > 0 ? 0 : w));

function setAside(
  weights: Float64Array,
  groups: readonly Int32Array[],
  share: number,
  random: Random,
): Float64Array {
  const aside = new Float64Array(weights.length);
  const all = Int32Array.from(groups.keys());
  for (const group of drawSome(all, Math.round(share * groups.length), random))
    for (const row of groups[group]!) aside[row] = weights[row]!;
  return aside;
}

function boost(
  { binned, target, options, monotone }: BoostingProblem,
  weights: Float64Array,
  random: Random,
  judge: Float64Array | undefined,
  onSteps: (steps: number) => void,
): BoostedBag {
  const loss = lossOf(target);
  const grow = createGrower(binned, { ...options, monotone });
  const every = Int32Array.from({ length: binned.rows }, (_, i) => i);
  const inside = every.filter((i) => weights[i]! > 0);
  const base = loss.base(weights);
  const margin = new Float64Array(binned.rows).fill(base);
  const gradient = new Float64Array(binned.rows);
  const hessian = new Float64Array(binned.rows);
  const stop = judge && earlyStop(loss, judge, options.earlyStopping?.patience ?? options.trees);
  const grown: Grown[] = [];
  for (let t = 0; t < options.trees; t++) {
    loss.fill(margin, weights, gradient, hessian);
    const columns = columnChooser(binned.columns, options, random);
    const rows = drawSome(inside, Math.max(1, Math.round(options.rowSubsample * inside.length)), random);
    const tree = shrink(grow({ rows, gradient, hessian, draw: 'level', columns }), options.learningRate);
    const leaves = leavesOf(tree, binned, every);
    for (let i = 0; i < margin.length; i++) margin[i]! += tree.value[leaves[i]!]!;
    grown.push({ tree, cover: coverOf(tree, leaves, every, weights) });
    if ((t + 1) % STEPS_TOLD === 0) onSteps(STEPS_TOLD);
    if (stop?.(margin, grown.length)) break;
  }
  grown.length = stop?.best() ?? grown.length;
  return { base, trees: toArrays(grown, binned) };
}

const shrink = (tree: BinnedTree, rate: number): BinnedTree => ({
  ...tree,
  value: tree.value.map((v) => Math.fround(rate * v)),
});

/** The columns of one tree, and at each of its levels a part of them. */
function columnChooser(columns: number, options: BoostingOptions, random: Random): () => Int32Array {
  const all = Int32Array.from({ length: columns }, (_, j) => j);
  const own = drawSome(all, shareOf(options.columnSubsample, columns), random);
  return () => drawSome(own, shareOf(options.columnSubsamplePerLevel, own.length), random);
}

const shareOf = (share: number, count: number): number => Math.max(1, Math.round(share * count));

function earlyStop(loss: Loss, judge: Float64Array, patience: number) {
  let best = Number.POSITIVE_INFINITY;
  let trees = 0;
  return Object.assign(
    (margin: Float64Array, grown: number): boolean => {
      const now = loss.mean(margin, judge);
      if (now < best) {
        best = now;
        trees = grown;
      }
      return grown - trees >= patience;
    },
    { best: () => trees },
  );
}
