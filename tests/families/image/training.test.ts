import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Layer, Network } from '../../../src/families/image/networks/network.ts';
import { exportLayers } from '../../../src/families/image/onnx/export.ts';
import { openTensorFlow } from '../../../src/families/image/tfjs/backend.ts';
import { type FeatureSource, featureSource } from '../../../src/families/image/training/features.ts';
import {
  type Examples,
  fitNetwork,
  type Lesson,
  type Progress,
} from '../../../src/families/image/training/fit.ts';
import { keeperIn } from '../../../src/families/image/training/keeper.ts';
import { seededRandom } from '../../../src/statistics/random.ts';

const SIDE = 16;
const random = seededRandom(11);

const weights = (shape: readonly number[]) => ({
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 0.6 * (random() - 0.5)),
});

const layer = (name: string, kind: Layer['kind'], stride: 1 | 2, shape: number[]): Layer => ({
  name,
  kind,
  stride,
  kernel: weights(shape),
  bias: new Float32Array(kind === 'conv' ? shape[3]! : shape[2]!).fill(0.2),
});

const frozen = [layer('one', 'conv', 1, [3, 3, 1, 8])];
const learned = [layer('two', 'conv', 2, [3, 3, 8, 12]), layer('three', 'depthwise', 1, [3, 3, 12, 1])];
const head: Network['head'] = { kernel: weights([12, 2]), bias: new Float32Array(2) };

/** Stripes across (class 0) or down (class 1), with noise. */
const COUNT = 96;
const classes = Uint8Array.from({ length: COUNT }, (_, i) => i % 2);
const pictures = new SharedArrayBuffer(COUNT * SIDE * SIDE);
new Uint8Array(pictures).forEach((_, at, all) => {
  const [x, y] = [at % SIDE, Math.floor(at / SIDE) % SIDE];
  const along = classes[Math.floor(at / SIDE ** 2)] ? x : y;
  all[at] = 60 + (along % 4 < 2 ? 90 : 0) + 60 * random();
});

const examples = (from: number, to: number): Examples => ({
  rows: Int32Array.from({ length: to - from }, (_, i) => from + i),
  classes: classes.slice(from, to),
});

let source: FeatureSource;
beforeAll(async () => {
  await openTensorFlow();
  source = featureSource({
    network: exportLayers(frozen, [SIDE, SIDE, 1]),
    pictures,
    preprocess: { side: SIDE, fit: 'stretch', normalise: { kind: 'own' } },
    augmentation: {
      rotation: 3,
      shift: 0.1,
      zoom: 0,
      stretch: 0,
      flip: true,
      gamma: 0.1,
      contrast: 0.1,
      brightness: 0,
      blur: 0,
    },
  });
});
afterAll(() => source.close());

const lines: string[] = [];
const lesson = (change: Partial<Lesson> = {}, epochs = 20): Lesson => ({
  layers: learned,
  head,
  shape: [SIDE, SIDE, 8],
  source,
  training: examples(0, 64),
  validation: examples(64, COUNT),
  options: {
    epochs,
    batch: 8,
    learningRate: 0.02,
    settle: epochs,
    lowest: 0,
    smoothing: 0.05,
    weightDecay: 0.01,
    patience: 20,
    seed: 3,
  },
  log: (line) => lines.push(line),
  ...change,
});

const lossesOf = (said: readonly string[]): number[] =>
  said.map((line) => Number(/validation ([\d.]+)/.exec(line)![1]));

describe('training', () => {
  it('learns to tell the classes apart on pictures it did not learn from', async () => {
    lines.length = 0;
    await fitNetwork(lesson());
    const losses = lossesOf(lines);
    expect(losses).toHaveLength(20);
    expect(losses[0]).toBeGreaterThan(0.5);
    expect(Math.min(...losses)).toBeLessThan(0.25);
  });

  it('keeps the weights of the best epoch, and depthwise filters as they were', async () => {
    const { layers } = await fitNetwork(lesson({}, 3));
    expect(layers.map((l) => l.name)).toEqual(['two', 'three']);
    expect(layers[0]!.kernel.data).not.toEqual(learned[0]!.kernel.data);
    expect(layers[1]!.kernel).toEqual(learned[1]!.kernel);
    expect(layers[1]!.bias).not.toEqual(learned[1]!.bias);
  });

  it('is the same for the same seed', async () => {
    const [a, b] = [await fitNetwork(lesson({}, 2)), await fitNetwork(lesson({}, 2))];
    expect(a).toEqual(b);
  });

  it('ends when nothing has become better for long', async () => {
    lines.length = 0;
    const options = {
      ...lesson().options,
      learningRate: 1e-12,
      settle: 9,
      patience: 2,
      epochs: 9,
    };
    await fitNetwork(lesson({ options }));
    expect(lines.length).toBeLessThan(9);
  });

  it('goes on where it was interrupted, and ends as if it had not been', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kairos-training-'));
    const keeper = await keeperIn(folder, 'key');
    const interrupted = (progress: Progress) => {
      if (progress.epoch > 2) throw new Error('the power failed');
      return keeper.write(progress);
    };
    expect(await keeper.read()).toBeUndefined();
    await expect(fitNetwork(lesson({ keep: interrupted }, 5))).rejects.toThrow('the power failed');
    const kept = await keeper.read();
    expect(kept?.epoch).toBe(2);
    lines.length = 0;
    const resumed = await fitNetwork(lesson({ from: kept }, 5));
    expect(lines[0]).toContain('epoch 3 of 5');
    const whole = await fitNetwork(lesson({}, 5));
    const difference = (a: Float32Array, b: Float32Array) =>
      Math.max(...a.map((v, i) => Math.abs(v - b[i]!)));
    expect(difference(resumed.head.kernel.data, whole.head.kernel.data)).toBeLessThan(1e-5);
    rmSync(folder, { recursive: true });
  });

  it('once its learning rate has settled is the beginning of a longer one, and averages more and more weights', async () => {
    const keptOf = async (epochs: number) => {
      const kept: Progress[] = [];
      const options = { ...lesson({}, epochs).options, settle: 2, lowest: 0.5 };
      await fitNetwork(lesson({ options, keep: async (progress) => void kept.push(progress) }));
      return kept;
    };
    const [shorter, longer] = [await keptOf(4), await keptOf(6)];
    expect(shorter).toEqual(longer.slice(0, 4));
    const moved = (what: 'variables' | 'averages') => {
      const [before, after] = longer.slice(4).map((progress) => progress[what].flatMap((v) => [...v]));
      return Math.hypot(...after!.map((v, i) => v - before![i]!));
    };
    expect(moved('averages')).toBeLessThan(moved('variables') / 2);
  });

  it('fails with what went wrong in the thread of the frozen layers', async () => {
    await expect(source.featuresOf({ rows: Int32Array.of(-1) })).rejects.toThrow();
  });
});
