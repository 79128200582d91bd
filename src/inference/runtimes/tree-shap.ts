import { gaussLegendre } from './gauss-legendre.ts';
import type { TreeArrays } from './trees-codec.ts';

/** What the explanation reads of compiled trees. */
interface Splits {
  readonly column: Int32Array;
  readonly value: Float64Array;
  readonly child: Int32Array;
}

export interface Shap {
  /** Sum over the trees of their mean leaf by cover: the margin of a row of which nothing is known. */
  readonly expected: number;
  /**
   * Adds `scale` times the Shapley values of the sum of all trees to `phi`.
   * @param wide see `widen`
   */
  explain(wide: Float64Array, scale: number, phi: Float64Array): void;
}

/**
 * Exact path-dependent TreeSHAP (Lundberg et al., Nat Mach Intell 2020;2:56): the Shapley values of the game in which
 * a split on an unknown feature is passed both ways by cover.
 *
 * A leaf of value v whose path asks d features is worth v·Π over the known of o·Π over the unknown of z, with o 1
 * where the row meets what the path asks of the feature (else 0) and z the share of the cover that meets it. The
 * Shapley weight s!(d−1−s)!/d! is the integral of tˢ(1−t)^(d−1−s) over 0..1, so that
 *
 *     φⱼ = Σ over leaves v (oⱼ − zⱼ) ∫ Π over k ≠ j of (t oₖ + (1 − t) zₖ) dt,
 *
 * which a Gauss-Legendre rule of ⌈d/2⌉ nodes gives exactly. The product is carried from the root to the leaves and its
 * sums back (as in Linear TreeSHAP, Yu et al., NeurIPS 2022): a node costs a few operations per quadrature node.
 */
export function compileShap(arrays: TreeArrays, splits: Splits): Shap {
  const paths = pathsOf(arrays, splits);
  const { nodes, weights } = gaussLegendre(Math.max(1, Math.ceil(paths.longest / 2)));
  const scratch = scratchOf(arrays, nodes.length);
  return {
    expected: meanLeaves(arrays, splits, paths.share),
    explain(wide, scale, phi) {
      let start = 0;
      for (const size of arrays.sizes) {
        if (size > 1) {
          descend(start, size, paths, splits, wide, nodes, scratch);
          ascend(start, size, paths, arrays.feature, splits.value, weights, scale, scratch, phi);
        }
        start += size;
      }
    },
  };
}

/** Per node, about the edge that leads to it. */
interface Paths {
  /** Place of the parent within the tree. */
  readonly parent: Int32Array;
  /** Share of the parent's cover. */
  readonly share: Float64Array;
  /** z: product of the shares of all edges of the path up to here that ask the same feature. */
  readonly z: Float64Array;
  /** Place within the tree of the node whose edge asked the same feature last, −1 when none did. */
  readonly earlier: Int32Array;
  /** Most distinct features on a path. */
  readonly longest: number;
}

function pathsOf({ sizes, feature, cover }: TreeArrays, { child }: Splits): Paths {
  const parent = new Int32Array(feature.length);
  const share = new Float64Array(feature.length).fill(1);
  const z = new Float64Array(feature.length).fill(1);
  const earlier = new Int32Array(feature.length).fill(-1);
  const asked = new Int32Array(feature.length);
  let start = 0;
  for (const size of sizes) {
    for (let node = start; node < start + size; node++) {
      if (feature[node]! < 0) continue;
      const before = lastAsked(feature[node]!, node, start, feature, parent);
      const left = child[node]!;
      const both = cover[left]! + cover[left + 1]!;
      for (const next of [left, left + 1]) {
        parent[next] = node - start;
        share[next] = cover[next]! / both;
        z[next] = share[next]! * (before < 0 ? 1 : z[start + before]!);
        earlier[next] = before;
        asked[next] = asked[node]! + (before < 0 ? 1 : 0);
      }
    }
    start += size;
  }
  return { parent, share, z, earlier, longest: asked.reduce((most, a) => Math.max(most, a), 0) };
}

