import type { StoredPixels } from './types.ts';

/** Red, green and blue in 8 bits. */
export function colourPixels(stored: StoredPixels): Uint8Array<ArrayBuffer> {
  const bytes = eightBits(stored);
  return stored.colour === 'ybr' ? fromYbr(bytes) : bytes;
}

/** The upper eight bits of unsigned samples, from the middle of the range where they are signed. */
function eightBits({ samples, bits, signed }: StoredPixels): Uint8Array<ArrayBuffer> {
  if (samples instanceof Uint8Array && bits === 8) return new Uint8Array(samples);
  const [lowest, unit] = [signed ? -(2 ** (bits - 1)) : 0, 2 ** Math.max(0, bits - 8)];
  const stretch = bits < 8 ? 255 / (2 ** bits - 1) : 1;
  const out = new Uint8Array(samples.length);
  for (let i = 0; i < out.length; i++) out[i] = Math.floor((samples[i]! - lowest) / unit) * stretch;
  return out;
}

/** YBR_FULL (https://dicom.nema.org/medical/dicom/current/output/chtml/part03/sect_C.7.6.3.html#sect_C.7.6.3.1.2). */
function fromYbr(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8ClampedArray(bytes.length);
  for (let i = 0; i < bytes.length; i += 3) {
    const y = bytes[i]!;
    const cb = bytes[i + 1]! - 128;
    const cr = bytes[i + 2]! - 128;
    out[i] = y + 1.402 * cr;
    out[i + 1] = y - 0.344136 * cb - 0.714136 * cr;
    out[i + 2] = y + 1.772 * cb;
  }
  return new Uint8Array(out.buffer);
}
