import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { problem } from '../../../kernel/errors.ts';
import { err, ok, type Result } from '../../../kernel/result.ts';
import type { Layer, Weights } from './network.ts';

/** Side of the picture that the published weights were trained on. */
export const SIDE = 224;

const BLOCKS = 12;
/** Depthwise layers that halve the picture. */
const HALVING = new Set([2, 4, 6, 12]);
const EPSILON = 1e-3;
const BYTES = 4;

const indexSchema = z.object({
  weights: z.array(
    z.object({
      name: z.string(),
      shape: z.array(z.int().positive()),
      dtype: z.literal('float32'),
      byteOffset: z.int().nonnegative(),
      byteLength: z.int().positive(),
    }),
  ),
});

type Named = (name: string) => Weights;

/**
 * The convolutions of MobileNet v1 (Howard et al. 2017, arXiv:1704.04861) up to the twelfth block, for grey pictures:
 * the first filters are summed over red, green and blue, which are one here. Batch normalisation, whose statistics
 * stay as they are, is part of kernels and biases.
 *
 * @param folder with `weights.json` (name, shape and place of every tensor) and `weights.bin`
 * @returns `invalid-data` where a file or a tensor is not as it must be
 */
export async function readMobileNet(folder: string): Promise<Result<readonly Layer[]>> {
  try {
    const index = indexSchema.parse(JSON.parse(await readFile(join(folder, 'weights.json'), 'utf8')));
    const bytes = await readFile(join(folder, 'weights.bin'));
    return ok(layersFrom(tensorsIn(index, bytes)));
  } catch (cause) {
    const reason = cause instanceof RangeError ? cause.message : 'cannot be read';
    return err(problem('invalid-data', { message: `the MobileNet weights: ${reason}` }));
  }
}

function tensorsIn({ weights }: z.output<typeof indexSchema>, bytes: Buffer): Named {
  const byName = new Map(weights.map((w) => [w.name, w]));
  return (name) => {
    const found = byName.get(name);
    if (!found) throw new RangeError(`there is no tensor ${name}`);
    const { shape, byteOffset, byteLength } = found;
    if (byteLength !== BYTES * shape.reduce((a, b) => a * b, 1) || byteOffset + byteLength > bytes.length)
      throw new RangeError(`${name} has not the length of its shape`);
    const data = new Float32Array(byteLength / BYTES);
    for (let i = 0; i < data.length; i++) data[i] = bytes.readFloatLE(byteOffset + BYTES * i);
    return { shape, data };
  };
}

function layersFrom(named: Named): Layer[] {
  const first = folded('conv', 'conv1', 2, greyOf(named('conv1/kernel')), named);
  const blocks = Array.from({ length: BLOCKS }, (_, i) => {
    const depthwise = `conv_dw_${i + 1}`;
    const pointwise = `conv_pw_${i + 1}`;
    return [
      folded(
        'depthwise',
        depthwise,
        HALVING.has(i + 1) ? 2 : 1,
        named(`${depthwise}/depthwise_kernel`),
        named,
      ),
      folded('conv', pointwise, 1, named(`${pointwise}/kernel`), named),
    ];
  });
  return [first, ...blocks.flat()];
}

/** Filters of three equal channels as filters of one. */
function greyOf({ shape: [height = 0, width = 0, channels = 0, filters = 0], data }: Weights): Weights {
  const grey = new Float32Array(height * width * filters);
  for (let i = 0; i < data.length; i++) {
    const pixel = Math.floor(i / (channels * filters));
    grey[pixel * filters + (i % filters)]! += data[i]!;
  }
  return { shape: [height, width, 1, filters], data: grey };
}

/** A convolution and the batch normalisation behind it as one convolution. */
function folded(kind: Layer['kind'], name: string, stride: 1 | 2, kernel: Weights, named: Named): Layer {
  const [gamma, beta, mean, variance] = ['gamma', 'beta', 'moving_mean', 'moving_variance'].map(
    (part) => named(`${name}_bn/${part}`).data,
  );
  const scale = gamma!.map((g, c) => g / Math.sqrt(variance![c]! + EPSILON));
  const channels = scale.length;
  return {
    name,
    kind,
    stride,
    kernel: { shape: kernel.shape, data: kernel.data.map((w, i) => w * scale[i % channels]!) },
    bias: beta!.map((b, c) => b - mean![c]! * scale[c]!),
  };
}
