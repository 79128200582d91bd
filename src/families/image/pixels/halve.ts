import type { Picture } from './picture.ts';
import { EVERY_OTHER, wordsOf } from './words.ts';

/** A picture of half the size, of means of two by two pixels. A last row or column without another one is left out. */
export function halved({ width: from, height: rows, data }: Picture): Picture {
  const width = from >> 1;
  const height = rows >> 1;
  const words = wordsOf(data);
  const out = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = out.subarray(y * width, (y + 1) * width);
    // Two at a time, of four pixels of each row; the last two may have been in the two before.
    for (let x = 0; x < width; x += 2) {
      const left = Math.min(x, width - 2);
      const at = 2 * y * from + 2 * left;
      const sum = pairs(words.getInt32(at, true)) + pairs(words.getInt32(at + from, true)) + ROUNDING;
      row[left] = sum >>> 2;
      row[left + 1] = sum >>> 18;
    }
  }
  return { width, height, data: out };
}

/** Half of the four that are added, in either part. */
const ROUNDING = 0x00020002;

/** The sums of the first two and of the last two pixels. */
const pairs = (word: number): number => (word & EVERY_OTHER) + ((word >>> 8) & EVERY_OTHER);
