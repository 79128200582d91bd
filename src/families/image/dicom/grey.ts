import type { DataSet } from 'dicom-parser';
import { ok, type Result } from '../../../kernel/result.ts';
import { shortOf } from './elements.ts';
import { type Modality, readModality } from './modality.ts';
import type { DisplayPixels, Samples, StoredPixels } from './types.ts';
import { readVoi, type Voi } from './voi.ts';

/** Stored values up to this many bits are looked up, for their grey is computed once each. */
const TABLE_BITS = 16;

/** Grey in 8 bits through modality and VOI transformation, higher always brighter. */
export function greyPixels(
  set: DataSet,
  frame: number,
  stored: StoredPixels,
  inverted: boolean,
): Result<DisplayPixels> {
  const modality = readModality(set, frame, stored.signed);
  if (!modality.ok) return modality;
  const voi =
    readVoi(set, frame, mayBeNegative(stored, modality.value)) ??
    fullRange(stored, modality.value, paddingOf(set, stored));
  const toByte = (value: number): number => {
    const share = voi.grey(modality.value(value));
    return Math.round(255 * (inverted ? 1 - share : share));
  };
  return ok({ pixels: mapped(stored, toByte), channels: 1, contrast: voi.contrast });
}

/** Whether a stored value may come to less than zero: what a table of greys is read by has no sign of its own. */
function mayBeNegative({ bits, signed }: StoredPixels, modality: Modality): boolean {
  const [lowest, highest] = signed ? [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1] : [0, 2 ** bits - 1];
  return Math.min(modality(lowest), modality(highest)) < 0;
}

function mapped(stored: StoredPixels, toByte: (value: number) => number): Uint8Array<ArrayBuffer> {
  const { samples, bits, signed } = stored;
  const out = new Uint8Array(samples.length);
  const isInteger = !(samples instanceof Float32Array || samples instanceof Float64Array);
  if (isInteger && bits <= TABLE_BITS && samples.length >= 2 ** bits) {
    const lowest = signed ? -(2 ** (bits - 1)) : 0;
    const table = tableOf(bits, lowest, toByte);
    for (let i = 0; i < out.length; i++) out[i] = table[samples[i]! - lowest]!;
  } else {
    for (let i = 0; i < out.length; i++) out[i] = toByte(samples[i]!);
  }
  return out;
}

function tableOf(bits: number, lowest: number, toByte: (value: number) => number): Uint8Array {
  const table = new Uint8Array(2 ** bits);
  for (let i = 0; i < table.length; i++) table[i] = toByte(i + lowest);
  return table;
}

/** From black at the frame's lowest finite value to white at its highest, padding left out. */
function fullRange(stored: StoredPixels, modality: Modality, isPadding: (value: number) => boolean): Voi {
  const [low, high] = extremes(stored.samples, isPadding)
    .map(modality)
    .toSorted((a, b) => a - b);
  const range = high! - low!;
  const grey = (value: number) => (range > 0 ? Math.max(0, Math.min(1, (value - low!) / range)) : 0);
  return { contrast: 'min-max', grey: (value) => (Number.isNaN(value) ? 0 : grey(value)) };
}

function extremes(samples: Samples, isPadding: (value: number) => boolean): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < samples.length; i++) {
    const value = samples[i]!;
    if (!Number.isFinite(value) || isPadding(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : [0, 0];
}

/** Pixel Padding Value to Range Limit: what fills the picture up and is not of the patient. */
function paddingOf(set: DataSet, { signed }: StoredPixels): (value: number) => boolean {
  const value = shortOf(set, 'PixelPaddingValue', 0, signed);
  if (value === undefined) return () => false;
  const limit = shortOf(set, 'PixelPaddingRangeLimit', 0, signed) ?? value;
  const [low, high] = [Math.min(value, limit), Math.max(value, limit)];
  return (pixel) => pixel >= low && pixel <= high;
}
