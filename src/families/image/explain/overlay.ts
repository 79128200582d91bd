import { encode } from 'fast-png';
import type { PictureExplanation } from '../../../inference/prediction.ts';
import { type Picture, pictureOf } from '../pixels/picture.ts';
import { resize } from '../pixels/resize.ts';
import { colourOf, coverOf } from './colours.ts';
import { describeHeat } from './describe.ts';
import { type HeatMap, heatOver, type Part, type Placement } from './heat-map.ts';

/** Of the longer side, in pixels. */
const MOST_PIXELS = 512;
/** Larger files are no use on a page, and smaller ones take longer to make. */
const COMPRESSION = 3;

/**
 * The part of a picture that a network saw, with its heat over it: a PNG in colours.
 *
 * @param picture with pixels of any proportion
 * @param aspect height of a pixel by its width
 */
export function explainedPicture(
  picture: Picture,
  aspect: number,
  heat: HeatMap,
  placement: Placement,
): PictureExplanation {
  const shown = shownOf(cut(picture, placement.ofPicture), aspect);
  const { width, height } = shown;
  const png = encode(
    { width, height, channels: 3, data: coloured(shown, heat, placement) },
    { zlib: { level: COMPRESSION } },
  );
  return { png, width, height, description: describeHeat(heat, placement) };
}

function cut(picture: Picture, { left, top, width, height }: Part): Picture {
  if (width === 1 && height === 1) return picture;
  const [first, above] = [Math.round(left * picture.width), Math.round(top * picture.height)];
  const columns = Math.max(1, Math.round(width * picture.width));
  const rows = Math.max(1, Math.round(height * picture.height));
  const data = new Uint8Array(columns * rows);
  for (let y = 0; y < rows; y++) {
    const start = (above + y) * picture.width + first;
    data.set(picture.data.subarray(start, start + columns), y * columns);
  }
  return pictureOf(columns, rows, data);
}

/** With square pixels, and no larger than it is or may be. */
function shownOf(picture: Picture, aspect: number): Picture {
  const [width, height] = [picture.width, picture.height * aspect];
  const scale = Math.min(1, MOST_PIXELS / Math.max(width, height));
  return resize(picture, Math.max(1, Math.round(scale * width)), Math.max(1, Math.round(scale * height)));
}

function coloured({ width, height, data }: Picture, heat: HeatMap, placement: Placement): Uint8Array {
  const warmth = heatOver(heat, placement, width, height);
  const most = warmth.reduce((a, b) => Math.max(a, b), 0);
  const out = new Uint8Array(3 * data.length);
  for (let i = 0; i < data.length; i++) {
    const step = most > 0 ? Math.round(STEPS * Math.max(0, warmth[i]! / most)) : 0;
    const see = 1 - COVERS[step]!;
    for (let c = 0; c < 3; c++) out[3 * i + c] = Math.round(see * data[i]! + PAINTS[3 * step + c]!);
  }
  return out;
}

/** Steps of the heat that are told apart. */
const STEPS = 255;

const COVERS = Float32Array.from({ length: STEPS + 1 }, (_, step) => coverOf(step / STEPS));

/** Red, green and blue of each step, as much as they cover. */
const PAINTS = Float32Array.from({ length: 3 * (STEPS + 1) }, (_, i) => {
  const step = Math.floor(i / 3);
  return COVERS[step]! * colourOf(step / STEPS)[i % 3]!;
});
