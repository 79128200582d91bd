import { describe, expect, it } from 'vitest';
import { type TreesMember, treesSchema } from '../../../src/inference/runtimes/trees.ts';
import { decodeTrees, encodeTrees, type TreeArrays } from '../../../src/inference/runtimes/trees-codec.ts';
import { seededRandom } from '../../../src/statistics/random.ts';
import { chanceRow, chanceTrees, compiled, memberOf, treeValue } from './chance-trees.ts';

const FEATURES = 6;
const BAGS = [1, 4, 6];
const BASE = [0.1, -0.3, 0];
const arrays = chanceTrees(seededRandom(1), { trees: 11, depth: 7, features: FEATURES });
const member = memberOf(arrays, FEATURES, BAGS, BASE);
const model = compiled(member);

describe('compiled trees', () => {
  it('sum up, bag by bag, what each tree says when its splits are followed one by one', () => {
    const random = seededRandom(2);
    const out = new Float64Array(3);
    for (let k = 0; k < 200; k++) {
      const row = chanceRow(random, FEATURES);
      model.margins(row, out);
      let tree = 0;
      for (const [bag, trees] of BAGS.entries()) {
        let sum = BASE[bag]!;
        for (let t = 0; t < trees; t++) sum += treeValue(arrays, tree++, row, () => true);
        expect(out[bag]).toBeCloseTo(sum, 12);
      }
      expect(model.margin(row)).toBeCloseTo((out[0]! + out[1]! + out[2]!) / 3, 12);
    }
  });

  it('say the same of many rows at once, to the last bit', () => {
    const random = seededRandom(5);
    const deep = chanceTrees(random, { trees: 30, depth: 11, features: FEATURES, splits: 0.9 });
    for (const [trees, bags] of [
      [arrays, BAGS],
      [deep, [9, 21]],
    ] as const) {
      const many = compiled(
        memberOf(
          trees,
          FEATURES,
          [...bags],
          bags.map(() => 0.5),
        ),
      );
      const rows = Array.from({ length: 77 }, () => chanceRow(random, FEATURES));
      const margins = many.marginsOfRows(Float64Array.from(rows.flatMap((row) => [...row])));
      expect([...margins]).toEqual(rows.map((row) => many.margin(row)));
    }
  });

  it('send a value that equals the threshold right, and infinities to their sides', () => {
    const one = {
      sizes: Int32Array.of(3),
      feature: Int16Array.of(0, -1, -1),
      missingLeft: Uint8Array.of(1, 0, 0),
      value: Float32Array.of(0.5, 10, 20),
      cover: Float32Array.of(4, 1, 3),
    };
    const margin = (x: number, missingLeft = 1) =>
      compiled(memberOf({ ...one, missingLeft: Uint8Array.of(missingLeft, 0, 0) }, 1, [1], [0])).margin(
        Float64Array.of(x),
      );
    expect([0.499, 0.5, -Infinity, Infinity].map((x) => margin(x))).toEqual([10, 20, 10, 20]);
    expect([margin(Number.NaN, 1), margin(Number.NaN, 0)]).toEqual([10, 20]);
    expect(compiled(memberOf(one, 1, [1], [0])).expected).toBe(17.5);
  });

  it('come through their JSON unchanged', () => {
    expect(decodeTrees(treesSchema.parse(JSON.parse(JSON.stringify(member))))).toEqual(arrays);
  });
});

describe('a file of trees', () => {
  const refusal = (changed: Partial<TreesMember>): string => {
    const parsed = treesSchema.safeParse({ ...member, ...changed });
    return parsed.success ? 'none' : parsed.error.issues.map((i) => i.message).join('; ');
  };
  const withArrays = (changed: Partial<TreeArrays>) => refusal(encodeTrees({ ...arrays, ...changed }));
  const changedAt = <A extends Int32Array | Int16Array | Float32Array>(
    array: A,
    at: number,
    value: number,
  ): A => {
    const copy = array.slice() as A;
    copy[at] = value;
    return copy;
  };

  it('is refused where its bags are not its trees', () => {
    expect(refusal({ bags: [1, 4, 5] })).toContain('bags');
    expect(refusal({ base: [0] })).toContain('base');
  });

  it('is refused where an array is cut off', () => {
    expect(refusal({ value: Buffer.from([1, 2, 3]).toString('base64') })).toContain('cut off');
    expect(withArrays({ value: arrays.value.subarray(1) })).toContain('entries');
    expect(refusal({ cover: 'not base64!' })).not.toBe('none');
  });

  it('is refused where a tree has nodes that nothing leads to, or splits without children', () => {
    const leafFirst = changedAt(arrays.feature, 0, -1);
    expect(withArrays({ feature: leafFirst })).toContain('no parent');
    const lastLeaf = arrays.sizes[0]! - 1;
    expect(withArrays({ feature: changedAt(arrays.feature, lastLeaf, 0) })).toContain('children');
    expect(withArrays({ sizes: changedAt(arrays.sizes, 0, 0) })).toContain('no node');
  });

  it('is refused where a number is none, or a feature is not in the vector', () => {
    expect(withArrays({ feature: changedAt(arrays.feature, 0, FEATURES) })).toContain('feature vector');
    expect(withArrays({ value: changedAt(arrays.value, 0, Number.NaN) })).toContain('finite');
    expect(withArrays({ cover: changedAt(arrays.cover, 1, 0) })).toContain('cover');
  });

  it('is refused where a tree is endlessly deep', () => {
    const nodes = 2 * 65 + 1;
    const chain: TreeArrays = {
      sizes: Int32Array.of(nodes),
      feature: Int16Array.from({ length: nodes }, (_, i) =>
        i === 0 || (i % 2 === 1 && i < nodes - 2) ? 0 : -1,
      ),
      missingLeft: new Uint8Array(nodes),
      value: new Float32Array(nodes),
      cover: new Float32Array(nodes).fill(1),
    };
    expect(refusal({ ...encodeTrees(chain), bags: [1], base: [0] })).toContain('deeper');
  });
});
