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
  const splits = splitsOf(paths);
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
          ascend(splits, scratch, from, to, lanes);
          descend(splits, scratch, from, to, lanes, scale, phi);
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

/** What the loops over the splits read, side by side: V8 keeps few arrays in registers. */
interface Splits {
  /** Place of the node, of its left child, and the feature. */
  readonly places: Int32Array;
  /** Share of the cover that goes left, that goes right, and `passed`. */
  readonly shares: Float64Array;
}

const splitsOf = ({ place, left, feature, share, passed }: Paths): Splits => ({
  places: threes(place.length, (k) => [place[k]!, left[k]!, feature[k]!], Int32Array),
  shares: threes(place.length, (k) => [share[k]!, 1 - share[k]!, passed[k]!], Float64Array),
});

function threes<T extends Int32Array | Float64Array>(
  count: number,
  of: (k: number) => readonly [number, number, number],
  Kind: new (length: number) => T,
): T {
  const all = new Kind(3 * count);
  for (let k = 0; k < count; k++) all.set(of(k), 3 * k);
  return all;
}

/** Of one tree, by place of the node in it. */
interface Scratch {
  /** Of an edge: 1 where the row meets it and all earlier ones on the same feature. */
  readonly met: Uint8Array;
  /** Of a split: which side the row takes; UNMET where it fails an earlier split of the path on the same feature. */
  readonly side: Uint8Array;
  /** Per node, three lanes each of: S; P; of a split the factor of the side that the row takes; its part of φ for P = 1. */
  readonly lanes: Float64Array;
}

const UNMET = 2;
const ABOVE = LANES;
const FACTOR = 2 * LANES;
const PART = 3 * LANES;
const WIDTH = 4 * LANES;

function scratchOf({ sizes }: TreeArrays): Scratch {
  const largest = sizes.reduce((most, size) => Math.max(most, size), 1);
  return {
    met: new Uint8Array(largest),
    side: new Uint8Array(largest),
    lanes: new Float64Array(WIDTH * largest),
  };
}

/** S of the leaves; that of splits is computed upwards from them. */
function placeLeaves({ leaf }: WalkableTrees, { lanes }: Scratch, root: number, size: number): void {
  for (let k = 0, at = 0; k < size; k++, at += WIDTH) {
    const value = leaf[root + k]!;
    lanes[at] = value;
    lanes[at + 1] = value;
    lanes[at + 2] = value;
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

/** S of each split, with what `descend` needs of it. */
function ascend(
  { places, shares }: Splits,
  { side, lanes }: Scratch,
  from: number,
  to: number,
  [t0, t1, t2]: Lanes,
): void {
  for (let k = to - 1; k >= from; k--) {
    const place = places[3 * k]!;
    const left = places[3 * k + 1]!;
    const at = WIDTH * place;
    const right = side[place]!;
    const bit = right & 1;
    const taken = WIDTH * (left + bit);
    const other = WIDTH * (left + 1 - bit);
    const own = shares[3 * k + bit]!;
    const z = shares[3 * k + 2]!;
    if (right === UNMET) {
      pass(lanes, at, taken, other, own);
      pass(lanes, at + 1, taken + 1, other + 1, own);
      pass(lanes, at + 2, taken + 2, other + 2, own);
    } else {
      join(lanes, at, taken, other, own, z, t0);
      join(lanes, at + 1, taken + 1, other + 1, own, z, t1);
      join(lanes, at + 2, taken + 2, other + 2, own, z, t2);
    }
  }
}

/** One lane of a split that an earlier one of its feature has decided: both sides by cover, nothing for φ. */
function pass(lanes: Float64Array, at: number, taken: number, other: number, own: number): void {
  const rest = lanes[other]!;
  lanes[at] = rest + own * (lanes[taken]! - rest);
  lanes[at + FACTOR] = own;
  lanes[at + PART] = 0;
}

/**
 * One lane of any other split.
 * @param own share of the cover that goes the way of the row
 * @param z share of the cover that passed the earlier splits on the feature
 */
function join(
  lanes: Float64Array,
  at: number,
  taken: number,
  other: number,
  own: number,
  z: number,
  t: number,
): void {
  const rest = lanes[other]!;
  const gap = lanes[taken]! - rest;
  const both = z * own;
  let factor = both + t * (1 - both);
  let part = (1 - both) * gap;
  if (z < 1) {
    // (1 − both) S(taken) − (z − both) S(other) − (1 − z) S(here), over the factor of the earlier splits.
    const earlier = z + t * (1 - z);
    factor /= earlier;
    part = (part - (1 - z) * factor * gap) / earlier;
  }
  lanes[at] = rest + factor * gap;
  lanes[at + FACTOR] = factor;
  lanes[at + PART] = part;
}

/** P of each node, and what its split adds to φ. */
function descend(
  { places }: Splits,
  { side, lanes }: Scratch,
  from: number,
  to: number,
  [, , , w0, w1, w2]: Lanes,
  scale: number,
  phi: Float64Array,
): void {
  lanes.fill(1, ABOVE, ABOVE + LANES);
  for (let k = from; k < to; k++) {
    const place = places[3 * k]!;
    const left = places[3 * k + 1]!;
    const at = WIDTH * place;
    const bit = side[place]! & 1;
    const taken = WIDTH * (left + bit);
    const other = WIDTH * (left + 1 - bit);
    const part =
      w0 * handDown(lanes, at, taken, other) +
      w1 * handDown(lanes, at + 1, taken + 1, other + 1) +
      w2 * handDown(lanes, at + 2, taken + 2, other + 2);
    phi[places[3 * k + 2]!]! += scale * part;
  }
}

/** Hands P of a split down to its sides in one lane. @returns the lane's part of φ */
function handDown(lanes: Float64Array, at: number, taken: number, other: number): number {
  const above = lanes[at + ABOVE]!;
  const kept = above * lanes[at + FACTOR]!;
  lanes[taken + ABOVE] = kept;
  lanes[other + ABOVE] = above - kept;
  return above * lanes[at + PART]!;
}
