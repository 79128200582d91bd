import { DEEPEST } from '../../../../inference/runtimes/trees-codec.ts';
import type { Binned } from './binning.ts';
import { type BareNode, type NodeRows, sumsOf } from './node.ts';
import { createPartition } from './partition.ts';
import { pruned } from './prune.ts';
import { createSplitter, type Split, type SplitLimits, type Sums } from './split.ts';
import type { BinnedTree } from './tree.ts';

export interface GrowLimits extends SplitLimits {
  readonly maxDepth: number;
  readonly maxLeaves?: number | undefined;
}

/** What a tree is grown on. */
export interface GrowTask {
  /** Rows of the table; their order is changed. */
  readonly rows: Int32Array;
  /** Per row of the table. */
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
  /** The columns that may split a node, drawn for each node or once for each level. */
  readonly draw: 'node' | 'level';
  columns(): Int32Array;
  /** Replaces the gradients of a node by what this node alone says: for splits on survival. */
  renew?(node: BareNode): void;
  /** Value of a leaf; the step of Newton's method, `G / (H + λ)`, unless given. */
  leaf?(node: NodeRows): number;
}

/** A node that waits to be split. */
interface Open {
  readonly from: number;
  readonly to: number;
  readonly low: number;
  readonly high: number;
}

/** Grows trees on one binned table, level by level; its memory is reused from tree to tree. */
export function createGrower(binned: Binned, limits: GrowLimits) {
  const split = createSplitter(binned, limits);
  const partition = createPartition(binned);
  const pairs = new Float64Array(2 * binned.rows);
  const deepest = Math.min(limits.maxDepth, DEEPEST);

  return (task: GrowTask): BinnedTree => {
    const tree: BinnedTree = { feature: [], bin: [], missingLeft: [], value: [], gain: [] };
    let level: Open[] = [{ from: 0, to: task.rows.length, low: -Infinity, high: Infinity }];
    for (let depth = 0; level.length > 0; depth++) {
      const nodes = level.map((open) => gather(task, open, pairs));
      const splits = depth < deepest ? search(nodes, task) : [];
      level = level.flatMap((open, k) => settle(tree, task, open, nodes[k]!, splits[k]));
    }
    return limits.maxLeaves === undefined ? tree : pruned(tree, limits.maxLeaves);
  };

  function search(nodes: readonly NodeRows[], task: GrowTask): (Split | undefined)[] {
    if (task.draw === 'level') return split(nodes, task.columns());
    return nodes.map((node) => split([node], task.columns())[0]);
  }

  /** Adds the node to the tree, as a leaf or as a split whose children are returned. */
  function settle(tree: BinnedTree, task: GrowTask, open: Open, node: NodeRows, found?: Split): Open[] {
    const asLeaf = () => Math.fround(clamp(task.leaf?.(node) ?? newtonStep(node.sums, limits.l2), open));
    if (!found) {
      addNode(tree, LEAF, asLeaf());
      return [];
    }
    addNode(tree, found, limits.maxLeaves === undefined ? 0 : asLeaf());
    return children(open, partition(task.rows, open.from, open.to, found), found, limits);
  }
}

function gather(task: GrowTask, { from, to, low, high }: Open, pairs: Float64Array): NodeRows {
  const { rows, gradient, hessian } = task;
  for (let k = from; k < to; k++) {
    pairs[2 * k] = gradient[rows[k]!]!;
    pairs[2 * k + 1] = hessian[rows[k]!]!;
  }
  const node = { from, to, rows, pairs };
  task.renew?.(node);
  return { ...node, low, high, sums: sumsOf(node) };
}

const newtonStep = ({ gradient, hessian }: Sums, l2: number): number => gradient / (hessian + l2 || 1);

const clamp = (value: number, { low, high }: Open): number => Math.min(Math.max(value, low), high);

const LEAF = { column: -1, bin: 0, missingLeft: false, gain: 0 };

function addNode(tree: BinnedTree, split: Omit<Split, 'left' | 'right'>, value: number): void {
  tree.feature.push(split.column);
  tree.bin.push(split.bin);
  tree.missingLeft.push(split.missingLeft ? 1 : 0);
  tree.value.push(value);
  tree.gain.push(split.gain);
}

/** Below a split on a monotone column neither side may cross the middle of what they would be as leaves. */
function children(node: Open, middle: number, split: Split, limits: GrowLimits): [Open, Open] {
  const left = { ...node, to: middle };
  const right = { ...node, from: middle };
  const direction = limits.monotone?.[split.column] ?? 0;
  if (direction === 0) return [left, right];
  const [a, b] = [split.left, split.right].map((side) => clamp(newtonStep(side, limits.l2), node));
  const border = (a! + b!) / 2;
  return direction > 0
    ? [
        { ...left, high: border },
        { ...right, low: border },
      ]
    : [
        { ...left, low: border },
        { ...right, high: border },
      ];
}
