import { describe, expect, it } from 'vitest';
import { activationMap } from '../../../../src/families/image/explain/class-activation.ts';
import { describeHeat } from '../../../../src/families/image/explain/describe.ts';
import { type HeatMap, heatAt, placementOf } from '../../../../src/families/image/explain/heat-map.ts';
import { occlusionMap } from '../../../../src/families/image/explain/occlusion.ts';
import { marginOf } from '../../../../src/families/image/serve/findings.ts';
import { problem } from '../../../../src/kernel/errors.ts';
import { err, ok, unwrap } from '../../../../src/kernel/result.ts';
import { seededRandom } from '../../../../src/statistics/random.ts';

const random = seededRandom(8);
const LABELS = ['a', 'b', 'c'];
const FINDING = { of: ['a', 'b'], against: ['c'] };

describe('class activation maps of a finding', () => {
  const [channels, rows, columns] = [4, 3, 5];
  const features = Float64Array.from({ length: channels * rows * columns }, random);
  const head = Float64Array.from({ length: channels * 3 }, () => random() - 0.5);
  const bias = [0.1, -0.2, 0.3];
  const mapAt = (label: number, place: number, of: Float64Array) =>
    Array.from({ length: channels }, (_, c) => head[c * 3 + label]! * of[c * rows * columns + place]!).reduce(
      (a, b) => a + b,
    );
  const logitsOf = (of: Float64Array) =>
    bias.map((b, label) => {
      const sum = Array.from({ length: rows * columns }, (_, place) => mapAt(label, place, of)).reduce(
        (a, x) => a + x,
      );
      return b + sum / (rows * columns);
    });
  const maps = {
    dims: [1, 3, rows, columns],
    data: Float32Array.from({ length: 3 * rows * columns }, (_, i) =>
      mapAt(Math.floor(i / (rows * columns)), i % (rows * columns), features),
    ),
  };

  it('are Grad-CAM: channels weighted by the gradient of the margin, taken by differences', () => {
    const found = activationMap(maps, logitsOf(features), LABELS, FINDING);
    expect([found.rows, found.columns]).toEqual([rows, columns]);
    const step = 1e-5;
    const marginWith = (channel: number, change: number) => {
      const moved = features.map((x, i) => (Math.floor(i / (rows * columns)) === channel ? x + change : x));
      return marginOf(logitsOf(moved), LABELS, FINDING);
    };
    const weights = Array.from(
      { length: channels },
      (_, c) => (marginWith(c, step) - marginWith(c, -step)) / (2 * step),
    );
    found.values.forEach((value, place) => {
      const cam = weights.reduce((sum, w, c) => sum + w * features[c * rows * columns + place]!, 0);
      expect(value).toBeCloseTo(cam, 5);
    });
  });
});

/** The margin is the sum of the numbers, weighted by place: what is covered is missing from it. */
const SIDE = 20;
const weighted = (weight: (x: number, y: number) => number, channels = 1) => {
  const asked: number[] = [];
  const marginsOf = async (data: Float32Array, count: number) => {
    asked.push(count);
    const size = channels * SIDE * SIDE;
    return ok(
      Array.from({ length: count }, (_, i) =>
        data
          .subarray(i * size, (i + 1) * size)
          .reduce((sum, x, at) => sum + x * weight(at % SIDE, Math.floor(at / SIDE) % SIDE), 0),
      ),
    );
  };
  return { asked, marginsOf };
};

