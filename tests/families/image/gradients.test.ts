import { createRequire } from 'node:module';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { openTensorFlow } from '../../../src/families/image/tfjs/backend.ts';

/** Gradients of the input, and of the filter where it is learned, where the output's is `dy`, on one backend. */
async function gradientsOn(backend: string, numbers: Case): Promise<number[][]> {
  await tf.setBackend(backend);
  return tf.tidy(() => {
    const x = tf.tensor4d(numbers.x, numbers.shape);
    const filter = tf.tensor4d(numbers.filter, numbers.filterShape);
    const { kind, stride, pad } = numbers;
    const convolve = (input: tf.Tensor, kernel: tf.Tensor = filter) =>
      kind === 'conv'
        ? tf.conv2d(input as tf.Tensor4D, kernel as tf.Tensor4D, stride, pad)
        : tf.depthwiseConv2d(input as tf.Tensor4D, kernel as tf.Tensor4D, stride, pad);
    const output = convolve(x);
    const dy = tf.reshape(tf.sin(tf.range(0, output.size)), output.shape);
    const learned = kind === 'conv' ? [x, filter] : [x];
    return tf
      .grads(convolve)(learned, dy)
      .map((g) => [...g.dataSync()]);
  });
}

interface Case {
  readonly kind: 'conv' | 'depthwise';
  readonly shape: [number, number, number, number];
  readonly filterShape: [number, number, number, number];
  readonly stride: 1 | 2;
  readonly pad: 'same' | 'valid';
  readonly x: number[];
  readonly filter: number[];
}

const waves = (shape: readonly number[], step: number): number[] =>
  Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.cos(step * i));

const CASES = (['conv', 'depthwise'] as const).flatMap((kind) =>
  ([1, 2] as const).flatMap((stride) =>
    (['same', 'valid'] as const).flatMap((pad) =>
      ([1, 3] as const).flatMap((size) =>
        ([7, 8] as const).map((side): Case => {
          const shape: Case['shape'] = [2, side, side + 1, 5];
          const filterShape: Case['filterShape'] = [size, size, 5, kind === 'conv' ? 4 : 1];
          return {
            kind,
            shape,
            filterShape,
            stride,
            pad,
            x: waves(shape, 0.7),
            filter: waves(filterShape, 1.3),
          };
        }),
      ),
    ),
  ),
);

beforeAll(async () => {
  expect(await openTensorFlow()).toBe('wasm');
});

describe('gradients of convolutions on the WASM backend', () => {
  it.each(
    CASES.map(
      (c) =>
        [`${c.kind} of ${c.filterShape[0]}, stride ${c.stride}, ${c.pad}, side ${c.shape[1]}`, c] as const,
    ),
  )('are those of the CPU backend: %s', async (_, numbers) => {
    const expected = await gradientsOn('cpu', numbers);
    const found = await gradientsOn('wasm', numbers);
    found.forEach((gradient, g) => {
      expect(gradient).toHaveLength(expected[g]!.length);
      const worst = gradient.reduce((most, v, i) => Math.max(most, Math.abs(v - expected[g]![i]!)), 0);
      expect(worst).toBeLessThan(1e-4);
    });
  });

  it('leave no tensors behind', async () => {
    await tf.setBackend('wasm');
    const before = tf.memory().numTensors;
    for (const numbers of CASES.slice(0, 4)) await gradientsOn('wasm', numbers);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('the engine of training', () => {
  it('gives the GPU package what it calls and Node no longer has', async () => {
    const seen: unknown[] = [];
    const util = createRequire(import.meta.url)('node:util');
    await openTensorFlow(async () => {
      seen.push(util.isNullOrUndefined(null), util.isNullOrUndefined(0));
      throw Object.assign(new Error('not there'), { code: 'ERR_MODULE_NOT_FOUND' });
    });
    expect(seen).toEqual([true, false]);
  });

  it('says what else is wrong when the GPU package is there and does not start', async () => {
    const broken = async () => {
      throw new Error('libcudart.so.11.0: cannot open shared object file');
    };
    await expect(openTensorFlow(broken)).rejects.toThrow('libcudart');
  });
});
