import { frameBytes } from '../frames.ts';
import { frameSamples, type Geometry } from '../geometry.ts';
import type { Samples } from '../types.ts';
import type { CodedFrame } from './coded-frame.ts';
import { unsignedSamples } from './coded-frame.ts';

/** How the bytes of native pixel data lie. */
export interface NativeOrder {
  readonly bigEndian: boolean;
  /** OW: single bytes lie in 16-bit words, which big endian turns round. */
  readonly words: boolean;
  /** Bits that belong to the frame before. */
  readonly skipBits: number;
}

export const LITTLE_ENDIAN: NativeOrder = { bigEndian: false, words: false, skipBits: 0 };

/** Uncompressed pixel data (https://dicom.nema.org/medical/dicom/current/output/chtml/part05/chapter_8.html). */
export function decodeNative(bytes: Uint8Array, geometry: Geometry, order = LITTLE_ENDIAN): CodedFrame {
  const { bitsAllocated } = geometry;
  const unit = bitsAllocated <= 8 ? (order.words ? 2 : 1) : bitsAllocated / 8;
  const ordered = order.bigEndian && unit > 1 ? reversed(bytes, unit) : bytes;
  if (bitsAllocated === 1) return { samples: unpacked(ordered, geometry, order.skipBits), planar: false };
  const first = order.skipBits / 8;
  const own = new Uint8Array(ordered.subarray(first, first + frameBytes(geometry)));
  if (geometry.float) return { samples: floats(own, bitsAllocated), planar: false };
  const samples = unsignedSamples(own, bitsAllocated);
  if (geometry.photometric === 'YBR_FULL_422') return { samples: full(samples, geometry), planar: false };
  return { samples, planar: geometry.planar };
}

/** Bytes of every unit turned round. */
function reversed(bytes: Uint8Array, unit: number): Uint8Array {
  const out = new Uint8Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) {
    const from = i - (i % unit) + unit - 1 - (i % unit);
    out[i] = bytes[Math.min(from, bytes.length - 1)]!;
  }
  return out;
}

/** One bit per sample, the lowest bit of a byte first. */
function unpacked(bytes: Uint8Array, geometry: Geometry, skipBits: number): Samples {
  const out = new Uint8Array(frameSamples(geometry));
  for (let i = 0; i < out.length; i++) {
    const bit = i + skipBits;
    out[i] = (bytes[bit >> 3]! >> (bit & 7)) & 1;
  }
  return out;
}

function floats(bytes: Uint8Array, bits: number): Samples {
  const buffer = bytes.buffer as ArrayBuffer;
  return bits === 32 ? new Float32Array(buffer) : new Float64Array(buffer);
}

/** Y Y Cb Cr of two neighbours → Y Cb Cr of each. */
function full(samples: Samples, geometry: Geometry): Samples {
  const out = new (samples.constructor as new (length: number) => Samples)(frameSamples(geometry));
  for (let pixel = 0, from = 0; 3 * pixel < out.length; pixel += 2, from += 4) {
    const chroma = [samples[from + 2]!, samples[from + 3]!];
    out.set([samples[from]!, ...chroma], 3 * pixel);
    if (3 * pixel + 3 < out.length) out.set([samples[from + 1]!, ...chroma], 3 * pixel + 3);
  }
  return out;
}
