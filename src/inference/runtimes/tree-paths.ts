import type { TreeArrays } from './trees-codec.ts';

/** What the explanation knows of a tree's paths before it sees a row. Per node, for those that split. */
export interface Paths {
  /** The inner nodes, tree after tree, and where each tree's begin. */
  readonly inner: Int32Array;
  readonly starts: Int32Array;
  /** Share of the node's cover that goes left. */
  readonly share: Float64Array;
  /** The node on the path down to this one (itself included) whose parent asks the same feature last, else −1. */
  readonly before: Int32Array;
  /** Share of the cover that passes all earlier splits of the path on the same feature, as the path does; else 1. */
  readonly passed: Float64Array;
  /** Per tree: most distinct features on a path. */
  readonly distinct: Int32Array;
}

export function pathsOf(arrays: TreeArrays, child: Int32Array): Paths {
  const { sizes, feature } = arrays;
  const nodes = feature.length;
  const paths = {
    inner: Int32Array.from({ length: nodes }, (_, i) => i).filter((i) => feature[i]! >= 0),
    starts: new Int32Array(sizes.length + 1),
    share: new Float64Array(nodes),
    before: new Int32Array(nodes).fill(-1),
    passed: new Float64Array(nodes).fill(1),
    distinct: new Int32Array(sizes.length),
  };
  const parent = new Int32Array(nodes).fill(-1);
  const asked = new Int32Array(nodes);
  let at = 0;
  let end = 0;
  sizes.forEach((size, tree) => {
    end += size;
    for (; at < paths.inner.length && paths.inner[at]! < end; at++) {
      const node = paths.inner[at]!;
      follow(node, arrays, child[node]!, parent, paths);
      const deeper = asked[node]! + (paths.before[node]! < 0 ? 1 : 0);
      asked.fill(deeper, child[node]!, child[node]! + 2);
      paths.distinct[tree] = Math.max(paths.distinct[tree]!, deeper);
    }
    paths.starts[tree + 1] = at;
  });
  return paths;
}

function follow(
  node: number,
  { feature, cover }: TreeArrays,
  left: number,
  parent: Int32Array,
  { share, before, passed }: Paths,
): void {
  parent.fill(node, left, left + 2);
  share[node] = cover[left]! / (cover[left]! + cover[left + 1]!);
  let at = node;
  while (parent[at]! >= 0 && feature[parent[at]!] !== feature[node]) at = parent[at]!;
  const up = parent[at]!;
  if (up < 0) return;
  before[node] = at;
  // Of two siblings the left one comes first, at an odd distance from the root; here: whether `at` is the left child.
  passed[node] = passed[up]! * (isLeft(at, up, parent) ? share[up]! : 1 - share[up]!);
}

/** The left of two siblings is the one whose predecessor in the order has another parent. */
const isLeft = (node: number, up: number, parent: Int32Array): boolean => parent[node - 1] !== up || node - 1 === up;
