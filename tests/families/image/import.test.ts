import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Layer, Network } from '../../../src/families/image/networks/network.ts';
import { exportLayers, exportNetwork } from '../../../src/families/image/onnx/export.ts';
import { networkOf } from '../../../src/families/image/onnx/import.ts';
import { encodeModel } from '../../../src/families/image/onnx/schema.ts';
import { openTensorFlow } from '../../../src/families/image/tfjs/backend.ts';
import { tensorCompute } from '../../../src/families/image/tfjs/compute.ts';
import { tensorFlowPool } from '../../../src/families/image/tfjs/pool.ts';
import { type OnnxOutputs, onnxNetwork, onnxPool } from '../../../src/inference/onnx/pool.ts';
import { unwrap } from '../../../src/kernel/result.ts';
import { seededRandom } from '../../../src/statistics/random.ts';

const random = seededRandom(3);
const numbers = (length: number) =>
  Float32Array.from({ length }, () => Math.f16round(0.8 * (random() - 0.5)));
const weights = (shape: readonly number[]) => ({ shape, data: numbers(shape.reduce((a, b) => a * b, 1)) });
const layer = (name: string, kind: Layer['kind'], stride: 1 | 2, shape: number[]): Layer => ({
  name,
  kind,
  stride,
  kernel: weights(shape),
  bias: numbers(kind === 'conv' ? shape[3]! : shape[2]!),
});

const network = (channels: 1 | 3): Network => ({
  input: [21, 18, channels],
  layers: [
    layer('first', 'conv', 2, [3, 5, channels, 6]),
    layer('second', 'depthwise', 2, [3, 3, 6, 1]),
    layer('third', 'conv', 1, [1, 1, 6, 8]),
  ],
  head: { kernel: weights([8, 3]), bias: numbers(3) },
});

const [GREY, COLOUR] = [network(1), network(3)] as const;

describe('an exported network', () => {
  it('is read back as it was', () => {
    for (const one of [GREY, COLOUR]) expect(networkOf(exportNetwork(one))).toEqual(one);
  });

  it('has kernels that were rounded to half precision, and biases as they were', () => {
    const [first, ...layers] = GREY.layers;
    const third = { ...first!, kernel: { ...first!.kernel, data: first!.kernel.data.map((x) => x / 3) } };
    const bias = first!.bias.map((x) => x / 3);
    const read = networkOf(exportNetwork({ ...GREY, layers: [{ ...third, bias }, ...layers] }));
    expect(read!.layers[0]!.kernel.data).toEqual(third.kernel.data.map((x) => Math.f16round(x)));
    expect(read!.layers[0]!.bias).toEqual(bias);
  });

  it('is told from every other file', () => {
    const file = exportNetwork(GREY);
    expect(networkOf(Uint8Array.of(1, 2, 3))).toBeUndefined();
    expect(networkOf(new Uint8Array())).toBeUndefined();
    expect(networkOf(file.subarray(0, file.length - 1))).toBeUndefined();
    expect(networkOf(exportLayers(GREY.layers, GREY.input))).toBeUndefined();
    const relu = [{ name: 'r', opType: 'Relu', input: ['image'], output: ['logits'], attribute: [] }];
    const value = (name: string) => [{ name, shape: ['N', 3] }];
    const other = { name: 'network', input: value('image'), output: value('logits') };
    expect(networkOf(encodeModel({ ...other, initializer: [], node: relu }))).toBeUndefined();
  });
});

const worst = (a: OnnxOutputs, b: OnnxOutputs, name: string): number =>
  a[name]!.data.reduce((most, x, i) => Math.max(most, Math.abs(x - b[name]!.data[i]!)), 0);

describe('both engines', () => {
  const onnx = onnxPool({ workers: 1 });
  const tfjs = tensorFlowPool(1);
  afterAll(() => Promise.all([onnx.close(), tfjs.close()]));

  it.each([
    ['grey', GREY, 1],
    ['in colours', COLOUR, 3],
  ] as const)('give the same logits and maps to 1e-4 of pictures %s', async (name, net, channels) => {
    const file = onnxNetwork(name, exportNetwork(net));
    const input = { dims: [2, channels, 21, 18], data: numbers(2 * channels * 21 * 18) };
    const [a, b] = [unwrap(await onnx.run(file, input)), unwrap(await tfjs.run(file, input))];
    for (const output of ['logits', 'maps']) {
      expect(b[output]!.dims).toEqual(a[output]!.dims);
      expect(worst(a, b, output)).toBeLessThan(1e-4);
    }
    expect(Math.max(...a.logits!.data) - Math.min(...a.logits!.data)).toBeGreaterThan(0.01);
  });

  it('refuse what does not fit', async () => {
    const codeOf = async (file: Uint8Array, dims: number[]) => {
      const data = new Float32Array(dims.reduce((a, b) => a * b, 1));
      const result = await tfjs.run(onnxNetwork(`${file.length}`, file), { dims, data });
      return result.ok ? 'ok' : result.error.code;
    };
    expect(await codeOf(Uint8Array.of(1, 2, 3), [1, 1, 21, 18])).toBe('model-failed');
    expect(await codeOf(exportNetwork(GREY), [1, 1, 18, 21])).toBe('model-failed');
    expect(await codeOf(exportNetwork(GREY), [1, 1, 21, 18])).toBe('ok');
  });
});

describe('TensorFlow.js as it serves', () => {
  beforeAll(() => openTensorFlow());

  it('keeps no tensor of a picture, and none of a network that is disposed of', () => {
    const before = tf.memory().numTensors;
    const compute = tensorCompute();
    const file = onnxNetwork('grey', exportNetwork(GREY));
    const input = { dims: [1, 1, 21, 18], data: numbers(21 * 18) };
    compute.run(file, input);
    const opened = tf.memory().numTensors;
    for (let i = 0; i < 3; i++) compute.run(file, input);
    expect(tf.memory().numTensors).toBe(opened);
    compute.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
