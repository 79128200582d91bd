import { gaussLegendre } from './gauss-legendre.ts';
import { type Paths, pathsOf } from './tree-paths.ts';
import type { WalkableTrees } from './tree-walk.ts';
import type { TreeArrays } from './trees-codec.ts';

export interface Shap {
  /** Sum over the trees of their mean leaf by cover: the margin of a row of which nothing is known. */
  readonly expected: number;
  /**
   * Adds `scale` times the Shapley values of the sum of all trees to `phi`.
   * @param wide see `widen`
   */
  explain(wide: Float64Array, scale: number, phi: Float64Array): void;
}

/** Nodes of the quadrature that are computed together. */
const LANES = 3;

/**
 * Exact path-dependent TreeSHAP (Lundberg et al., Nat Mach Intell 2020;2:56): the Shapley values of the game in which
 * a split on an unknown feature is passed both ways by cover.
 *
 * A leaf of value v whose path asks d features is worth v·Π over the known of o·Π over the unknown of z, with o 1
 * where the row meets what the path asks of the feature (else 0) and z the share of the cover that meets it. The
 * Shapley weight s!(d−1−s)!/d! is the integral of tˢ(1−t)^(d−1−s) over 0..1, so that
 *
 *     φⱼ = Σ over leaves v (oⱼ − zⱼ) ∫ Π over k ≠ j of fₖ dt,   fₖ = t oₖ + (1 − t) zₖ,
 *
 * which a Gauss-Legendre rule of ⌈d/2⌉ nodes gives exactly (the idea of Linear TreeSHAP, Yu et al., NeurIPS 2022, with
 * another basis). With P the product of the factors down to a node and S the sum of the leaves below it, each times the
 * factors after the node, the two sides of a split on a feature that the path did not ask before add
 * z ∫ P (S of the side that the row takes − S of the other) dt to φⱼ, z the other side's share: S is computed upwards,
 * then P downwards, a few operations per split.
 */
export function compileShap(arrays: TreeArrays, trees: WalkableTrees): Shap {
  const paths = pathsOf(arrays, trees);
  const rules = rulesFor(paths);
  const scratch = scratchOf(arrays);
  return {
    expected: meanLeaves(paths, trees),
    explain(wide, scale, phi) {
      for (let tree = 0; tree < arrays.sizes.length; tree++) {
        const from = paths.starts[tree]!;
        const to = paths.starts[tree + 1]!;
        if (from === to) continue;
        placeLeaves(trees, scratch, trees.roots[tree]!, arrays.sizes[tree]!);
        decide(paths, scratch, from, to, wide);
        for (const lanes of rules[tree]!) {
          ascend(paths, scratch, from, to, lanes);
          descend(paths, scratch, from, to, lanes, scale, phi);
        }
      }
    },
  };
}

/** Three nodes t of a quadrature rule with their weights w. */
type Lanes = readonly [t0: number, t1: number, t2: number, w0: number, w1: number, w2: number];

/** Per tree the rule that is exact for its longest path, in threes. */
function rulesFor({ distinct }: Paths): (readonly Lanes[])[] {
  const known = new Map<number, readonly Lanes[]>();
  return Array.from(distinct, (features) => {
    const count = Math.max(1, Math.ceil(features / (2 * LANES)));
    const rule = known.get(count) ?? lanesOf(count);
    known.set(count, rule);
    return rule;
  });
}

function lanesOf(count: number): Lanes[] {
  const { nodes: t, weights: w } = gaussLegendre(LANES * count);
  return Array.from({ length: count }, (_, k): Lanes => {
    const i = LANES * k;
    return [t[i]!, t[i + 1]!, t[i + 2]!, w[i]!, w[i + 1]!, w[i + 2]!];
  });
}

function meanLeaves({ starts, place, left, share }: Paths, { roots, leaf }: WalkableTrees): number {
  const mean = Float64Array.from(leaf);
  return roots.reduce((sum, root, tree) => {
    for (let k = starts[tree + 1]! - 1; k >= starts[tree]!; k--) {
      const below = root + left[k]!;
      mean[root + place[k]!] = share[k]! * mean[below]! + (1 - share[k]!) * mean[below + 1]!;
    }
    return sum + mean[root]!;
  }, 0);
}

/** Of one tree, by place of the node in it. */
interface Scratch {
  /** Of an edge: 1 where the row meets it and all earlier ones on the same feature. */
  readonly met: Uint8Array;
  /** Of a split: which side the row takes; UNMET where it fails an earlier split of the path on the same feature. */
  readonly side: Uint8Array;
  /** Per lane: S, P, and the factor of the side that the row takes relative to that of the earlier splits. */
  readonly below: Float64Array;
  readonly above: Float64Array;
  readonly factor: Float64Array;
}

