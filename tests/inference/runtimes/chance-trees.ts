import { compileTrees, type TreesMember, treesSchema } from '../../../src/inference/runtimes/trees.ts';
import { encodeTrees, type TreeArrays } from '../../../src/inference/runtimes/trees-codec.ts';
import type { Random } from '../../../src/statistics/random.ts';

type Nodes = Record<keyof TreeArrays, number[]>;

/** Trees of chance: a node above the depth splits with the probability `splits`. */
export function chanceTrees(
  random: Random,
  {
    trees,
    depth,
    features,
    splits = 0.8,
  }: { trees: number; depth: number; features: number; splits?: number },
): TreeArrays {
  const nodes: Nodes = { sizes: [], feature: [], missingLeft: [], value: [], cover: [] };
  const isSplit = (level: number) => level < depth && (level === 0 || random() < splits);
  for (let tree = 0; tree < trees; tree++) {
    const open = [{ level: 0, cover: 1_000 }];
    for (const { level, cover } of open) {
      const split = isSplit(level);
      nodes.feature.push(split ? Math.floor(random() * features) : -1);
      nodes.missingLeft.push(random() < 0.5 ? 1 : 0);
      nodes.value.push(split ? random() : 2 * random() - 1);
      nodes.cover.push(cover);
      const left = cover * (0.1 + 0.8 * random());
      if (split) open.push({ level: level + 1, cover: left }, { level: level + 1, cover: cover - left });
    }
    nodes.sizes.push(open.length);
  }
  return {
    sizes: Int32Array.from(nodes.sizes),
    feature: Int16Array.from(nodes.feature),
    missingLeft: Uint8Array.from(nodes.missingLeft),
    value: Float32Array.from(nodes.value),
    cover: Float32Array.from(nodes.cover),
  };
}

export const memberOf = (
  arrays: TreeArrays,
  features: number,
  bags: number[],
  base: number[],
): TreesMember => ({
  kind: 'trees',
  features,
  bags,
  base,
  ...encodeTrees(arrays),
});

export const compiled = (member: TreesMember) => compileTrees(treesSchema.parse(member));

/** About a fifth of the values are missing. */
export const chanceRow = (random: Random, features: number): Float64Array =>
  Float64Array.from({ length: features }, () => (random() < 0.2 ? Number.NaN : random()));

/** What a tree says of a row of which only some features are known, by recursion: both ways at the others. */
export function treeValue(
  { sizes, feature, missingLeft, value, cover }: TreeArrays,
  tree: number,
  row: Float64Array,
  isKnown: (feature: number) => boolean,
): number {
  const start = sizes.subarray(0, tree).reduce((sum, size) => sum + size, 0);
  let next = start + 1;
  const left = Array.from({ length: sizes[tree]! }, (_, k) => {
    if (feature[start + k]! < 0) return -1;
    next += 2;
    return next - 2;
  });
  const visit = (node: number): number => {
    const column = feature[node]!;
    if (column < 0) return value[node]!;
    const child = left[node - start]!;
    if (!isKnown(column)) {
      const [a, b] = [cover[child]!, cover[child + 1]!];
      return (a * visit(child) + b * visit(child + 1)) / (a + b);
    }
    const x = row[column]!;
    const goesLeft = Number.isNaN(x) ? missingLeft[node] === 1 : x < value[node]!;
    return visit(goesLeft ? child : child + 1);
  };
  return visit(start);
}
