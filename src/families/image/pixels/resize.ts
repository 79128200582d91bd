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
  const across = tapsFor(picture.width, width);
  const down = tapsFor(picture.height, height);
  const rows = new Float32Array(width * picture.height);
  for (let y = 0; y < picture.height; y++) {
    for (let x = 0; x < width; x++)
      rows[y * width + x] = weighted(picture.data, y * picture.width, 1, across[x]!);
  }
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data[y * width + x] = Math.round(weighted(rows, x, width, down[y]!));
  }
  return { width, height, data };
}

/** Which pixels make a new one, from `first` on, and how much each of them counts. */
interface Taps {
  readonly first: number;
  readonly weights: Float32Array;
}

function tapsFor(from: number, to: number): Taps[] {
  const scale = from / to;
  const reach = Math.max(1, scale);
  return Array.from({ length: to }, (_, i) => {
    const centre = (i + 0.5) * scale - 0.5;
    const first = Math.max(0, Math.ceil(centre - reach));
    const last = Math.min(from - 1, Math.floor(centre + reach));
    const weights = Float32Array.from({ length: last - first + 1 }, (_w, k) =>
      Math.max(0, 1 - Math.abs(first + k - centre) / reach),
    );
    const total = weights.reduce((a, b) => a + b, 0);
    return { first, weights: weights.map((w) => w / total) };
  });
}

function weighted(data: ArrayLike<number>, start: number, step: number, { first, weights }: Taps): number {
  let sum = 0;
  let at = start + first * step;
  for (const weight of weights) {
    sum += weight * data[at]!;
    at += step;
  }
  return sum;
}
