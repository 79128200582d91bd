import type { Picture } from './picture.ts';

/** Numbers from 0 up to, not including, 1. */
type Random = () => number;

/** By how much training pictures are changed at most, each time they are seen. */
export interface Augmentation {
  /** Degrees, to either side. */
  readonly rotation: number;
  /** Share of the side, in either direction. */
  readonly shift: number;
  /** 0.1: from 0.9 to 1.1 times the size. */
  readonly zoom: number;
  /** 0.1: height and width differ by up to a tenth. */
  readonly stretch: number;
  /** Left and right are exchanged in half of the pictures: only where the anatomy has no side. */
  readonly flip: boolean;
  /** 0.3: the exponent of the grey levels is between 1 / 1.3 and 1.3. */
  readonly gamma: number;
  /** 0.2: contrast is between 0.8 and 1.2 of what it is. */
  readonly contrast: number;
  /** Share of the grey levels, lighter or darker. */
  readonly brightness: number;
  /** Share of the pictures that are blurred a little. */
  readonly blur: number;
}

/** Changes that are larger by a factor. */
export const strained = (by: Augmentation, factor: number): Augmentation => ({
  rotation: by.rotation * factor,
  shift: by.shift * factor,
  zoom: by.zoom * factor,
  stretch: by.stretch * factor,
  flip: by.flip,
  gamma: by.gamma * factor,
  contrast: by.contrast * factor,
  brightness: by.brightness * factor,
  blur: Math.min(1, by.blur * factor),
});

/** A picture as it could have been as well, in the same size. */
export function augmented(picture: Picture, by: Augmentation, random: Random): Picture {
  const around = (most: number) => (2 * random() - 1) * most;
  const angle = (around(by.rotation) * Math.PI) / 180;
  const zoom = 1 + around(by.zoom);
  const stretch = 1 + around(by.stretch);
  const mirror = by.flip && random() < 0.5 ? -1 : 1;
  const moved = warped(picture, {
    xx: (mirror * Math.cos(angle)) / (zoom * stretch),
    xy: -Math.sin(angle) / zoom,
    yx: (mirror * Math.sin(angle)) / (zoom * stretch),
    yy: Math.cos(angle) / zoom,
    right: around(by.shift) * picture.width,
    down: around(by.shift) * picture.height,
  });
  const gamma = (1 + random() * by.gamma) ** (random() < 0.5 ? 1 : -1);
  const contrast = 1 + around(by.contrast);
  const brightness = 255 * around(by.brightness);
  const levels = Uint8ClampedArray.from(
    { length: 256 },
    (_, x) => 127.5 + contrast * (255 * (x / 255) ** gamma - 127.5) + brightness,
  );
  const toned = { ...picture, data: moved.map((x) => levels[x]!) };
  return random() < by.blur ? blurred(toned) : toned;
}

/** Turned about its middle, counted clockwise in degrees. */
export function rotated(picture: Picture, degrees: number): Picture {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const data = warped(picture, { xx: cos, xy: sin, yx: -sin, yy: cos, right: 0, down: 0 });
  return { ...picture, data };
}

export const inverted = (picture: Picture): Picture => ({
  ...picture,
  data: picture.data.map((x) => 255 - x),
});

/** Where each pixel comes from: a linear map about the middle, then a shift in pixels. */
interface Warp {
  readonly xx: number;
  readonly xy: number;
  readonly yx: number;
  readonly yy: number;
  readonly right: number;
  readonly down: number;
}

/** Linear interpolation; beyond the edge is what lies at the edge. */
function warped({ width, height, data }: Picture, { xx, xy, yx, yy, right, down }: Warp): Uint8Array {
  const out = new Uint8Array(width * height);
  const middle = [(width - 1) / 2, (height - 1) / 2] as const;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const dx = x - middle[0];
      const dy = y - middle[1];
      const fromX = within(middle[0] + xx * dx + xy * dy + right, width - 1);
      const fromY = within(middle[1] + yx * dx + yy * dy + down, height - 1);
      const left = Math.min(Math.floor(fromX), width - 2);
      const top = Math.min(Math.floor(fromY), height - 2);
      const at = top * width + left;
      const a = fromX - left;
      const upper = data[at]! + a * (data[at + 1]! - data[at]!);
      const lower = data[at + width]! + a * (data[at + width + 1]! - data[at + width]!);
      out[y * width + x] = Math.round(upper + (fromY - top) * (lower - upper));
    }
  }
  return out;
}

const within = (value: number, most: number): number => Math.min(most, Math.max(0, value));

/** The mean of each pixel and its neighbours with the weights 1 2 1, across and down. */
function blurred({ width, height, data }: Picture): Picture {
  const across = smoothed(data, width, height, 1, width);
  return { width, height, data: smoothed(across, height, width, width, 1) };
}

/** Along lines of `length` pixels that lie `step` apart; the lines begin `between` apart. */
function smoothed(
  data: Uint8Array,
  length: number,
  lines: number,
  step: number,
  between: number,
): Uint8Array {
  const out = new Uint8Array(data.length);
  for (let line = 0; line < lines; line++) {
    for (let i = 0; i < length; i++) {
      const at = line * between + i * step;
      const before = i > 0 ? at - step : at;
      const after = i < length - 1 ? at + step : at;
      out[at] = (data[before]! + 2 * data[at]! + data[after]! + 2) >> 2;
    }
  }
  return out;
}
