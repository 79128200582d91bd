import type { Picture } from './picture.ts';

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

/** Linear interpolation; made smaller, each pixel is the mean of those it covers, weighted by a triangle. */
export function resize(picture: Picture, width: number, height: number): Picture {
  if (picture.width === width && picture.height === height) return picture;
  const rows = across(picture, width);
  return { width, height, data: down(rows, width, tapsFor(picture.height, height)) };
}

/** Which pixels make each new one, and how much each of them counts. */
interface Taps {
  /** The first pixel of each new one. */
  readonly first: Int32Array;
  /** Where the weights of each new pixel begin; at the end, how many there are. */
  readonly starts: Int32Array;
  readonly weights: Float32Array;
}

function tapsFor(from: number, to: number): Taps {
  const scale = from / to;
  const reach = Math.max(1, scale);
  const first = new Int32Array(to);
  const starts = new Int32Array(to + 1);
  const weights = new Float32Array(to * (2 * Math.ceil(reach) + 1));
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * scale - 0.5;
    first[i] = Math.max(0, Math.ceil(centre - reach));
    const count = Math.min(from - 1, Math.floor(centre + reach)) - first[i]! + 1;
    const own = weights.subarray(starts[i], starts[i]! + count);
    for (let k = 0; k < count; k++) own[k] = Math.max(0, 1 - Math.abs(first[i]! + k - centre) / reach);
    const total = own.reduce((a, b) => a + b, 0);
    for (let k = 0; k < count; k++) own[k]! /= total;
    starts[i + 1] = starts[i]! + count;
  }
  return { first, starts, weights };
}

// Both are loops over plain arrays: in them a picture spends most of its time before the network.

/** Every row of a picture at another width. Four at a time: one sum by itself would wait for each addition to end. */
function across({ width: from, height, data }: Picture, width: number): Float32Array {
  const { first, starts, weights } = tapsFor(from, width);
  const out = new Float32Array(width * height);
  for (let y = 0; y < height; y += 4) {
    const y1 = Math.min(y + 1, height - 1);
    const y2 = Math.min(y + 2, height - 1);
    const y3 = Math.min(y + 3, height - 1);
    for (let x = 0; x < width; x++) {
      const end = starts[x + 1]!;
      let at = first[x]!;
      let [a, b, c, d] = [0, 0, 0, 0];
      for (let k = starts[x]!; k < end; k++) {
        const weight = weights[k]!;
        a += weight * data[y * from + at]!;
        b += weight * data[y1 * from + at]!;
        c += weight * data[y2 * from + at]!;
        d += weight * data[y3 * from + at]!;
        at++;
      }
      out[y * width + x] = a;
      out[y1 * width + x] = b;
      out[y2 * width + x] = c;
      out[y3 * width + x] = d;
    }
  }
  return out;
}

function down(rows: Float32Array, width: number, { first, starts, weights }: Taps): Uint8Array {
  const height = first.length;
  const out = new Uint8Array(width * height);
  const sums = new Float64Array(width);
  for (let y = 0; y < height; y++) {
    const end = starts[y + 1]!;
    let at = first[y]! * width;
    sums.fill(0);
    for (let k = starts[y]!; k < end; k++) {
      const weight = weights[k]!;
      for (let x = 0; x < width; x++) sums[x]! += weight * rows[at++]!;
    }
    for (let x = 0; x < width; x++) out[y * width + x] = Math.round(sums[x]!);
  }
  return out;
}
