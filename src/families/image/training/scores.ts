import type { ImageSettings } from '../../../inference/image-manifest.ts';
import type { OnnxNetwork, OnnxPool } from '../../../inference/onnx/pool.ts';
import { unwrap } from '../../../kernel/result.ts';
import type { Picture } from '../pixels/picture.ts';
import { preprocessed } from '../pixels/preprocess.ts';

/** What a network makes of pictures. */
export type Logits = readonly Float32Array[];

type Settings = Pick<ImageSettings, 'network' | 'preprocess' | 'labels'>;

const BATCH = 16;

/** Logits of each picture by the engine that serves, `[labels]` each. */
export async function logitsOf(
  pictures: readonly Picture[],
  { network: { logits }, preprocess, labels }: Settings,
  network: OnnxNetwork,
  pool: OnnxPool,
): Promise<Logits> {
  const { side } = preprocess;
  const all: Float32Array[] = [];
  for (let from = 0; from < pictures.length; from += BATCH) {
    const batch = pictures.slice(from, from + BATCH);
    const data = new Float32Array(batch.length * side ** 2);
    batch.forEach((picture, i) => {
      data.set(preprocessed(picture, preprocess), i * side ** 2);
    });
    const outputs = unwrap(await pool.run(network, { dims: [batch.length, 1, side, side], data }));
    const found = outputs[logits]!.data;
    all.push(...batch.map((_, i) => found.slice(i * labels.length, (i + 1) * labels.length)));
  }
  return all;
}
