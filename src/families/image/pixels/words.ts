import type { Picture } from './picture.ts';

/** The first and the third of four pixels in a word; after a shift of eight bits, the second and the fourth. */
export const EVERY_OTHER = 0x00ff00ff;

/** Rows of a picture in words of four pixels, the first in the lowest bits. */
export interface WordRows {
  readonly width: number;
  readonly height: number;
  readonly words: Int32Array;
  /** Words of a row. What its last word has beyond the width may be anything. */
  readonly stride: number;
  /** Where a row begins among the words. Two rows one after the other may be read at the same time. */
  rowAt(y: number): number;
}

/** Rows that may all be read at the same time, one after the other. */
export interface WordPicture extends WordRows {
  readonly kind: 'whole';
}

/** Of a word. */
const PIXELS = 4;

/** A picture of these words, or an empty one. */
export function wordPicture(width: number, height: number, words?: Int32Array): WordPicture {
  const stride = Math.ceil(width / PIXELS);
  return {
    kind: 'whole',
    ...{ width, height, stride, words: words ?? new Int32Array(stride * height) },
    rowAt: (y) => y * stride,
  };
}

/** The pixels as they are, or copies of two rows at a time where rows do not begin with a word. */
export function inRows(picture: Picture): WordRows {
  if (isAligned(picture)) return aligned(picture);
  const { width, height } = picture;
  const { words, stride } = wordPicture(width, 2);
  const copy = copying(picture, words);
  const rowAt = (y: number) => copy(y, (y % 2) * stride);
  return { width, height, words, stride, rowAt };
}

/** The pixels as they are, or a copy where rows do not begin with a word. */
export function inWords(picture: Picture): WordPicture {
  if (isAligned(picture)) return aligned(picture);
  const { width, height } = picture;
  const whole = wordPicture(width, height);
  const copy = copying(picture, whole.words);
  for (let y = 0; y < height; y++) copy(y, whole.rowAt(y));
  return whole;
}

/** Copies a row to where it shall begin among words. */
function copying({ width, data }: Picture, words: Int32Array) {
  const bytes = new Uint8Array(words.buffer);
  return (y: number, at: number): number => {
    bytes.set(data.subarray(y * width, (y + 1) * width), PIXELS * at);
    return at;
  };
}

const isAligned = ({ width, data }: Picture): boolean =>
  width % PIXELS === 0 && data.byteOffset % PIXELS === 0;

const aligned = ({ width, height, data }: Picture): WordPicture =>
  wordPicture(width, height, new Int32Array(data.buffer, data.byteOffset, data.byteLength / PIXELS));