const UNMET = 2;

function scratchOf({ sizes }: TreeArrays): Scratch {
  const largest = sizes.reduce((most, size) => Math.max(most, size), 1);
  const lanes = () => new Float64Array(LANES * largest);
  return {
    met: new Uint8Array(largest),
    side: new Uint8Array(largest),
    below: lanes(),
    above: lanes(),
    factor: lanes(),
  };
}

/** The sums of leaves; those of splits are computed upwards from them. */
function placeLeaves({ leaf }: WalkableTrees, { below }: Scratch, root: number, size: number): void {
  for (let k = 0, at = 0; k < size; k++, at += LANES) {
    const value = leaf[root + k]!;
    below[at] = value;
    below[at + 1] = value;
    below[at + 2] = value;
  }
}

function decide(
  { column, threshold, place, left, before }: Paths,
  { met, side }: Scratch,
  from: number,
  to: number,
  wide: Float64Array,
): void {
  for (let k = from; k < to; k++) {
    const right = Number(wide[column[k]!]! >= threshold[k]!);
    const earlier = before[k]!;
    const alive = earlier < 0 ? 1 : met[earlier]!;
    met[left[k]!] = alive & (1 - right);
    met[left[k]! + 1] = alive & right;
    side[place[k]!] = alive ? right : UNMET;
  }
}

function ascend(
  { place, left, share, passed }: Paths,
  { side, below, factor }: Scratch,
  from: number,
  to: number,
  [t0, t1, t2]: Lanes,
): void {
  for (let k = to - 1; k >= from; k--) {
    const at = LANES * place[k]!;
    const right = side[place[k]!]!;
    const taken = LANES * (left[k]! + (right & 1));
    const other = LANES * (left[k]! + 1 - (right & 1));
    const own = right === 1 ? 1 - share[k]! : share[k]!;
    let f0 = own;
    let f1 = own;
    let f2 = own;
    if (right !== UNMET) {
      const z = passed[k]!;
      const both = z * own;
      f0 = both + t0 * (1 - both);
      f1 = both + t1 * (1 - both);
      f2 = both + t2 * (1 - both);
      if (z < 1) {
        f0 /= z + t0 * (1 - z);
        f1 /= z + t1 * (1 - z);
        f2 /= z + t2 * (1 - z);
      }
    }
    factor[at] = f0;
    factor[at + 1] = f1;
    factor[at + 2] = f2;
    below[at] = below[other]! + f0 * (below[taken]! - below[other]!);
    below[at + 1] = below[other + 1]! + f1 * (below[taken + 1]! - below[other + 1]!);
    below[at + 2] = below[other + 2]! + f2 * (below[taken + 2]! - below[other + 2]!);
  }
}

function descend(
  { place, left, share, passed, feature }: Paths,
  { side, below, above, factor }: Scratch,
  from: number,
  to: number,
  [t0, t1, t2, w0, w1, w2]: Lanes,
  scale: number,
  phi: Float64Array,
): void {
  above.fill(1, 0, LANES);
  for (let k = from; k < to; k++) {
    const at = LANES * place[k]!;
    const right = side[place[k]!]!;
    const taken = LANES * (left[k]! + (right & 1));
    const other = LANES * (left[k]! + 1 - (right & 1));
    let p0 = above[at]!;
    let p1 = above[at + 1]!;
    let p2 = above[at + 2]!;
    above[taken] = p0 * factor[at]!;
    above[taken + 1] = p1 * factor[at + 1]!;
    above[taken + 2] = p2 * factor[at + 2]!;
    above[other] = p0 - above[taken]!;
    above[other + 1] = p1 - above[taken + 1]!;
    above[other + 2] = p2 - above[taken + 2]!;
    if (right === UNMET) continue;
    const z = passed[k]!;
    const both = z * (right === 1 ? 1 - share[k]! : share[k]!);
    if (z < 1) {
      p0 /= z + t0 * (1 - z);
      p1 /= z + t1 * (1 - z);
      p2 /= z + t2 * (1 - z);
    }
    // For z = 1 it is (1 − both)(S of the side taken − S of the other).
    const q0 = (1 - both) * below[taken]! - (z - both) * below[other]! - (1 - z) * below[at]!;
    const q1 = (1 - both) * below[taken + 1]! - (z - both) * below[other + 1]! - (1 - z) * below[at + 1]!;
    const q2 = (1 - both) * below[taken + 2]! - (z - both) * below[other + 2]! - (1 - z) * below[at + 2]!;
    phi[feature[k]!]! += scale * (w0 * p0 * q0 + w1 * p1 * q1 + w2 * p2 * q2);
  }
}
