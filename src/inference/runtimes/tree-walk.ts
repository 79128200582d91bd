import type { TreeArrays } from './trees-codec.ts';

/**
 * Nodes of all trees, laid out for walks of a fixed number of steps without a branch: from node i the next is
 * `child[i]`, or one more if the value in `column[i]` of the widened row reaches `threshold[i]`. A leaf leads to itself.
 */
export interface WalkableTrees {
  /** Place in a widened row (see `widen`). */
  readonly column: Int32Array;
  readonly threshold: Float64Array;
  readonly child: Int32Array;
  /** Value of a leaf, else 0. */
  readonly leaf: Float64Array;
  readonly roots: Int32Array;
  /** Splits on the longest path of each tree. */
  readonly depth: Int32Array;
}

export function walkable(
  { sizes, feature, missingLeft, value }: TreeArrays,
  features: number,
): WalkableTrees {
  const nodes = feature.length;
  const sentinel = 2 * features;
  const trees = {
    column: Int32Array.from(feature, (f, i) => (f < 0 ? sentinel : missingLeft[i] ? f : f + features)),
    threshold: Float64Array.from(value, (v, i) => (feature[i]! < 0 ? Number.POSITIVE_INFINITY : v)),
    child: Int32Array.from({ length: nodes }, (_, i) => i),
    leaf: Float64Array.from(value, (v, i) => (feature[i]! < 0 ? v : 0)),
    roots: new Int32Array(sizes.length),
    depth: new Int32Array(sizes.length),
  };
  const level = new Int32Array(nodes);
  let start = 0;
  sizes.forEach((size, tree) => {
    trees.roots[tree] = start;
    let next = start + 1;
    for (let node = start; node < start + size; node++) {
      trees.depth[tree] = level[node]!;
      if (feature[node]! < 0) continue;
      trees.child[node] = next;
      level.fill(level[node]! + 1, next, next + 2);
      next += 2;
    }
    start += size;
  });
  return trees;
}

/** A widened row for so many features. */
export const wideRow = (features: number): Float64Array =>
  new Float64Array(2 * features + 1).fill(Number.NEGATIVE_INFINITY);

/**
 * The row twice, its missing values once as −∞ and once as +∞: a split that sends the missing left reads the first half,
 * one that sends them right the second, and needs no test of its own for them. The last place is −∞, for leaves.
 */
export function widen(row: Float64Array, wide: Float64Array): void {
  const features = wide.length >> 1;
  for (let j = 0; j < features; j++) {
    const value = row[j]!;
    const missing = Number.isNaN(value);
    wide[j] = missing ? Number.NEGATIVE_INFINITY : value;
    wide[features + j] = missing ? Number.POSITIVE_INFINITY : value;
  }
}

/** Sum of the trees from `from` up to `to`, four walks at a time, as in `tree-groups.ts`, which walks what is not deep. */
export function sumOfTrees(trees: WalkableTrees, wide: Float64Array, from: number, to: number): number {
  const { column, threshold, child, leaf, roots, depth } = trees;
  let sum = 0;
  let tree = from;
  for (; tree + 3 < to; tree += 4) {
    let a = roots[tree]!;
    let b = roots[tree + 1]!;
    let c = roots[tree + 2]!;
    let d = roots[tree + 3]!;
    const steps = Math.max(depth[tree]!, depth[tree + 1]!, depth[tree + 2]!, depth[tree + 3]!);
    for (let step = 0; step < steps; step++) {
      a = child[a]! + Number(wide[column[a]!]! >= threshold[a]!);
      b = child[b]! + Number(wide[column[b]!]! >= threshold[b]!);
      c = child[c]! + Number(wide[column[c]!]! >= threshold[c]!);
      d = child[d]! + Number(wide[column[d]!]! >= threshold[d]!);
    }
    sum += leaf[a]! + leaf[b]! + leaf[c]! + leaf[d]!;
  }
  for (; tree < to; tree++) {
    let a = roots[tree]!;
    for (let step = 0; step < depth[tree]!; step++)
      a = child[a]! + Number(wide[column[a]!]! >= threshold[a]!);
    sum += leaf[a]!;
  }
  return sum;
}