/** Place within the tree of the nearest node on the path to `node` (itself included) whose parent asks `column`. */
function lastAsked(
  column: number,
  node: number,
  start: number,
  feature: Int16Array,
  parent: Int32Array,
): number {
  for (let at = node; at > start; at = start + parent[at]!)
    if (feature[start + parent[at]!] === column) return at - start;
  return -1;
}

/** Sum over the trees of their mean leaf, by the shares that the explanation uses. */
function meanLeaves({ sizes, feature, value }: TreeArrays, { child }: Splits, share: Float64Array): number {
  const reach = new Float64Array(feature.length);
  let total = 0;
  let start = 0;
  for (const size of sizes) {
    reach[start] = 1;
    for (let node = start; node < start + size; node++) {
      if (feature[node]! < 0) total += reach[node]! * value[node]!;
      else for (const next of [child[node]!, child[node]! + 1]) reach[next] = reach[node]! * share[next]!;
    }
    start += size;
  }
  return total;
}

/** Of one tree: per node, and per node and quadrature node. */
interface Scratch {
  readonly met: Float64Array;
  /** t·o + (1 − t)·z of the node's edge. */
  readonly factor: Float64Array;
  /** Product of the factors of the path, one per feature; from `ascend` on, its sum over the leaves below times v. */
  readonly product: Float64Array;
}

function scratchOf({ sizes }: TreeArrays, count: number): Scratch {
  const largest = sizes.reduce((most, size) => Math.max(most, size), 1);
  return {
    met: new Float64Array(largest),
    factor: new Float64Array(largest * count),
    product: new Float64Array(largest * count),
  };
}

function descend(
  start: number,
  size: number,
  { parent, z, earlier }: Paths,
  { column, value }: Splits,
  wide: Float64Array,
  nodes: Float64Array,
  { met, factor, product }: Scratch,
): void {
  const count = nodes.length;
  product.fill(1, 0, count);
  for (let k = 1; k < size; k++) {
    const up = parent[start + k]!;
    const goesLeft = wide[column[start + up]!]! < value[start + up]!;
    const before = earlier[start + k]!;
    const known = goesLeft === ((k & 1) === 1) && (before < 0 || met[before] === 1) ? 1 : 0;
    met[k] = known;
    const unknown = z[start + k]!;
    for (let g = 0; g < count; g++) {
      const t = nodes[g]!;
      const own = t * known + (1 - t) * unknown;
      factor[k * count + g] = own;
      const above = product[up * count + g]!;
      product[k * count + g] = before < 0 ? above * own : (above / factor[before * count + g]!) * own;
    }
  }
}

function ascend(
  start: number,
  size: number,
  { parent, z, earlier }: Paths,
  feature: Int16Array,
  value: Float64Array,
  weights: Float64Array,
  scale: number,
  { met, factor, product }: Scratch,
  phi: Float64Array,
): void {
  const count = weights.length;
  for (let k = 0; k < size; k++) {
    const leaf = feature[start + k]! < 0 ? value[start + k]! : 0;
    for (let g = 0; g < count; g++) product[k * count + g]! *= leaf;
  }
  for (let k = size - 1; k > 0; k--) {
    const up = parent[start + k]!;
    const before = earlier[start + k]!;
    let own = 0;
    let replaced = 0;
    for (let g = 0; g < count; g++) {
      const below = product[k * count + g]!;
      product[up * count + g]! += below;
      own += (weights[g]! * below) / factor[k * count + g]!;
      if (before >= 0) replaced += (weights[g]! * below) / factor[before * count + g]!;
    }
    const change = (met[k]! - z[start + k]!) * own;
    const undone = before < 0 ? 0 : (met[before]! - z[start + before]!) * replaced;
    phi[feature[start + up]!]! += scale * (change - undone);
  }
}
