/** A Fenwick tree (Softw Pract Exp 1994;24:327) of weights by rank: sums of the lowest ranks in O(log n). */
export type Fenwick = Float64Array;

export const fenwick = (ranks: number): Fenwick => new Float64Array(ranks + 1);

export function addAt(tree: Fenwick, rank: number, weight: number): void {
  for (let node = rank + 1; node < tree.length; node += node & -node) tree[node]! += weight;
}

/** Sum of the weights of the `count` lowest ranks. */
export function sumBelow(tree: Fenwick, count: number): number {
  let sum = 0;
  for (let node = count; node > 0; node -= node & -node) sum += tree[node]!;
  return sum;
}
