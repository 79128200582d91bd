import type { ImageSettings } from '../../../inference/image-manifest.ts';
import type { FloatTensor, OnnxOutputs } from '../../../inference/onnx/pool.ts';
import { problem } from '../../../kernel/errors.ts';
import { err, ok, type Result } from '../../../kernel/result.ts';

/** Computes a network: ONNX Runtime, or TensorFlow.js. Fails as `onnxPool` does. */
export type Compute = (input: FloatTensor) => Promise<Result<OnnxOutputs>>;

export interface NetworkOutputs {
  /** `[pictures, labels]`, in rows. */
  readonly logits: Float32Array;
  /** Class activation maps `[pictures, labels, rows, columns]`. */
  readonly maps?: FloatTensor;
}

/** The network of a model, held against its manifest. */
export interface ServedNetwork {
  readonly settings: ImageSettings;
  /** @param numbers `[channels, side, side]` of each picture, one after the other */
  run(numbers: Float32Array, count?: number): Promise<Result<NetworkOutputs>>;
}

/**
 * Tries a network on zeros. Fails with `invalid-manifest` where it does not run, or its outputs are not those of the
 * manifest. One that takes a single picture at a time is given them one after the other.
 */
export async function openNetwork(settings: ImageSettings, compute: Compute): Promise<Result<ServedNetwork>> {
  const ask = askWith(settings, compute);
  const pixels = settings.network.channels * settings.preprocess.side ** 2;
  const one = await ask(new Float32Array(pixels), 1);
  if (!one.ok) return err(problem('invalid-manifest', { message: `its network ${reasonOf(one.error)}` }));
  const takesMore = (await ask(new Float32Array(2 * pixels), 2)).ok;
  return ok({
    settings,
    run: (numbers, count = 1) => (takesMore || count === 1 ? ask : oneByOne(ask))(numbers, count),
  });
}

const reasonOf = ({ message, diagnostics }: { message: string; diagnostics?: string }): string =>
  `cannot be used: ${diagnostics ?? message}`;

type Ask = (numbers: Float32Array, count: number) => Promise<Result<NetworkOutputs>>;

const askWith =
  (settings: ImageSettings, compute: Compute): Ask =>
  async (data, count) => {
    const { side } = settings.preprocess;
    const found = await compute({ dims: [count, settings.network.channels, side, side], data });
    return found.ok ? outputsOf(found.value, settings, count) : found;
  };

function outputsOf(
  outputs: OnnxOutputs,
  { network, labels }: ImageSettings,
  count: number,
): Result<NetworkOutputs> {
  const failed = (diagnostics: string) => err(problem('model-failed', { diagnostics }));
  const logits = outputs[network.logits];
  if (!logits || !isShape(logits.dims, [count, labels.length]))
    return failed(`expected an output ${network.logits} of the shape [${count}, ${labels.length}]`);
  if (!logits.data.every(Number.isFinite)) return failed(`expected numbers in ${network.logits}`);
  if (network.maps === undefined) return ok({ logits: logits.data });
  const maps = outputs[network.maps];
  if (maps?.dims.length !== 4 || !isShape(maps.dims.slice(0, 2), [count, labels.length]))
    return failed(
      `expected an output ${network.maps} of the shape [${count}, ${labels.length}, rows, columns]`,
    );
  return ok({ logits: logits.data, maps });
}

const isShape = (dims: readonly number[], wanted: readonly number[]): boolean =>
  dims.length === wanted.length && dims.every((n, axis) => n === wanted[axis]);

/** The logits of pictures that are computed one at a time. */
const oneByOne =
  (ask: Ask): Ask =>
  async (numbers, count) => {
    const size = numbers.length / count;
    const logits: number[] = [];
    for (let i = 0; i < count; i++) {
      const one = await ask(numbers.slice(i * size, (i + 1) * size), 1);
      if (!one.ok) return one;
      logits.push(...one.value.logits);
    }
    return ok({ logits: Float32Array.from(logits) });
  };
