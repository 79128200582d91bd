import type { WalkableTrees } from './tree-walk.ts';
import type { TreeArrays } from './trees-codec.ts';

/** What the explanation knows of the splits before it sees a row: per split, tree after tree, breadth first. */
export interface Paths {
  /** Where each tree's splits begin; their number at the end. */
  readonly starts: Int32Array;
  readonly feature: Int16Array;
  /** Place of its value in a widened row, and the threshold. */
  readonly column: Int32Array;
  readonly threshold: Float64Array;
  /** Place of the node, and of its left child, in the tree. */
  readonly place: Int32Array;
  readonly left: Int32Array;
  /** Share of the node's cover that goes left. */
  readonly share: Float64Array;
  /** The last node on the way here (this one included) whose parent asks the same feature, else −1. */
  readonly before: Int32Array;
  /** Share of the cover that passes all earlier splits of the path on the same feature, as the path does; else 1. */
  readonly passed: Float64Array;
  /** Per tree: most distinct features on a path. */
  readonly distinct: Int32Array;
}

export function pathsOf({ sizes, feature, cover }: TreeArrays, trees: WalkableTrees): Paths {
  const splits = Int32Array.from(feature.keys()).filter((node) => feature[node]! >= 0);
  const place = new Int32Array(splits.length);
  const starts = new Int32Array(sizes.length + 1);
  let at = 0;
  sizes.forEach((size, tree) => {
    const root = trees.roots[tree]!;
    for (; at < splits.length && splits[at]! < root + size; at++) place[at] = splits[at]! - root;
    starts[tree + 1] = at;
  });
  const own = {
    starts,
    place,
    feature: Int16Array.from(splits, (node) => feature[node]!),
    column: Int32Array.from(splits, (node) => trees.column[node]!),
    threshold: Float64Array.from(splits, (node) => trees.threshold[node]!),
    left: splits.map((node, k) => trees.child[node]! - node + place[k]!),
    share: Float64Array.from(splits, (node) => shareOf(cover, trees.child[node]!)),
  };
  return { ...own, ...repeats(own, sizes) };
}

const shareOf = (cover: Float32Array, left: number): number =>
  cover[left]! / (cover[left]! + cover[left + 1]!);

/** Follows each path upwards to the last split on the same feature. */
function repeats(
  { starts, place, feature, left, share }: Pick<Paths, 'starts' | 'place' | 'feature' | 'left' | 'share'>,
  sizes: Int32Array,
): Pick<Paths, 'before' | 'passed' | 'distinct'> {
  const before = new Int32Array(place.length).fill(-1);
  const passed = new Float64Array(place.length).fill(1);
  const distinct = new Int32Array(sizes.length);
  const sameAbove = (k: number, splitAbove: Int32Array): { node: number; up: number } => {
    let node = place[k]!;
    let up = splitAbove[node]!;
    for (; up >= 0 && feature[up] !== feature[k]; up = splitAbove[node]!) node = place[up]!;
    return { node, up };
  };
  sizes.forEach((size, tree) => {
    const splitAbove = new Int32Array(size).fill(-1);
    const asked = new Int32Array(size);
    for (let k = starts[tree]!; k < starts[tree + 1]!; k++) {
      const { node, up } = sameAbove(k, splitAbove);
      if (up >= 0) {
        before[k] = node;
        passed[k] = passed[up]! * (node === left[up] ? share[up]! : 1 - share[up]!);
      }
      const features = asked[place[k]!]! + (up < 0 ? 1 : 0);
      splitAbove.fill(k, left[k]!, left[k]! + 2);
      asked.fill(features, left[k]!, left[k]! + 2);
      distinct[tree] = Math.max(distinct[tree]!, features);
    }
  });
  return { before, passed, distinct };
}
