import { groupSizes } from './tree-groups.ts';
import { type Paths, pathsOf } from './tree-paths.ts';
import type { WalkableTrees } from './tree-walk.ts';
import type { TreeArrays } from './trees-codec.ts';

/** Rows that go through the trees together, one bit of a word each. */
export const BLOCK = 32;

/**
 * Sums of the trees of each bag for up to 32 rows from row `from` of a row-major table, at `row * bags + bag` of `out`:
 * to the last bit what `compileBags` gives for one row.
 */
export type BatchSums = (table: Float64Array, from: number, count: number, out: Float64Array) => void;

interface Shape {
  readonly features: number;
  readonly bags: readonly number[];
}

/**
 * Every threshold of a feature is compared once with all rows of a block: its answers are the bits of a word, found from
 * the place of each row's value among the feature's thresholds. A split then parts the word of the rows that come to it
 * with two operations, whatever their number. (The idea of QuickScorer, Lucchese et al., SIGIR 2015, turned from the
 * leaves of one row to the rows of one tree.)
 */
export function compileBatch(arrays: TreeArrays, trees: WalkableTrees, { features, bags }: Shape): BatchSums {
  const paths = pathsOf(arrays, trees);
  const conditions = conditionsOf(paths, features);
  const leaves = leavesOf(arrays, trees);
  const groups = bags.map((count) => groupSizes(count));
  const words = new Int32Array(2 * conditions.thresholds.length);
  const reach = new Int32Array(arrays.sizes.reduce((most, size) => Math.max(most, size), 1));
  const part = new Float64Array(BLOCK);
  const atRank = new Int32Array(conditions.most + 1);
  return (table, from, count, out) => {
    for (let j = 0; j < features; j++) answer(conditions, j, table, from, count, atRank, words);
    out.fill(0, 0, count * bags.length);
    let tree = 0;
    for (let bag = 0; bag < bags.length; bag++) {
      for (const size of groups[bag]!) {
        part.fill(0);
        for (const end = tree + size; tree < end; tree++) {
          reach[0] = count === BLOCK ? -1 : (1 << count) - 1;
          divide(paths, conditions.word, paths.starts[tree]!, paths.starts[tree + 1]!, words, reach);
          collect(leaves, leaves.starts[tree]!, leaves.starts[tree + 1]!, reach, part);
        }
        for (let row = 0; row < count; row++) out[row * bags.length + bag]! += part[row]!;
      }
    }
  };
}

interface Conditions {
  readonly features: number;
  /** Of each feature in turn, ascending, without repetition; where each feature's begin, their number at the end. */
  readonly thresholds: Float64Array;
  readonly starts: Int32Array;
  /** Most of one feature. */
  readonly most: number;
  /** Per split: place of its word; of a threshold the first is for "missing goes left", the second for right. */
  readonly word: Int32Array;
}

function conditionsOf(paths: Paths, features: number): Conditions {
  const own = Array.from({ length: features }, () => new Set<number>());
  paths.feature.forEach((feature, k) => own[feature]!.add(paths.threshold[k]!));
  const sorted = own.map((set) => Float64Array.from(set).sort());
  const starts = new Int32Array(features + 1);
  sorted.forEach((thresholds, j) => {
    starts[j + 1] = starts[j]! + thresholds.length;
  });
  const thresholds = new Float64Array(starts[features]!);
  sorted.forEach((some, j) => {
    thresholds.set(some, starts[j]!);
  });
  const word = Int32Array.from(paths.feature, (feature, k) => {
    const at = starts[feature]! + sorted[feature]!.indexOf(paths.threshold[k]!);
    return 2 * at + (paths.column[k]! < features ? 0 : 1);
  });
  const most = sorted.reduce((some, own) => Math.max(some, own.length), 0);
  return { features, thresholds, starts, most, word };
}

/**
 * Writes the words of a feature's conditions: bit i is 1 where row i reaches the threshold, or lacks the value and goes
 * right.
 */
function answer(
  { features, thresholds, starts }: Conditions,
  feature: number,
  table: Float64Array,
  from: number,
  count: number,
  atRank: Int32Array,
  words: Int32Array,
): void {
  const start = starts[feature]!;
  const size = starts[feature + 1]! - start;
  if (size === 0) return;
  atRank.fill(0, 0, size + 1);
  let missing = 0;
  for (let i = 0; i < count; i++) {
    const value = table[(from + i) * features + feature]!;
    if (Number.isNaN(value)) missing |= 1 << i;
    else atRank[reached(thresholds, start, size, value)]! |= 1 << i;
  }
  let word = 0;
  for (let k = size - 1; k >= 0; k--) {
    word |= atRank[k + 1]!;
    words[2 * (start + k)] = word;
    words[2 * (start + k) + 1] = word | missing;
  }
}

/** How many of some ascending thresholds a value reaches. */
function reached(thresholds: Float64Array, start: number, size: number, value: number): number {
  let low = start;
  let left = size;
  while (left > 1) {
    const half = left >> 1;
    low += half * Number(thresholds[low + half - 1]! <= value);
    left -= half;
  }
  return low - start + Number(thresholds[low]! <= value);
}

/** Parts the rows that come to each split of a tree among its children. */
function divide(
  { place, left }: Paths,
  word: Int32Array,
  from: number,
  to: number,
  words: Int32Array,
  reach: Int32Array,
): void {
  for (let k = from; k < to; k++) {
    const here = reach[place[k]!]!;
    const right = words[word[k]!]!;
    const child = left[k]!;
    reach[child] = here & ~right;
    reach[child + 1] = here & right;
  }
}

/** The leaves of each tree: their place in it and their value. */
interface Leaves {
  readonly starts: Int32Array;
  readonly place: Int32Array;
  readonly value: Float64Array;
}

function leavesOf({ sizes, feature, value }: TreeArrays, { roots }: WalkableTrees): Leaves {
  const nodes = Int32Array.from(feature.keys()).filter((node) => feature[node]! < 0);
  const place = new Int32Array(nodes.length);
  const starts = new Int32Array(sizes.length + 1);
  let at = 0;
  sizes.forEach((size, tree) => {
    const root = roots[tree]!;
    for (; at < nodes.length && nodes[at]! < root + size; at++) place[at] = nodes[at]! - root;
    starts[tree + 1] = at;
  });
  return { starts, place, value: Float64Array.from(nodes, (node) => value[node]!) };
}

/** Adds to each row the value of the leaf that it has come to. */
function collect(
  { place, value }: Leaves,
  from: number,
  to: number,
  reach: Int32Array,
  part: Float64Array,
): void {
  for (let k = from; k < to; k++) {
    const leaf = value[k]!;
    for (let rows = reach[place[k]!]!; rows !== 0; rows &= rows - 1)
      part[31 - Math.clz32(rows & -rows)]! += leaf;
  }
}
