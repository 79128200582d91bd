import type { Preprocess } from '../../../inference/image-manifest.ts';
import type { Picture } from './picture.ts';
import { toSquare } from './resize.ts';

const DEVIATION = 0.5;
const MOST = 2;
/** Grey levels; a picture with less variation is blank, and is not blown up to noise. */
const LEAST = 1;

/** The numbers of a square, side × side, in rows. */
export function preprocessed(picture: Picture, { side, fit, normalise }: Preprocess): Float32Array {
  const { data } = toSquare(picture, side, fit);
  if (normalise.kind === 'fixed') {
    const { mean, deviation } = normalise;
    return Float32Array.from(data, (x) => (x / 255 - mean) / deviation);
  }
  const { mean, deviation } = momentsOf(data);
  const scale = DEVIATION / Math.max(LEAST, deviation);
  return Float32Array.from(data, (x) => Math.min(MOST, Math.max(-MOST, (x - mean) * scale)));
}

/** Mean and standard deviation. */
export function momentsOf(data: ArrayLike<number>): { mean: number; deviation: number } {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < data.length; i++) {
    sum += data[i]!;
    squares += data[i]! ** 2;
  }
  const mean = sum / data.length;
  return { mean, deviation: Math.sqrt(Math.max(0, squares / data.length - mean ** 2)) };
}
