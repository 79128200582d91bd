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

/** Rows of a batch that go through the trees together. */
const TOGETHER = 8;

export function compileTrees(member: TreesMember): CompiledTrees {
  const { features, base } = member;
  const arrays = decodeTrees(member);
  const trees = walkable(arrays, features);
  const shap = compileShap(arrays, trees);
  const sums = compileBags(arrays, trees, member.bags);
  const bags = member.bags.length;
  const wides = Array.from({ length: TOGETHER }, () => wideRow(features));
  const each = new Float64Array(TOGETHER * bags);
  const margins = (row: Float64Array, out: Float64Array): void => {
    widen(row, wides[0]!);
    sums(wides, 1, out);
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
      widen(row, wides[0]!);
      sums(wides, 1, each);
      return mean(0);
    },
    marginsOfRows(rows) {
      const out = new Float64Array(rows.length / features);
      for (let from = 0; from < out.length; from += TOGETHER) {
        const count = Math.min(TOGETHER, out.length - from);
        for (let k = 0; k < count; k++)
          widen(rows.subarray((from + k) * features, (from + k + 1) * features), wides[k]!);
        sums(wides, count, each);
        for (let k = 0; k < count; k++) out[from + k] = mean(k * bags);
      }
      return out;
    },
    explain(row, phi) {
      widen(row, wides[0]!);
      shap.explain(wides[0]!, 1 / bags, phi);
    },
  };
}