describe('occlusion', () => {
  const picture = Float32Array.from({ length: SIDE * SIDE }, (_, i) => (i % 2 ? 1 : 0));
  const mean = 0.5;

  it('is by how much the margin falls where the picture is covered with its mean', async () => {
    const { marginsOf, asked } = weighted((x, y) => (x === 5 && y === 15 ? 8 : 0));
    const margin = 8;
    const numbers = { data: picture, channels: 1, side: SIDE };
    const { rows, columns, values } = unwrap(await occlusionMap(numbers, margin, marginsOf));
    expect([rows, columns]).toEqual([10, 10]);
    const warmest = values.indexOf(Math.max(...values));
    expect([warmest % 10, Math.floor(warmest / 10)]).toEqual([2, 7]);
    expect(values[warmest]).toBeCloseTo(8 * (1 - mean), 5);
    expect(values[0]).toBeCloseTo(0, 5);
    expect(asked.reduce((a, b) => a + b)).toBe(81);
    expect(Math.max(...asked)).toBeLessThan(20);
  });

  it('is below zero where what is covered spoke against the finding', async () => {
    const { marginsOf } = weighted((x) => (x === 19 ? -1 : 0));
    const numbers = { data: picture, channels: 1, side: SIDE };
    const { values } = unwrap(await occlusionMap(numbers, -SIDE, marginsOf));
    expect(values[9]).toBeLessThan(-0.5);
    expect(Math.max(...values)).toBeCloseTo(0, 5);
  });

  it('covers every channel with its own mean', async () => {
    const coloured = Float32Array.from({ length: 3 * SIDE * SIDE }, (_, i) => Math.floor(i / SIDE ** 2));
    const { marginsOf } = weighted(() => 1, 3);
    const numbers = { data: coloured, channels: 3, side: SIDE };
    const { values } = unwrap(await occlusionMap(numbers, 3 * SIDE ** 2, marginsOf));
    expect(Math.max(...values.map(Math.abs))).toBeLessThan(1e-3);
  });

  it('fails as the network does', async () => {
    const numbers = { data: picture, channels: 1, side: SIDE };
    const result = await occlusionMap(numbers, 0, async () => err(problem('overloaded')));
    expect(result.ok ? '' : result.error.code).toBe('overloaded');
  });
});

const warm = (...places: readonly (readonly [number, number, number])[]): HeatMap => {
  const values = new Float32Array(81).fill(-1);
  for (const [x, y, heat] of places) values[9 * y + x] = heat;
  return { rows: 9, columns: 9, values };
};

const WHOLE = placementOf(100, 100, 'stretch');

describe('a heat map', () => {
  it('goes straight between its grid points, and on at its edges', () => {
    const heat = { rows: 1, columns: 2, values: Float32Array.of(0, 10) };
    expect([0, 0.25, 0.5, 0.75, 1].map((x) => heatAt(heat, x, 0.5))).toEqual([0, 0, 5, 10, 10]);
  });

  it('lies where the network saw the picture', () => {
    expect(placementOf(200, 100, 'pad').ofSquare).toEqual({ left: 0, top: 0.25, width: 1, height: 0.5 });
    expect(placementOf(200, 100, 'pad').ofPicture).toEqual({ left: 0, top: 0, width: 1, height: 1 });
    expect(placementOf(200, 100, 'crop').ofPicture).toEqual({ left: 0.25, top: 0, width: 0.5, height: 1 });
    expect(placementOf(100, 400, 'crop').ofPicture).toEqual({ left: 0, top: 0.375, width: 1, height: 0.25 });
    expect(placementOf(200, 100, 'stretch').ofSquare).toEqual({ left: 0, top: 0, width: 1, height: 1 });
  });

  it('is told in words', () => {
    expect(describeHeat(warm([1, 1, 5]), WHOLE)).toBe('warmest in the upper left of the picture');
    expect(describeHeat(warm([4, 4, 5]), WHOLE)).toBe('warmest in the middle of the picture');
    expect(describeHeat(warm([7, 4, 5]), WHOLE)).toBe('warmest in the middle right of the picture');
    expect(describeHeat(warm([4, 7, 5], [7, 1, 2]), WHOLE)).toBe(
      'warmest in the lower middle of the picture',
    );
    expect(describeHeat(warm([4, 7, 5], [7, 1, 4.9]), WHOLE)).toBe(
      'warmest in the lower middle of the picture, nearly as warm in the upper right',
    );
    const all = [1, 4, 7].flatMap((x) => [1, 4, 7].map((y) => [x, y, 5 + (x === 7 ? 0.1 : 0)] as const));
    expect(describeHeat(warm(...all), WHOLE)).toBe(
      'warm in most of the picture, most of all in the upper right',
    );
    expect(describeHeat(warm(), WHOLE)).toBe('no part of the picture speaks for it');
  });

  it('is told of what is seen, not of the black around it', () => {
    expect(describeHeat(warm([1, 0, 9], [7, 4, 5]), placementOf(300, 100, 'pad'))).toBe(
      'warmest in the middle right of the picture',
    );
  });
});
