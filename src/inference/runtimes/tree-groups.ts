import { sumOfTrees, type WalkableTrees } from './tree-walk.ts';
import type { TreeArrays } from './trees-codec.ts';

/** Deeper trees are walked node by node: filling them up to complete ones would cost more than it saves. */
const DEEPEST_COMPLETE = 6;
const TOGETHER = 4;

/** Trees that are walked at once: four, or one at the end of a bag. */
interface Group {
  readonly first: number;
  readonly trees: 1 | typeof TOGETHER;
  /** Splits on the way to a leaf. */
  readonly depth: number;
  /** Where the splits and the leaves of its first tree begin; −1: the trees are too deep to be complete. */
  readonly splits: number;
  readonly leaves: number;
}

/**
 * Trees filled up to complete ones, so that the children of split i are 2i + 1 and 2i + 2 and nothing says where they
 * are: a third of the memory of free trees, of which little fits into a processor's cache.
 */
interface Complete {
  readonly column: Uint16Array;
  readonly threshold: Float32Array;
  readonly leaf: Float32Array;
}

/**
 * Sum of the trees of each bag for the first `count` of some widened rows, at `row * bags + bag` of `out`. All rows go
 * through a few trees at a time, so that large forests are read from memory once for all of them.
 */
export type BagSums = (wides: readonly Float64Array[], count: number, out: Float64Array) => void;

export function compileBags(arrays: TreeArrays, trees: WalkableTrees, bags: readonly number[]): BagSums {
  const groups = bags.map((count, bag) => groupsOf(trees, startOf(bags, bag), count));
  const { groups: placed, ...complete } = fill(groups, arrays, trees);
  return (wides, count, out) => {
    out.fill(0, 0, count * bags.length);
    placed.forEach((own, bag) => {
      const rows: Rows = { wides, count, out, bag, bags: bags.length };
      for (const group of own) addGroup(group, complete, trees, rows);
    });
  };
}

/** The rows to be summed, and where: that of row i at `i * bags + bag` of `out`. */
interface Rows {
  readonly wides: readonly Float64Array[];
  readonly count: number;
  readonly out: Float64Array;
  readonly bag: number;
  readonly bags: number;
}

/** Adds the trees of a group to the sum of each row. */
function addGroup(group: Group, complete: Complete, trees: WalkableTrees, rows: Rows): void {
  if (group.splits < 0)
    addRows(rows, (wide) => sumOfTrees(trees, wide, group.first, group.first + group.trees));
  else if (group.trees === 1) addRows(rows, (wide) => sumOfOne(group, complete, wide));
  else addFour(group, complete, rows);
}

function addRows({ wides, count, out, bag, bags }: Rows, sumOf: (wide: Float64Array) => number): void {
  for (let row = 0; row < count; row++) out[row * bags + bag]! += sumOf(wides[row]!);
}

/** Four walks at a time, so that the processor waits for four nodes at once, and no branch that it could mispredict. */
function addFour(
  { depth, splits, leaves }: Group,
  { column, threshold, leaf }: Complete,
  { wides, count, out, bag, bags }: Rows,
): void {
  const width = (1 << depth) - 1;
  const second = splits + width;
  const third = second + width;
  const fourth = third + width;
  const at = leaves - width;
  const next = width + 1;
  for (let row = 0; row < count; row++) {
    const wide = wides[row]!;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let step = 0; step < depth; step++) {
      a = 2 * a + 1 + Number(wide[column[splits + a]!]! >= threshold[splits + a]!);
      b = 2 * b + 1 + Number(wide[column[second + b]!]! >= threshold[second + b]!);
      c = 2 * c + 1 + Number(wide[column[third + c]!]! >= threshold[third + c]!);
      d = 2 * d + 1 + Number(wide[column[fourth + d]!]! >= threshold[fourth + d]!);
    }
    out[row * bags + bag]! +=
      leaf[at + a]! + leaf[at + next + b]! + leaf[at + 2 * next + c]! + leaf[at + 3 * next + d]!;
  }
}

function sumOfOne(
  { depth, splits, leaves }: Group,
  { column, threshold, leaf }: Complete,
  wide: Float64Array,
): number {
  let a = 0;
  for (let step = 0; step < depth; step++)
    a = 2 * a + 1 + Number(wide[column[splits + a]!]! >= threshold[splits + a]!);
  return leaf[leaves + a - ((1 << depth) - 1)]!;
}

const startOf = (bags: readonly number[], bag: number): number =>
  bags.slice(0, bag).reduce((sum, trees) => sum + trees, 0);

function groupsOf({ depth }: WalkableTrees, start: number, count: number): Group[] {
  const groups: Group[] = [];
  for (let first = start; first < start + count; first += groups.at(-1)!.trees) {
    const trees = first + TOGETHER <= start + count ? TOGETHER : 1;
    const deepest = depth.subarray(first, first + trees).reduce((most, d) => Math.max(most, d), 0);
    groups.push({ first, trees, depth: deepest, splits: -1, leaves: -1 });
  }
  return groups;
}

function fill(groups: readonly Group[][], arrays: TreeArrays, trees: WalkableTrees) {
  let splits = 0;
  let leaves = 0;
  const place = (group: Group): Group => {
    if (group.depth > DEEPEST_COMPLETE) return group;
    const placed = { ...group, splits, leaves };
    splits += group.trees * ((1 << group.depth) - 1);
    leaves += group.trees * (1 << group.depth);
    return placed;
  };
  const placed = groups.map((bag) => bag.map(place));
  const complete: Complete = {
    column: new Uint16Array(splits),
    threshold: new Float32Array(splits),
    leaf: new Float32Array(leaves),
  };
  for (const group of placed.flat()) {
    if (group.splits < 0) continue;
    for (let k = 0; k < group.trees; k++) fillTree(complete, group, k, arrays, trees);
  }
  return { groups: placed, ...complete };
}

function fillTree(
  { column, threshold, leaf }: Complete,
  { first, depth, splits, leaves }: Group,
  k: number,
  { feature, value }: TreeArrays,
  trees: WalkableTrees,
): void {
  const width = (1 << depth) - 1;
  /** @param at place in the complete tree */
  const put = (node: number, at: number): void => {
    if (at >= width) {
      leaf[leaves + k * (width + 1) + at - width] = value[node]!;
      return;
    }
    const split = splits + k * width + at;
    column[split] = trees.column[node]!;
    threshold[split] = trees.threshold[node]!;
    // Below a leaf that comes early every way leads left, to the leaf itself.
    if (feature[node]! < 0) put(node, 2 * at + 1);
    else for (const side of [0, 1]) put(trees.child[node]! + side, 2 * at + 1 + side);
  };
  put(trees.roots[first + k]!, 0);
}
