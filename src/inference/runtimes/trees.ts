import { type BatchSums, BLOCK, compileBatch } from './tree-batch.ts';
import { compileBags } from './tree-groups.ts';
import { compileShap } from './tree-shap.ts';
import { walkable, widen, wideRow } from './tree-walk.ts';
import { decodeTrees } from './trees-codec.ts';
import type { TreesMember } from './trees-schema.ts';

export { type TreesMember, treesSchema } from './trees-schema.ts';

/** A `trees` member ready to compute; see `treesSchema`. Its scratch memory is reused from call to call. */
export interface CompiledTrees {
  /** Length of the feature vector. */
  readonly features: number;
  readonly bags: number;
  /** Mean margin of the rows it was trained on, by the cover of the leaves. */
  readonly expected: number;
  /**
   * @param row NaN where a value is missing
   * @param out receives the margin of each bag; their mean is the model's
   */
  margins(row: Float64Array, out: Float64Array): void;
  /** The mean over the bags. */
  margin(row: Float64Array): number;
  /** The margin of each of many rows, one after the other in `rows`: the same numbers, faster. */
  marginsOfRows(rows: Float64Array): Float64Array;
  /** Adds to `phi` the Shapley value of each feature: `expected` plus their sum is the margin. */
  explain(row: Float64Array, phi: Float64Array): void;
}

export function compileTrees(member: TreesMember): CompiledTrees {
  const { features, base } = member;
  const arrays = decodeTrees(member);
  const trees = walkable(arrays, features);
  const shap = compileShap(arrays, trees);
  const sums = compileBags(arrays, trees, member.bags);
  const bags = member.bags.length;
  let batch: BatchSums | undefined;
  const wide = wideRow(features);
  const each = new Float64Array(BLOCK * bags);
  const margins = (row: Float64Array, out: Float64Array): void => {
    widen(row, wide);
    sums(wide, out);
    for (let bag = 0; bag < bags; bag++) out[bag]! += base[bag]!;
  };
  const mean = (at: number): number => {
    let sum = 0;
    for (let bag = 0; bag < bags; bag++) sum += base[bag]! + each[at + bag]!;
    return sum / bags;
  };
  return {
    features,
    bags,
    expected: (base.reduce((sum, b) => sum + b, 0) + shap.expected) / bags,
    margins,
    margin(row) {
      widen(row, wide);
      sums(wide, each);
      return mean(0);
    },
    marginsOfRows(rows) {
      batch ??= compileBatch(arrays, trees, member);
      const out = new Float64Array(rows.length / features);
      for (let from = 0; from < out.length; from += BLOCK) {
        const count = Math.min(BLOCK, out.length - from);
        batch(rows, from, count, each);
        for (let k = 0; k < count; k++) out[from + k] = mean(k * bags);
      }
      return out;
    },
    explain(row, phi) {
      widen(row, wide);
      shap.explain(wide, 1 / bags, phi);
    },
  };
}
