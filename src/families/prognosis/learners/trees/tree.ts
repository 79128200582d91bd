import type { TreeArrays } from '../../../../inference/runtimes/trees-codec.ts';
import { type Binned, missingBin } from './binning.ts';

/** A tree while it is learned: nodes breadth first, as in `TreeArrays`, thresholds as bins. */
export interface BinnedTree {
  /** −1 for a leaf. */
  readonly feature: number[];
  readonly bin: number[];
  readonly missingLeft: number[];
  /** Of a leaf; of a split what it would be as a leaf, where the tree is to be pruned. */
  readonly value: number[];
  /** Of a split: how far it reduces the loss; 0 of a leaf. */
  readonly gain: number[];
}

/** Above every value in single precision: a split there parts the missing from all others. */
const ABOVE_ALL = Math.fround(3.4e38);

/** The leaf of each of some rows. */
export function leavesOf(
  tree: BinnedTree,
  { bins, edges, rows: height }: Binned,
  rows: Int32Array,
): Int32Array {
  const feature = Int32Array.from(tree.feature);
  const bin = Int32Array.from(tree.bin);
  const left = leftChildren(feature);
  const missing = feature.map((f) => (f < 0 ? 0 : missingBin(edges[f]!)));
  const missingLeft = Uint8Array.from(tree.missingLeft);
  return rows.map((row) => {
    let at = 0;
    for (let column = feature[0]!; column >= 0; column = feature[at]!) {
      const own = bins[column * height + row]!;
      const goesLeft = own === missing[at] ? missingLeft[at] === 1 : own < bin[at]!;
      at = left[at]! + (goesLeft ? 0 : 1);
    }
    return at;
  });
}

/** Place of the left child of each split. */
export function leftChildren(feature: Int32Array): Int32Array {
  let next = 1;
  return feature.map((column) => {
    if (column < 0) return 0;
    next += 2;
    return next - 2;
  });
}

/** Weight of the rows that come through each node, given the leaf of each of some rows. */
export function coverOf(
  tree: BinnedTree,
  leaves: Int32Array,
  rows: Int32Array,
  weights: Float64Array,
): Float64Array {
  const cover = new Float64Array(tree.feature.length);
  for (let k = 0; k < rows.length; k++) cover[leaves[k]!]! += weights[rows[k]!]!;
  const left = leftChildren(Int32Array.from(tree.feature));
  for (let node = cover.length - 1; node >= 0; node--) {
    if (tree.feature[node]! >= 0) cover[node] = cover[left[node]!]! + cover[left[node]! + 1]!;
  }
  return cover;
}

/** The form that is served. */
export function toArrays(
  trees: readonly { tree: BinnedTree; cover: Float64Array }[],
  binned: Binned,
): TreeArrays {
  const all = <K extends keyof BinnedTree>(key: K): number[] => trees.flatMap(({ tree }) => tree[key]);
  return {
    sizes: Int32Array.from(trees, ({ tree }) => tree.feature.length),
    feature: Int16Array.from(all('feature')),
    missingLeft: Uint8Array.from(all('missingLeft')),
    value: Float32Array.from(
      trees.flatMap(({ tree }) => tree.feature.map((_, i) => servedValue(tree, i, binned))),
    ),
    cover: Float32Array.from(trees.flatMap(({ cover }) => [...cover])),
  };
}

function servedValue({ feature, bin, value }: BinnedTree, node: number, { edges }: Binned): number {
  const column = feature[node]!;
  return column < 0 ? value[node]! : (edges[column]![bin[node]! - 1] ?? ABOVE_ALL);
}
