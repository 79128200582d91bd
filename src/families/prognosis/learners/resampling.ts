import { foldsOf, type Random, seededRandom } from '../../../statistics/random.ts';

/** Rows by the group they belong to: each row its own unless groups are given. */
export function rowsOfGroups(rows: number, groups?: Int32Array): readonly Int32Array[] {
  if (!groups) return Array.from({ length: rows }, (_, i) => Int32Array.of(i));
  const members = new Map<number, number[]>();
  groups.forEach((group, row) => {
    const known = members.get(group);
    if (known) known.push(row);
    else members.set(group, [row]);
  });
  return [...members.values()].map((list) => Int32Array.from(list));
}

/** Case weights of a bootstrap sample: as many groups as there are, drawn with replacement, all rows of each. */
export function resampledWeights(
  weights: Float64Array,
  groups: readonly Int32Array[],
  random: Random,
): Float64Array {
  const drawn = new Float64Array(weights.length);
  for (let k = 0; k < groups.length; k++) {
    for (const row of groups[Math.floor(random() * groups.length)]!) drawn[row]! += weights[row]!;
  }
  return drawn;
}

/** A seed for the k-th of several random streams; their order and number of threads do not matter. */
export const streamSeed = (seed: number, k: number): number =>
  Math.imul(seed ^ 0x5bd1e995, 0x9e3779b1) + k * 0x85ebca6b;

/** `count` of the given numbers, drawn without replacement; ascending, so that ties resolve alike. */
export function drawSome(from: Int32Array, count: number, random: Random): Int32Array {
  if (count >= from.length) return from.slice();
  const pool = from.slice();
  for (let k = 0; k < count; k++) {
    const other = k + Math.floor(random() * (pool.length - k));
    [pool[k], pool[other]] = [pool[other]!, pool[k]!];
  }
  return pool.slice(0, count).sort();
}

/** A fold number for each row; rows of one group share it. */
export function foldOfRows(
  rows: number,
  folds: number,
  groups: Int32Array | undefined,
  seed: number,
): Int32Array {
  const members = rowsOfGroups(rows, groups);
  const fold = foldsOf(members.length, folds, seededRandom(seed));
  const own = new Int32Array(rows);
  members.forEach((group, g) => {
    for (const row of group) own[row] = fold[g]!;
  });
  return own;
}
