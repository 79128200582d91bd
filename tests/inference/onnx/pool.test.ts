import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Network } from '../../../src/families/image/networks/network.ts';
import { exportNetwork } from '../../../src/families/image/onnx/export.ts';
import { type OnnxPool, onnxNetwork, onnxPool } from '../../../src/inference/onnx/pool.ts';
import { unwrap } from '../../../src/kernel/result.ts';

/** A network that can be done by hand: it gives the mean of its picture twice, once negative. */
const mean: Network = {
  input: [4, 4, 1],
  layers: [
    {
      name: 'same',
      kind: 'conv',
      stride: 1,
      kernel: { shape: [1, 1, 1, 1], data: Float32Array.of(1) },
      bias: Float32Array.of(0),
    },
  ],
  head: { kernel: { shape: [1, 2], data: Float32Array.of(1, -1) }, bias: Float32Array.of(0.5, 0) },
};

/** Takes seconds: a thousand filters over a large picture, again and again. */
const slow: Network = {
  ...mean,
  input: [1024, 1024, 1],
  layers: Array.from({ length: 8 }, (_, i) => ({
    name: `layer-${i}`,
    kind: 'conv' as const,
    stride: 1 as const,
    kernel: {
      shape: [3, 3, i === 0 ? 1 : 64, i === 7 ? 1 : 64],
      data: new Float32Array(9 * (i === 0 ? 1 : 64) * (i === 7 ? 1 : 64)).fill(0.01),
    },
    bias: new Float32Array(i === 7 ? 1 : 64),
  })),
};

const network = onnxNetwork('mean', exportNetwork(mean));
const picture = (grey: number) => ({ dims: [1, 1, 4, 4], data: new Float32Array(16).fill(grey) });

let pool: OnnxPool;
beforeAll(() => {
  pool = onnxPool({ workers: 2 });
});
afterAll(() => pool.close());

describe('a pool of ONNX Runtime', () => {
  it('runs a network, and leaves the input to the caller', async () => {
    const input = picture(2);
    const { logits, maps } = unwrap(await pool.run(network, input));
    expect(logits!.dims).toEqual([1, 2]);
    expect([...logits!.data]).toEqual([2.5, -2]);
    expect(maps!.dims).toEqual([1, 2, 4, 4]);
    expect(input.data[0]).toBe(2);
  });

  it('answers each of many calls at once with its own', async () => {
    const greys = Array.from({ length: 40 }, (_, i) => i / 8);
    const answers = await Promise.all(greys.map((grey) => pool.run(network, picture(grey))));
    expect(answers.map((a) => unwrap(a).logits!.data[1])).toEqual(greys.map((g) => 0 - g));
  });

  it('says what does not fit, and goes on', async () => {
    const wrong = await pool.run(network, { dims: [1, 1, 3, 4], data: new Float32Array(12) });
    expect(wrong).toMatchObject({ ok: false, error: { code: 'model-failed' } });
    const broken = await pool.run(onnxNetwork('broken', Uint8Array.of(1, 2, 3)), picture(1));
    expect(broken).toMatchObject({ ok: false, error: { code: 'model-failed' } });
    expect((await pool.run(network, picture(1))).ok).toBe(true);
  });

  it('does not wait for a run that is late', async () => {
    const input = { dims: [1, 1, 1024, 1024], data: new Float32Array(1024 * 1024) };
    const late = await pool.run(onnxNetwork('slow', exportNetwork(slow)), input, 300);
    expect(late).toMatchObject({ ok: false, error: { code: 'model-timeout' } });
    expect((await pool.run(network, picture(1))).ok).toBe(true);
  });

  it('waits for a run before it closes: its thread cannot be ended in the middle of it', async () => {
    const own = onnxPool({ workers: 1 });
    const input = { dims: [1, 1, 1024, 1024], data: new Float32Array(1024 * 1024) };
    const running = own.run(onnxNetwork('slow', exportNetwork(slow)), input);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await own.close();
    expect((await running).ok).toBe(true);
  });

  it('refuses what would wait too long, and everything once it is closed', async () => {
    const small = onnxPool({ workers: 1, maxWaiting: 1 });
    const codes = await Promise.all(
      [1, 2, 3].map(async (grey) => {
        const answer = await small.run(network, picture(grey));
        return answer.ok ? 'ok' : answer.error.code;
      }),
    );
    expect(codes).toEqual(['ok', 'ok', 'overloaded']);
    await small.close();
    expect(await small.run(network, picture(1))).toMatchObject({ ok: false, error: { code: 'internal' } });
  });
});
