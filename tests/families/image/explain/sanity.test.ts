import { afterAll, describe, expect, it } from 'vitest';
import { shifted, warmestPart } from '../../../../src/families/image/explain/masking.ts';
import {
  heatMapsOf,
  mapCorrelation,
  maskedMargins,
  randomised,
} from '../../../../src/families/image/explain/sanity.ts';
import type { Network } from '../../../../src/families/image/networks/network.ts';
import { exportNetwork } from '../../../../src/families/image/onnx/export.ts';
import { pictureOf } from '../../../../src/families/image/pixels/picture.ts';
import { openNetwork } from '../../../../src/families/image/serve/network.ts';
import { manifestSchema } from '../../../../src/inference/manifest.ts';
import { onnxNetwork, onnxPool } from '../../../../src/inference/onnx/pool.ts';
import { unwrap } from '../../../../src/kernel/result.ts';
import { seededRandom } from '../../../../src/statistics/random.ts';
import { SIDE, TOY, toyManifest } from '../toy.ts';

const pool = onnxPool({ workers: 1 });
afterAll(() => pool.close());

/** The toy network served; without maps its heat comes from covering parts of the picture. */
async function served(network: Network, maps = true) {
  const bytes = exportNetwork(network);
  const image = maps ? {} : { network: { file: 'network.onnx' } };
  const settings = manifestSchema.parse(toyManifest('toy', bytes, {}, image)).image!;
  const file = onnxNetwork(JSON.stringify([...network.head.kernel.data]), bytes);
  return unwrap(await openNetwork(settings, (input) => pool.run(file, input)));
}

/** Dark pictures with a white spot, each somewhere else. */
const pictures = Array.from({ length: 6 }, (_, k) =>
  pictureOf(
    SIDE,
    SIDE,
    Uint8Array.from({ length: SIDE * SIDE }, (_, i) => {
      const [x, y] = [i % SIDE, Math.floor(i / SIDE)];
      return Math.hypot(x - 5 - 4 * k, y - 24 + 3 * k) < 5 ? 240 : 30 + ((7 * x + 3 * y) % 20);
    }),
  ),
);

const masking = () => ({ share: 0.1, draws: 6, random: seededRandom(2) });

describe.each([
  ['class activation', true],
  ['occlusion', false],
] as const)('masking by a map of %s', (_, maps) => {
  it('lowers the margin more in the warmest part than elsewhere', async () => {
    const falls = unwrap(await maskedMargins(await served(TOY, maps), pictures, masking()));
    expect(falls).toHaveLength(pictures.length);
    for (const { hot, random } of falls) expect(hot).toBeGreaterThan(random + 0.2);
  });
});

describe('sanity', () => {
  it('finds no difference where the map says nothing', async () => {
    const blind = { ...TOY, head: { ...TOY.head, kernel: { shape: [2, 3], data: new Float32Array(6) } } };
    for (const { hot, random } of unwrap(await maskedMargins(await served(blind), pictures, masking())))
      expect([hot, random]).toEqual([0, 0]);
  });

  it('draws the same parts for the same seed', async () => {
    const network = await served(TOY);
    const twice = [
      await maskedMargins(network, pictures, masking()),
      await maskedMargins(network, pictures, masking()),
    ];
    expect(twice[0]).toEqual(twice[1]);
    const other = { ...masking(), random: seededRandom(3) };
    expect(await maskedMargins(network, pictures, other)).not.toEqual(twice[0]);
  });

  it('compares the maps of a network with those of one that has learned nothing', async () => {
    const own = unwrap(await heatMapsOf(await served(TOY), pictures));
    const meanOf = (maps: typeof own) =>
      maps.reduce((sum, map, i) => sum + mapCorrelation(own[i]!, map), 0) / maps.length;
    expect(meanOf(own)).toBeCloseTo(1, 12);
    const drawn = [];
    for (let seed = 0; seed < 20; seed++) {
      const blank = await served(randomised(TOY, seededRandom(seed)));
      drawn.push(meanOf(unwrap(await heatMapsOf(blank, pictures))));
    }
    const mean = drawn.reduce((a, b) => a + b) / drawn.length;
    expect(Math.abs(mean)).toBeLessThan(0.5);
    expect(Math.min(...drawn)).toBeLessThan(-0.5);
  });

  it('compares maps of different grids, and calls what has no order unlike', () => {
    const coarse = { rows: 1, columns: 2, values: Float32Array.of(0, 1) };
    const fine = { rows: 2, columns: 4, values: Float32Array.of(0, 1, 2, 3, 0, 1, 2, 3) };
    expect(mapCorrelation(coarse, fine)).toBeGreaterThan(0.9);
    expect(mapCorrelation(fine, { ...fine, values: fine.values.map((v) => -v) })).toBeCloseTo(-1, 12);
    expect(mapCorrelation(coarse, { rows: 1, columns: 1, values: Float32Array.of(3) })).toBe(0);
  });
});

describe('a part of a picture', () => {
  it('is the warmest of the size that is asked for, and keeps its size elsewhere', () => {
    const heat = {
      rows: 4,
      columns: 4,
      values: Float32Array.from({ length: 16 }, (_, i) => (i === 5 ? 9 : 0)),
    };
    const part = warmestPart(heat, 16, 0.0625);
    expect(part).toHaveLength(16);
    for (const at of part) {
      expect([4, 5, 6, 7]).toContain(at % 16);
      expect([4, 5, 6, 7]).toContain(Math.floor(at / 16));
    }
    const random = seededRandom(1);
    for (let i = 0; i < 20; i++) {
      const moved = shifted(part, 16, random);
      expect(new Set(moved).size).toBe(16);
      for (const at of moved) expect(at >= 0 && at < 256).toBe(true);
    }
  });
});

describe('a network with weights drawn anew', () => {
  const layer = TOY.layers[0]!;
  const wide: Network = {
    ...TOY,
    layers: [
      {
        ...layer,
        kernel: { shape: [3, 3, 8, 40], data: new Float32Array(2880) },
        bias: new Float32Array(40).fill(1),
      },
    ],
  };

  it('keeps its shape and nothing that it has learned', () => {
    const { layers, head, input } = randomised(wide, seededRandom(6));
    const { kernel, bias } = layers[0]!;
    expect([input, kernel.shape, bias.length, head.kernel.shape]).toEqual([
      TOY.input,
      [3, 3, 8, 40],
      40,
      [2, 3],
    ]);
    expect([...new Set([...bias, ...head.bias])]).toEqual([0]);
    const variance = kernel.data.reduce((sum, w) => sum + w * w, 0) / kernel.data.length;
    expect(variance * 72).toBeGreaterThan(1.8);
    expect(variance * 72).toBeLessThan(2.2);
  });

  it('has as many inputs to a depthwise filter as the filter is large', () => {
    const depthwise: Network = {
      ...wide,
      layers: [
        {
          ...layer,
          kind: 'depthwise',
          kernel: { shape: [3, 3, 400, 1], data: new Float32Array(3600) },
          bias: new Float32Array(400),
        },
      ],
    };
    const { data } = randomised(depthwise, seededRandom(7)).layers[0]!.kernel;
    const variance = data.reduce((sum, w) => sum + w * w, 0) / data.length;
    expect(variance * 9).toBeGreaterThan(1.8);
    expect(variance * 9).toBeLessThan(2.2);
  });
});
