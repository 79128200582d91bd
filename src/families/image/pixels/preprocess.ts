import type { Preprocess } from '../../../inference/image-manifest.ts';
import type { Picture } from './picture.ts';
import { toSquare } from './resize.ts';

const DEVIATION = 0.5;
const MOST = 2;
/** Grey levels; a picture with less variation is blank, and is not blown up to noise. */
const LEAST = 1;

/** The numbers of a square, side × side, in rows. @param channel of the network, where each has its own */
export function preprocessed(
  picture: Picture,
  { side, fit, normalise }: Preprocess,
  channel = 0,
): Float32Array {
  return normalised(toSquare(picture, side, fit), normalise, channel);
}

/** The numbers of the pixels of a picture. */
export function normalised({ data }: Picture, normalise: Preprocess['normalise'], channel = 0): Float32Array {
  const numbers = numbersOf(data, normalise, channel);
  const out = new Float32Array(data.length);
  for (let i = 0; i < out.length; i++) out[i] = numbers[data[i]!]!;
  return out;
}

/** The number of each grey level. */
function numbersOf(data: Uint8Array, normalise: Preprocess['normalise'], channel: number): Float32Array {
  switch (normalise.kind) {
    case 'own':
      return byOwn(momentsOf(data));
    case 'fixed':
      return byFixed(normalise.mean, normalise.deviation);
    case 'channels':
      return byFixed(normalise.mean[channel]!, normalise.deviation[channel]!);
  }
}

const byFixed = (mean: number, deviation: number): Float32Array =>
  Float32Array.from({ length: 256 }, (_, x) => (x / 255 - mean) / deviation);

function byOwn({ mean, deviation }: { mean: number; deviation: number }): Float32Array {
  const scale = DEVIATION / Math.max(LEAST, deviation);
  return Float32Array.from({ length: 256 }, (_, x) => Math.min(MOST, Math.max(-MOST, (x - mean) * scale)));
}

/** Mean and standard deviation. */
export function momentsOf(data: ArrayLike<number>): { mean: number; deviation: number } {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < data.length; i++) {
    const x = data[i]!;
    sum += x;
    squares += x * x;
  }
  const mean = sum / data.length;
  return { mean, deviation: Math.sqrt(Math.max(0, squares / data.length - mean ** 2)) };
}
