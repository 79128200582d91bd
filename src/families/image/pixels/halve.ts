import { EVERY_OTHER, type WordPicture, type WordRows, wordPicture } from './words.ts';

/** A picture of half the size, of means of two by two pixels. A last row or column without another one is left out. */
export function halved(picture: WordRows): WordPicture {
  const { words } = picture;
  const half = wordPicture(picture.width >> 1, picture.height >> 1);
  const { words: out, stride } = half;
  // A word from two of each row; the last one may have no second.
  const whole = Math.min(stride, picture.stride >> 1);
  for (let y = 0; y < half.height; y++) {
    let upper = picture.rowAt(2 * y);
    let lower = picture.rowAt(2 * y + 1);
    let at = y * stride;
    for (const end = at + whole; at < end; at++) {
      const left = means(words[upper]!, words[lower]!);
      const right = means(words[upper + 1]!, words[lower + 1]!);
      out[at] = left | (right << 16);
      upper += 2;
      lower += 2;
    }
    if (whole < stride) out[at] = means(words[upper]!, words[lower]!);
  }
  return half;
}

/** Half of the four that are added, in either part. */
const ROUNDING = 0x00020002;

/** The means of the first two and of the last two pixels of two rows, in the lowest 16 bits. */
function means(upper: number, lower: number): number {
  const sum = pairs(upper) + pairs(lower) + ROUNDING;
  const mean = (sum >>> 2) & EVERY_OTHER;
  return (mean | (mean >>> 8)) & 0xffff;
}

/** The sums of the first two and of the last two pixels. */
const pairs = (word: number): number => (word & EVERY_OTHER) + ((word >>> 8) & EVERY_OTHER);
