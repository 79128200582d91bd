import { unwrap } from '../../../kernel/result.ts';
import type { Picture } from '../pixels/picture.ts';
import { greyInput } from '../serve/look.ts';
import type { ServedNetwork } from '../serve/network.ts';

/** What a network makes of pictures: `[labels]` of each. */
export type Logits = readonly Float32Array[];

const BATCH = 16;

/** @throws Error where the network cannot be computed */
export async function logitsOf(network: ServedNetwork, pictures: readonly Picture[]): Promise<Logits> {
  const { preprocess, labels, network: shape } = network.settings;
  const all: Float32Array[] = [];
  for (let from = 0; from < pictures.length; from += BATCH) {
    const inputs = pictures
      .slice(from, from + BATCH)
      .map((picture) => greyInput(picture, { preprocess, channels: shape.channels }));
    const data = new Float32Array(inputs.length * inputs[0]!.length);
    inputs.forEach((numbers, i) => {
      data.set(numbers, i * numbers.length);
    });
    const { logits } = unwrap(await network.run(data, inputs.length));
    all.push(...inputs.map((_, i) => logits.slice(i * labels.length, (i + 1) * labels.length)));
  }
  return all;
}
