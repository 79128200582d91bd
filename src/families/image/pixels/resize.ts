import { halved } from './halve.ts';
import type { Picture } from './picture.ts';
import { EVERY_OTHER, inRows, inWords, type WordPicture } from './words.ts';

/** How a picture comes to a square: `stretch` ignores its proportions, `pad` adds black, `crop` cuts the longer side. */
export type Fit = 'stretch' | 'pad' | 'crop';

/** A square picture of a side, in pixels. */
export function toSquare(picture: Picture, side: number, fit: Fit): Picture {
  const { width, height } = picture;
  if (fit === 'stretch' || width === height) return resize(picture, side, side);
  const longer = Math.max(width, height);
  const whole = fit === 'pad' ? longer : Math.min(width, height);
  const scale = side / whole;
  const scaled = resize(
    picture,
    Math.max(1, Math.round(width * scale)),
    Math.max(1, Math.round(height * scale)),
  );
  return centred(scaled, side);
}

/** The middle of a picture, with black where it does not reach. */
function centred({ width, height, data }: Picture, side: number): Picture {
  const out = new Uint8Array(side * side);
  const left = Math.floor((width - side) / 2);
  const top = Math.floor((height - side) / 2);
  for (let y = Math.max(0, -top); y < Math.min(side, height - top); y++) {
    for (let x = Math.max(0, -left); x < Math.min(side, width - left); x++) {
      out[y * side + x] = data[(y + top) * width + x + left]!;
    }
  }
  return { width: side, height: side, data: out };
}

/** From this many pixels for a new one on, of either side, a picture is halved first: its details are lost in any case. */
const HALVED_FROM = 4;

/**
 * Linear interpolation; made smaller, each pixel is the mean of those it covers, weighted by a triangle. Large pictures
 * are first halved by means of two by two.
 */
export function resize(picture: Picture, width: number, height: number): Picture {
  if (picture.width === width && picture.height === height) return picture;
  let [down, right] = [picture.height / height, picture.width / width];
  let halves: WordPicture | undefined;
  while (Math.min(down, right) >= HALVED_FROM) {
    halves = halved(halves ?? inRows(picture));
    [down, right] = [down / 2, right / 2];
  }
  const from = halves ?? inWords(picture);
  const rows = atHeight(from, tapsFor(from.height, height, down));
  const data = atWidth(rows, rows.length / height, height, tapsFor(from.width, width, right));
  return { width, height, data };
}

/** Which pixels make each new one, and how much each of them counts. */
interface Taps {
  /** The first pixel of each new one. */
  readonly first: Int32Array;
  /** Where the weights of each new pixel begin; at the end, how many there are. */
  readonly starts: Int32Array;
  /** Parts of `WHOLE`, of which each new pixel has one. */
  readonly weights: Int32Array;
}

const WHOLE = 256;

/** @param scale pixels for a new one: what halving left out of a row or column at the end counts */
function tapsFor(from: number, to: number, scale: number): Taps {
  const reach = Math.max(1, scale);
  const first = new Int32Array(to);
  const starts = new Int32Array(to + 1);
  const weights = new Int32Array(to * (2 * Math.ceil(reach) + 1));
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * scale - 0.5;
    first[i] = Math.max(0, Math.ceil(centre - reach));
    const count = Math.min(from - 1, Math.floor(centre + reach)) - first[i]! + 1;
    setParts(weights, starts[i]!, count, (k) => 1 - Math.abs(first[i]! + k - centre) / reach);
    starts[i + 1] = starts[i]! + count;
  }
  return { first, starts, weights };
}

/** Integers with the proportions of some shares, that add up to `WHOLE`. */
function setParts(out: Int32Array, start: number, count: number, shareOf: (k: number) => number): void {
  let total = 0;
  for (let k = 0; k < count; k++) total += shareOf(k);
  let sum = 0;
  let given = 0;
  for (let k = 0; k < count; k++) {
    sum += shareOf(k);
    const due = Math.round((WHOLE * sum) / total);
    out[start + k] = due - given;
    given = due;
  }
}

// Both are loops over plain arrays: in them a picture spends most of its time before the network.

/**
 * Every column of a picture at another height, in parts of `WHOLE` of a grey level, in rows of whole words. Four pixels at
 * a time, two in each integer: a sum of weighted pixels has 16 bits.
 */
function atHeight({ words, stride }: WordPicture, { first, starts, weights }: Taps): Uint16Array {
  const height = first.length;
  const out = new Uint16Array(4 * stride * height);
  let to = 0;
  for (let y = 0; y < height; y++) {
    const [start, end] = [starts[y]!, starts[y + 1]!];
    for (let x = 0; x < stride; x++) {
      let at = first[y]! * stride + x;
      let even = 0;
      let odd = 0;
      for (let k = start; k < end; k++) {
        const word = words[at]!;
        even = (even + Math.imul(word & EVERY_OTHER, weights[k]!)) | 0;
        odd = (odd + Math.imul((word >>> 8) & EVERY_OTHER, weights[k]!)) | 0;
        at += stride;
      }
      out[to++] = even;
      out[to++] = odd;
      out[to++] = even >>> 16;
      out[to++] = odd >>> 16;
    }
  }
  return out;
}

/** Grey levels of every row, `from` numbers apart, at another width. Four rows at a time: one sum by itself would wait for each addition to end. */
function atWidth(
  rows: Uint16Array,
  from: number,
  height: number,
  { first, starts, weights }: Taps,
): Uint8Array {
  const width = first.length;
  const out = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 4) {
    const y1 = Math.min(y + 1, height - 1);
    const y2 = Math.min(y + 2, height - 1);
    const y3 = Math.min(y + 3, height - 1);
    const [r0, r1, r2, r3] = [y * from, y1 * from, y2 * from, y3 * from];
    for (let x = 0; x < width; x++) {
      const end = starts[x + 1]!;
      let at = first[x]!;
      let [a, b, c, d] = [HALF, HALF, HALF, HALF];
      for (let k = starts[x]!; k < end; k++) {
        const weight = weights[k]!;
        a += Math.imul(weight, rows[r0 + at]!);
        b += Math.imul(weight, rows[r1 + at]!);
        c += Math.imul(weight, rows[r2 + at]!);
        d += Math.imul(weight, rows[r3 + at]!);
        at++;
      }
      out[y * width + x] = a >>> BITS;
      out[y1 * width + x] = b >>> BITS;
      out[y2 * width + x] = c >>> BITS;
      out[y3 * width + x] = d >>> BITS;
    }
  }
  return out;
}

/** Of `WHOLE` twice. */
const BITS = 16;
const HALF = 2 ** (BITS - 1);
