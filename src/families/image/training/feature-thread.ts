import { parentPort, workerData } from 'node:worker_threads';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Preprocess } from '../../../inference/image-manifest.ts';
import { ok } from '../../../kernel/result.ts';
import type { Answer } from '../../../kernel/threads/thread.ts';
import { seededRandom } from '../../../statistics/random.ts';
import { FEATURES, IMAGE } from '../onnx/export.ts';
import { type Augmentation, augmented } from '../pixels/augment.ts';
import { pictureOf } from '../pixels/picture.ts';
import { preprocessed } from '../pixels/preprocess.ts';

/** What a thread is given once. */
export interface FeatureWork {
  /** The first layers of the network: `exportLayers`. */
  readonly network: Uint8Array;
  /** Every picture in its square, one after the other. */
  readonly pictures: SharedArrayBuffer;
  readonly preprocess: Preprocess;
  readonly augmentation: Augmentation;
}

/** Some pictures: with a seed as they could have been as well, without one as they are. */
export interface FeatureRequest {
  readonly rows: Int32Array;
  readonly seed?: number;
}

const { network, pictures, preprocess, augmentation } = workerData as FeatureWork;
const { side } = preprocess;
const all = new Uint8Array(pictures);
const session = await InferenceSession.create(network, { intraOpNumThreads: 1, interOpNumThreads: 1 });

async function featuresOf({ rows, seed }: FeatureRequest): Promise<Float32Array> {
  const numbers = new Float32Array(rows.length * side * side);
  const random = seed === undefined ? undefined : seededRandom(seed);
  rows.forEach((row, i) => {
    const data = all.subarray(row * side * side, (row + 1) * side * side);
    const picture = pictureOf(side, side, data);
    const seen = random ? augmented(picture, augmentation, random) : picture;
    numbers.set(preprocessed(seen, preprocess), i * side * side);
  });
  const out = await session.run({ [IMAGE]: new Tensor('float32', numbers, [rows.length, 1, side, side]) });
  return out[FEATURES]!.data as Float32Array;
}

parentPort!.on('message', async (request: FeatureRequest) => {
  const features = Float32Array.from(await featuresOf(request));
  const answer: Answer<Float32Array> = { result: ok(features), spent: false };
  parentPort!.postMessage(answer, [features.buffer]);
});
