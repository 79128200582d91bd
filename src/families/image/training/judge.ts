import * as tf from '@tensorflow/tfjs';
import type { TensorNetwork } from '../tfjs/forward.ts';
import { classWeights } from './class-weights.ts';
import type { Lesson } from './fit.ts';

/** The mean cross-entropy of networks on the validation pictures, as they are and changed as training pictures are. */
export interface Judge {
  loss(network: TensorNetwork): number;
}

export async function judgeOf({
  source,
  validation,
  shape,
  options,
  head,
}: Pick<Lesson, 'source' | 'validation' | 'shape' | 'options' | 'head'>): Promise<Judge> {
  const weights = classWeights(validation.classes, head.bias.length);
  const seeds = [undefined, options.seed];
  const parts: { features: Float32Array; classes: Uint8Array }[] = [];
  for (const [k, seed] of seeds.entries()) {
    for (let b = 0; b * options.batch < validation.rows.length; b++) {
      const range = [b * options.batch, (b + 1) * options.batch] as const;
      const request = {
        rows: validation.rows.slice(...range),
        ...(seed === undefined ? {} : { seed: seed + k + b }),
      };
      parts.push({ features: await source.featuresOf(request), classes: validation.classes.slice(...range) });
    }
  }
  return {
    loss(network) {
      let sum = 0;
      for (const { features, classes } of parts) {
        const logits = logitsOf(network, features, shape, classes.length);
        classes.forEach((c, i) => {
          sum += weights[c]! * crossEntropy(logits, i, c, weights.length);
        });
      }
      return sum / (seeds.length * validation.rows.length);
    },
  };
}

const logitsOf = (
  network: TensorNetwork,
  features: Float32Array,
  shape: Lesson['shape'],
  count: number,
): Float32Array =>
  tf.tidy(() => network.logits(tf.tensor4d(features, [count, ...shape])).dataSync() as Float32Array);

function crossEntropy(logits: Float32Array, row: number, label: number, classes: number): number {
  const own = logits.subarray(row * classes, (row + 1) * classes);
  const most = Math.max(...own);
  const total = own.reduce((sum, x) => sum + Math.exp(x - most), 0);
  return most + Math.log(total) - own[label]!;
}
