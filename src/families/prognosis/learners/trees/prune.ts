import { type BinnedTree, leftChildren } from './tree.ts';

/**
 * The tree that growing best first would have come to with so many leaves: a node's split does not depend on the others,
 * so it is the root with the splits of greatest gain of those that the kept ones lead to. Of equal gains the first.
 */
export function pruned(tree: BinnedTree, leaves: number): BinnedTree {
  const left = leftChildren(Int32Array.from(tree.feature));
  const kept = new Set<number>();
  const open = tree.feature[0]! >= 0 ? [0] : [];
  while (kept.size < leaves - 1 && open.length > 0) {
    const best = open.reduce((a, b) => (tree.gain[b]! > tree.gain[a]! ? b : a));
    open.splice(open.indexOf(best), 1);
    kept.add(best);
    open.push(...[left[best]!, left[best]! + 1].filter((child) => tree.feature[child]! >= 0));
  }
  return only(kept, tree, left);
}

function only(kept: ReadonlySet<number>, tree: BinnedTree, left: Int32Array): BinnedTree {
  const nodes = [0];
  for (const node of nodes) if (kept.has(node)) nodes.push(left[node]!, left[node]! + 1);
  const of = (values: readonly number[], ofLeaf?: number): number[] =>
    nodes.map((node) => (ofLeaf === undefined || kept.has(node) ? values[node]! : ofLeaf));
  return {
    feature: of(tree.feature, -1),
    bin: of(tree.bin, 0),
    missingLeft: of(tree.missingLeft, 0),
    value: of(tree.value),
    gain: of(tree.gain, 0),
  };
}
