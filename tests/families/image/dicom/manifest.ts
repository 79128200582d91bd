import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { DicomImage, Samples } from '../../../../src/families/image/dicom/types.ts';
import { imageOf } from './decoded.ts';

/** A row of manifest.csv: what pydicom with GDCM made of a file. */
export interface SampleRow {
  readonly file: string;
  readonly transfer_syntax: string;
  readonly frames: string;
  readonly bits_allocated: string;
  readonly reference_decode: string;
  readonly dtype: string;
  readonly pixel_range: string;
  readonly pixel_sha256_16: string;
}

/** The samples of this folder, and the whole set where it has been put beside the project. */
export const SAMPLES = join(import.meta.dirname, 'samples');
export const WHOLE_SET = resolve(import.meta.dirname, '../../../../../shared/data/dicom-samples');

/** None where the folder is missing. */
export const rowsOf = (folder: string): SampleRow[] => {
  const file = join(folder, 'manifest.csv');
  return existsSync(file) ? parse(readFileSync(file), { columns: true }) : [];
};

export const hasWholeSet = rowsOf(WHOLE_SET).length > 0;

export const bytesOf = (folder: string, file: string): Buffer => readFileSync(join(folder, 'files', file));

/** Every frame of a file. */
export async function framesOf(bytes: Uint8Array): Promise<DicomImage[]> {
  const first = await imageOf(bytes);
  const rest = Array.from({ length: first.frameCount - 1 }, (_, i) => i + 1);
  return [first, ...(await Promise.all(rest.map((frame) => imageOf(bytes, frame))))];
}

/** SHA-256, 16 digits, of the stored values in the bytes that numpy would hold them in. */
export function hashOf(images: readonly DicomImage[], { bits_allocated, dtype }: SampleRow): string {
  const bytesPerSample = Math.max(1, Number(bits_allocated) / 8);
  const hash = createHash('sha256');
  for (const { stored } of images) {
    const bytes = asWide(stored.samples, bytesPerSample, stored.signed);
    if (dtype.startsWith('>')) turnRound(bytes, bytesPerSample);
    hash.update(bytes);
  }
  return hash.digest('hex').slice(0, 16);
}

/** SHA-256 of the stored values and of what they are, for comparing large images. */
export const digestOf = ({ stored: { samples, ...rest } }: DicomImage): string =>
  createHash('sha256')
    .update(JSON.stringify([rest, samples.constructor.name]))
    .update(new Uint8Array(samples.buffer))
    .digest('hex');

function asWide(samples: Samples, bytesPerSample: number, signed: boolean): Buffer {
  const kinds = {
    1: [Uint8Array, Int8Array],
    2: [Uint16Array, Int16Array],
    4: [Uint32Array, Int32Array],
  } as const;
  const Kind = kinds[bytesPerSample as 1 | 2 | 4][signed ? 1 : 0];
  return Buffer.from(Kind.from(samples).buffer);
}

function turnRound(bytes: Buffer, bytesPerSample: number): void {
  if (bytesPerSample === 2) bytes.swap16();
  if (bytesPerSample === 4) bytes.swap32();
}

export function rangeOf(images: readonly DicomImage[]): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { stored } of images)
    for (const value of stored.samples) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return [low, high];
}

/** Largest and mean distance of stored values. */
export function distance(a: DicomImage, b: DicomImage): { most: number; mean: number } {
  let [most, sum] = [0, 0];
  for (const [i, value] of a.stored.samples.entries()) {
    const off = Math.abs(value - b.stored.samples[i]!);
    most = Math.max(most, off);
    sum += off;
  }
  return { most, mean: sum / a.stored.samples.length };
}
