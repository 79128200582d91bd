import { DEEPEST } from '../../../../inference/runtimes/trees-codec.ts';
import type { Binned } from './binning.ts';
import { createPartition } from './partition.ts';
import { createSplitter, type NodeRows, type Split, type SplitLimits, type Sums } from './split.ts';
import type { BinnedTree } from './tree.ts';

export interface GrowLimits extends SplitLimits {
  readonly maxDepth: number;
}

/** What a tree is grown on. */
export interface GrowTask {
  /** Rows of the table; their order is changed. */
  readonly rows: Int32Array;
  /** Per row of the table. */
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
  /** The columns that may split a node, asked in breadth-first order of the nodes. */
  columns(depth: number): Int32Array;
  /** Replaces the gathered gradients of a node by what this node alone says: for splits on survival. */
  renew?(node: NodeRows): void;
  /** Value of a leaf; the step of Newton's method, `G / (H + λ)`, unless given. */
  leaf?(node: NodeRows, sums: Sums): number;
}

interface Open {
  readonly from: number;
  readonly to: number;
  readonly depth: number;
  /** Bounds that keep the tree monotone. */
  readonly low: number;
  readonly high: number;
}

/** Grows trees on one binned table, breadth first; its memory is reused from tree to tree. */
export function createGrower(binned: Binned, limits: GrowLimits) {
  const split = createSplitter(binned, limits);
  const partition = createPartition(binned);
  const gathered = { gradient: new Float64Array(binned.rows), hessian: new Float64Array(binned.rows) };
  const deepest = Math.min(limits.maxDepth, DEEPEST);

  return (task: GrowTask): BinnedTree => {
    const tree: BinnedTree = { feature: [], bin: [], missingLeft: [], value: [] };
    const open: Open[] = [{ from: 0, to: task.rows.length, depth: 0, low: -Infinity, high: Infinity }];
    for (const node of open) {
      const content = gather(task, node, gathered);
      const sums = sumsOf(content);
      const found = node.depth < deepest ? split(content, sums, task.columns(node.depth)) : undefined;
      if (!found) {
        addLeaf(tree, clamp(task.leaf?.(content, sums) ?? newtonStep(sums, limits.l2), node));
        continue;
      }
      addSplit(tree, found);
      const middle = partition(task.rows, node.from, node.to, found);
      open.push(...children(node, middle, found, limits));
    }
    return tree;
  };
}

function gather(
  task: GrowTask,
  { from, to }: Open,
  into: { readonly gradient: Float64Array; readonly hessian: Float64Array },
): NodeRows {
  const rows = task.rows.subarray(from, to);
  for (let k = 0; k < rows.length; k++) {
    into.gradient[k] = task.gradient[rows[k]!]!;
    into.hessian[k] = task.hessian[rows[k]!]!;
  }
  const node = { rows, ...into, count: rows.length };
  task.renew?.(node);
  return node;
}

function sumsOf({ gradient, hessian, count }: NodeRows): Sums {
  let g = 0;
  let h = 0;
  for (let k = 0; k < count; k++) {
    g += gradient[k]!;
    h += hessian[k]!;
  }
  return { gradient: g, hessian: h, rows: count };
}

const newtonStep = ({ gradient, hessian }: Sums, l2: number): number => gradient / (hessian + l2 || 1);

const clamp = (value: number, { low, high }: Open): number => Math.min(Math.max(value, low), high);

function addLeaf(tree: BinnedTree, value: number): void {
  tree.feature.push(-1);
  tree.bin.push(0);
  tree.missingLeft.push(0);
  tree.value.push(Math.fround(value));
}

function addSplit(tree: BinnedTree, split: Split): void {
  tree.feature.push(split.column);
  tree.bin.push(split.bin);
  tree.missingLeft.push(split.missingLeft ? 1 : 0);
  tree.value.push(0);
}

/** Below a split on a monotone column the two sides may not cross the middle of what they would be now. */
function children(node: Open, middle: number, split: Split, limits: GrowLimits): [Open, Open] {
  const depth = node.depth + 1;
  const left = { ...node, to: middle, depth };
  const right = { ...node, from: middle, depth };
  const direction = limits.monotone?.[split.column] ?? 0;
  if (direction === 0) return [left, right];
  const border = clamp((newtonStep(split.left, limits.l2) + newtonStep(split.right, limits.l2)) / 2, node);
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
