import * as tf from '@tensorflow/tfjs';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Layer, Network } from '../../../src/families/image/networks/network.ts';
import { exportLayers, exportNetwork } from '../../../src/families/image/onnx/export.ts';
import { openTensorFlow } from '../../../src/families/image/tfjs/backend.ts';
import { tensorNetwork } from '../../../src/families/image/tfjs/forward.ts';

/** Kernels are stored in half precision: numbers that it has stay as they are. */
const half = (x: number): number => Math.f16round(x);

const waves = (shape: readonly number[], step: number, size = 1) => ({
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) =>
    half(size * Math.cos(step * (i + 1))),
  ),
});

const layer = (name: string, kind: Layer['kind'], stride: 1 | 2, shape: number[], step: number): Layer => ({
  name,
  kind,
  stride,
  kernel: waves(shape, step, 0.4),
  bias: waves([kind === 'conv' ? shape[3]! : shape[2]!], step + 1, 0.5).data,
});

/** Even and odd sides, both kinds, both strides: every rule of padding. */
const NETWORK: Network = {
  input: [21, 18, 1],
  layers: [
    layer('first', 'conv', 2, [3, 3, 1, 6], 0.37),
    layer('second', 'depthwise', 1, [3, 3, 6, 1], 0.91),
    layer('third', 'conv', 1, [1, 1, 6, 8], 1.7),
    layer('fourth', 'depthwise', 2, [3, 3, 8, 1], 2.3),
    layer('fifth', 'conv', 1, [1, 1, 8, 10], 0.53),
  ],
  head: { kernel: waves([10, 3], 0.71, 0.6), bias: Float32Array.of(0.1, -0.2, 0.3) },
};

const pictures = waves([2, 21, 18, 1], 0.083);

async function runOnnx(file: Uint8Array, shape: readonly number[]) {
  const session = await InferenceSession.create(file);
  return session.run({ image: new Tensor('float32', pictures.data, [...shape]) });
}

const worst = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((most, v, i) => Math.max(most, Math.abs(v - b[i]!)), 0);

beforeAll(() => openTensorFlow());

describe('an exported network', () => {
  it('gives the logits of TensorFlow.js to 1e-4', async () => {
    const network = tensorNetwork(NETWORK);
    const logits = network.logits(tf.tensor4d(pictures.data, [2, 21, 18, 1])).dataSync();
    const out = await runOnnx(exportNetwork(NETWORK), [2, 1, 21, 18]);
    expect(out.logits!.dims).toEqual([2, 3]);
    expect(worst(out.logits!.data as Float32Array, logits)).toBeLessThan(1e-4);
    expect(Math.max(...logits) - Math.min(...logits)).toBeGreaterThan(0.1);
    network.dispose();
  });

  it('gives maps whose mean and the bias are the logit', async () => {
    const { maps, logits } = await runOnnx(exportNetwork(NETWORK), [2, 1, 21, 18]);
    expect(maps!.dims).toEqual([2, 3, 6, 5]);
    const values = maps!.data as Float32Array;
    for (let k = 0; k < 6; k++) {
      const mean = values.subarray(30 * k, 30 * (k + 1)).reduce((a, b) => a + b, 0) / 30;
      expect(mean + NETWORK.head.bias[k % 3]!).toBeCloseTo((logits!.data as Float32Array)[k]!, 4);
    }
  });

  it('can be cut: the first layers by ONNX and the others by TensorFlow.js are the whole', async () => {
    const { features } = await runOnnx(
      exportLayers(NETWORK.layers.slice(0, 3), NETWORK.input),
      [2, 1, 21, 18],
    );
    expect(features!.dims).toEqual([2, 11, 9, 8]);
    const rest = tensorNetwork({ layers: NETWORK.layers.slice(3), head: NETWORK.head });
    const middle = tf.tensor4d(features!.data as Float32Array, [2, 11, 9, 8]);
    const cut = rest.logits(middle).dataSync();
    const whole = tensorNetwork(NETWORK);
    expect(worst(cut, whole.logits(tf.tensor4d(pictures.data, [2, 21, 18, 1])).dataSync())).toBeLessThan(
      1e-4,
    );
  });

  it('reads back what TensorFlow.js has learned', () => {
    const network = tensorNetwork(NETWORK);
    expect(network.read()).toEqual({ layers: NETWORK.layers, head: NETWORK.head });
    network.variables.at(-1)!.assign(tf.tensor1d([1, 2, 3]));
    expect([...network.read().head.bias]).toEqual([1, 2, 3]);
  });
});
