import { z } from 'zod';
import { DEEPEST, decodeTrees, type TreeArrays } from './trees-codec.ts';

/**
 * The `trees` member of a model: a sum of decision trees on the feature vector. The trees come in bags (independent
 * refits on resampled rows); a bag's margin is its base plus the sum of its trees, the model's margin their mean.
 */
export const treesSchema = z
  .strictObject({
    kind: z.literal('trees'),
    /** Length of the feature vector. */
    features: z.int().min(1).max(32_767),
    /** How many trees each bag has, in the order in which they are stored. */
    bags: z.array(z.int().min(0)).min(1),
    /** Margin of each bag without any tree. */
    base: z.array(z.number()).min(1),
    /** Base64 of the arrays that `trees-codec.ts` describes. */
    sizes: z.base64(),
    feature: z.base64(),
    missingLeft: z.base64(),
    value: z.base64(),
    cover: z.base64(),
  })
  .superRefine((member, context) => {
    const wrong = flawOf(member);
    if (wrong) context.addIssue({ code: 'custom', message: wrong });
  });

export type TreesMember = z.output<typeof treesSchema>;

function flawOf(member: TreesMember): string | undefined {
  if (member.base.length !== member.bags.length) return 'there must be one base for each bag';
  const trees = decoded(member);
  if (!trees) return 'an array is cut off';
  if (sum(member.bags) !== trees.sizes.length) return 'the bags must hold every tree once';
  return flawOfArrays(trees) ?? flawOfTrees(trees, member.features);
}

function decoded(member: TreesMember): TreeArrays | undefined {
  try {
    return decodeTrees(member);
  } catch {
    return undefined;
  }
}

function flawOfArrays({ sizes, feature, missingLeft, value, cover }: TreeArrays): string | undefined {
  if (sizes.some((size) => size < 1)) return 'a tree has no node';
  const nodes = sum(sizes);
  const lengths = [feature, missingLeft, value, cover].map((a) => a.length);
  if (lengths.some((length) => length !== nodes))
    return `every array must have ${nodes} entries, one per node`;
  if (!value.every(Number.isFinite)) return 'a threshold or leaf is not a finite number';
  if (!cover.every((c) => c > 0 && c < Number.POSITIVE_INFINITY)) return 'a cover is not a positive number';
  return undefined;
}

function flawOfTrees({ sizes, feature }: TreeArrays, features: number): string | undefined {
  let start = 0;
  for (const [tree, size] of sizes.entries()) {
    const flaw = flawOfTree(feature.subarray(start, start + size), features);
    if (flaw) return `tree ${tree}: ${flaw}`;
    start += size;
  }
  return undefined;
}

/** Children follow from the order of the inner nodes; a node that none of them leads to would be out of order. */
function flawOfTree(feature: Int16Array, features: number): string | undefined {
  const depth = new Int32Array(feature.length);
  let reached = 1;
  for (let node = 0; node < feature.length; node++) {
    if (node >= reached) return 'a node has no parent';
    const column = feature[node]!;
    if (column < 0) continue;
    if (column >= features) return `column ${column} is not in the feature vector`;
    if (reached + 2 > feature.length) return 'a split lacks its children';
    if (depth[node]! === DEEPEST) return `it is deeper than ${DEEPEST} splits`;
    depth.fill(depth[node]! + 1, reached, reached + 2);
    reached += 2;
  }
  return undefined;
}

const sum = (values: Int32Array | readonly number[]): number => {
  let total = 0;
  for (const value of values) total += value;
  return total;
};
