import { compileShap } from './tree-shap.ts';
import { sumOfTrees, walkable, widen, wideRow } from './tree-walk.ts';
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
  /** Adds to `phi` the Shapley value of each feature: `expected` plus their sum is the margin. */
  explain(row: Float64Array, phi: Float64Array): void;
}

export function compileTrees(member: TreesMember): CompiledTrees {
  const { features, base } = member;
  const arrays = decodeTrees(member);
  const trees = walkable(arrays, features);
  const shap = compileShap(arrays, trees);
  const ends = endsOf(member.bags);
  const bags = ends.length;
  const wide = wideRow(features);
  const each = new Float64Array(bags);
  const margins = (row: Float64Array, out: Float64Array): void => {
    widen(row, wide);
    let tree = 0;
    for (let bag = 0; bag < bags; bag++) {
      out[bag] = base[bag]! + sumOfTrees(trees, wide, tree, ends[bag]!);
      tree = ends[bag]!;
    }
  };
  return {
    features,
    bags,
    expected: (base.reduce((sum, b) => sum + b, 0) + shap.expected) / bags,
    margins,
    margin(row) {
      margins(row, each);
      return each.reduce((sum, m) => sum + m, 0) / bags;
    },
    explain(row, phi) {
      widen(row, wide);
      shap.explain(wide, 1 / bags, phi);
    },
  };
}

function endsOf(bags: readonly number[]): number[] {
  let end = 0;
  return bags.map((trees) => {
    end += trees;
    return end;
  });
}
