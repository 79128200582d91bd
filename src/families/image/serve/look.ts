import type { Preprocess } from '../../../inference/image-manifest.ts';
import { type Picture, pictureOf } from '../pixels/picture.ts';
import { momentsOf, normalised } from '../pixels/preprocess.ts';
import { resize, toSquare } from '../pixels/resize.ts';
import type { Quality } from './gate.ts';

/** The pixels of a picture as they are shown, for threads to share. */
export interface Raster {
  /** 8 bits, row by row; of a picture in colours red, green and blue side by side. */
  readonly pixels: SharedArrayBuffer;
  readonly channels: 1 | 3;
  readonly width: number;
  readonly height: number;
  /** Height of a pixel by its width. */
  readonly aspect: number;
}

/** How a network wants a picture. */
export interface Way {
  readonly preprocess: Preprocess;
  readonly channels: 1 | 3;
}

export interface Look {
  readonly quality: Quality;
  /** The numbers of `[channels, side, side]`, for each of the ways. */
  readonly inputs: readonly Float32Array[];
}

/** What the pixels are like, and what networks get of them: those that want the same have the same. */
export function lookAt(raster: Raster, ways: readonly Way[]): Look {
  const grey = greyOf(raster);
  const made = new Map<string, Float32Array>();
  const inputOf = (way: Way): Float32Array => {
    const key = JSON.stringify(way);
    const input = made.get(key) ?? inputFor(raster, grey, way);
    made.set(key, input);
    return input;
  };
  return { quality: qualityOf(raster, grey), inputs: ways.map(inputOf) };
}

/** Pixels that are enough to say how much a picture varies. */
const ENOUGH = 2 ** 14;

function qualityOf(raster: Raster, grey: Picture): Quality {
  const { width, height } = raster;
  const step = stepFor(width * height, width);
  const sample = new Uint8Array(Math.ceil(grey.data.length / step));
  for (let i = 0; i < sample.length; i++) sample[i] = grey.data[i * step]!;
  const { deviation } = momentsOf(sample);
  return { side: Math.min(width, height), deviation, coloured: colouredShare(raster, step) };
}

/** One pixel of how many is looked at: all of a small picture, some of every row and column of a large one. */
function stepFor(pixels: number, width: number): number {
  let step = Math.ceil(pixels / ENOUGH);
  while (greatestDivisor(step, width) > 1) step++;
  return step;
}

const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b));

/** The share of each colour in the light that is seen (ITU-R BT.601, as in the files of JPEG pictures). */
const LIGHT = [0.299, 0.587, 0.114] as const;

/** A picture in grey: what it is, or how light its colours are. */
export function greyOf({ pixels, channels, width, height }: Raster): Picture {
  const samples = new Uint8Array(pixels);
  if (channels === 1) return pictureOf(width, height, samples);
  const data = new Uint8Array(width * height);
  for (let i = 0; i < data.length; i++) {
    const red = samples[3 * i]!;
    const green = samples[3 * i + 1]!;
    const blue = samples[3 * i + 2]!;
    data[i] = Math.round(LIGHT[0] * red + LIGHT[1] * green + LIGHT[2] * blue);
  }
  return pictureOf(width, height, data);
}

/** Differences between the channels up to this are what coding leaves of a grey. */
const MOST_DIFFERENCE = 24;

function colouredShare({ pixels, channels, width, height }: Raster, step: number): number {
  if (channels === 1) return 0;
  const samples = new Uint8Array(pixels);
  let coloured = 0;
  for (let at = 0; at < samples.length; at += 3 * step) {
    const red = samples[at]!;
    const green = samples[at + 1]!;
    const blue = samples[at + 2]!;
    if (Math.max(red, green, blue) - Math.min(red, green, blue) > MOST_DIFFERENCE) coloured++;
  }
  return coloured / Math.ceil((width * height) / step);
}

/** A network of three channels has each colour by itself. */
function inputFor(raster: Raster, grey: Picture, way: Way): Float32Array {
  if (way.channels === 1 || raster.channels === 1) return greyInput(grey, way, raster.aspect);
  return oneAfterTheOther(
    [0, 1, 2].map((c) =>
      normalised(squareOf(planeOf(raster, c), way, raster.aspect), way.preprocess.normalise, c),
    ),
  );
}

/** What a network gets of a grey picture: one of three channels has it three times. @param aspect height of a pixel by its width */
export function greyInput(picture: Picture, way: Way, aspect = 1): Float32Array {
  const { normalise } = way.preprocess;
  const square = squareOf(picture, way, aspect);
  if (way.channels === 1) return normalised(square, normalise);
  return oneAfterTheOther([0, 1, 2].map((c) => normalised(square, normalise, c)));
}

const squareOf = (picture: Picture, { preprocess }: Way, aspect: number): Picture =>
  toSquare(withSquarePixels(picture, aspect, preprocess), preprocess.side, preprocess.fit);

function oneAfterTheOther(planes: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(planes.length * planes[0]!.length);
  planes.forEach((plane, c) => {
    out.set(plane, c * plane.length);
  });
  return out;
}

function planeOf({ pixels, width, height }: Raster, channel: number): Picture {
  const samples = new Uint8Array(pixels);
  return pictureOf(
    width,
    height,
    Uint8Array.from({ length: width * height }, (_, i) => samples[3 * i + channel]!),
  );
}

/** Where the proportions count: the longer side of the pixels is cut down to the shorter one. */
function withSquarePixels(picture: Picture, aspect: number, { fit }: Preprocess): Picture {
  if (fit === 'stretch' || aspect === 1) return picture;
  const { width, height } = picture;
  return aspect < 1
    ? resize(picture, width, Math.max(1, Math.round(height * aspect)))
    : resize(picture, Math.max(1, Math.round(width / aspect)), height);
}
