import { compileShap } from './tree-shap.ts';
import { decodeTrees, type TreeArrays } from './trees-codec.ts';
import type { TreesMember } from './trees-schema.ts';

export { type TreesMember, treesSchema } from './trees-schema.ts';

/** A `trees` member ready to compute; see `treesSchema`. Its scratch memory is reused: not for concurrent calls. */
export interface CompiledTrees {
  /** Length of the feature vector. */
  readonly features: number;
  readonly bags: number;
  /** Mean margin of the rows it was trained on, by the cover of the leaves. */
  readonly expected: number;
  /** @param out receives the margin of each bag; their mean is the model's */
  margins(row: Float64Array, out: Float64Array): void;
  /** The mean over the bags. */
  margin(row: Float64Array): number;
  /** Adds to `phi` the Shapley value of each feature: `expected` plus their sum is the margin. */
  explain(row: Float64Array, phi: Float64Array): void;
}

/** Nodes of all trees: the children of inner node i are `child[i]` (left) and `child[i] + 1`. */
export interface FlatTrees {
  /** Place of the split's value in a widened row (see `widen`), −1 for a leaf. */
  readonly column: Int32Array;
  readonly value: Float64Array;
  readonly child: Int32Array;
  readonly roots: Int32Array;
}

export function compileTrees(member: TreesMember): CompiledTrees {
  const { features, base } = member;
  const arrays = decodeTrees(member);
  const flat = flatten(arrays, features);
  const ends = endsOf(member.bags);
  const bags = ends.length;
  const wide = new Float64Array(2 * features);
  const each = new Float64Array(bags);
  const shap = compileShap(arrays, flat);
  const margins = (row: Float64Array, out: Float64Array): void => {
    widen(row, wide);
    let tree = 0;
    for (let bag = 0; bag < bags; bag++) {
      out[bag] = base[bag]! + sumOfTrees(flat, wide, tree, ends[bag]!);
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

/**
 * The row twice, its missing values once as −∞ and once as +∞: a split that sends the missing left reads the first
 * half, one that sends them right the second, and needs no test of its own for them.
 */
export function widen(row: Float64Array, wide: Float64Array): void {
  const features = wide.length >> 1;
  for (let j = 0; j < features; j++) {
    const value = row[j]!;
    const missing = Number.isNaN(value);
    wide[j] = missing ? Number.NEGATIVE_INFINITY : value;
    wide[features + j] = missing ? Number.POSITIVE_INFINITY : value;
  }
}

export function flatten({ sizes, feature, missingLeft, value }: TreeArrays, features: number): FlatTrees {
  const column = Int32Array.from(feature, (f, i) => (f < 0 ? -1 : missingLeft[i] ? f : f + features));
  const child = new Int32Array(feature.length);
  const roots = new Int32Array(sizes.length);
  let start = 0;
  sizes.forEach((size, tree) => {
    roots[tree] = start;
    let next = start + 1;
    for (let node = start; node < start + size; node++) {
      if (feature[node]! < 0) continue;
      child[node] = next;
      next += 2;
    }
    start += size;
  });
  return { column, value: Float64Array.from(value), child, roots };
}

function endsOf(bags: readonly number[]): number[] {
  let end = 0;
  return bags.map((trees) => (end += trees));
}

function sumOfTrees(
  { column, value, child, roots }: FlatTrees,
  wide: Float64Array,
  from: number,
  to: number,
) {
  let sum = 0;
  for (let tree = from; tree < to; tree++) {
    let at = roots[tree]!;
    for (let j = column[at]!; j >= 0; j = column[at]!) at = child[at]! + (wide[j]! < value[at]! ? 0 : 1);
    sum += value[at]!;
  }
  return sum;
}
