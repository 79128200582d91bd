import { encode } from 'fast-png';
import type { PictureExplanation } from '../../../inference/prediction.ts';
import { type Picture, pictureOf } from '../pixels/picture.ts';
import { resize } from '../pixels/resize.ts';
import { colourOf, coverOf } from './colours.ts';
import { describeHeat } from './describe.ts';
import { type HeatMap, heatSeen, type Part, type Placement } from './heat-map.ts';

/** Of the longer side, in pixels. */
const MOST_PIXELS = 512;
/** Larger files are no use on a page, and smaller ones take longer to make. */
const COMPRESSION = 4;

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
  const warmth = Float32Array.from(data, (_, i) =>
    heatSeen(heat, placement, ((i % width) + 0.5) / width, (Math.floor(i / width) + 0.5) / height),
  );
  const most = warmth.reduce((a, b) => Math.max(a, b), 0);
  const out = new Uint8Array(3 * data.length);
  data.forEach((grey, i) => {
    const share = most > 0 ? warmth[i]! / most : 0;
    const cover = coverOf(share);
    if (cover === 0) out.fill(grey, 3 * i, 3 * i + 3);
    else out.set(mixed(grey, colourOf(share), cover), 3 * i);
  });
  return out;
}

const mixed = (grey: number, colour: readonly number[], cover: number): number[] =>
  colour.map((c) => Math.round((1 - cover) * grey + cover * c));
