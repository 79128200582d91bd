import type { StoredPixels } from './types.ts';

/** Red, green and blue in 8 bits. */
export function colourPixels(stored: StoredPixels): Uint8Array<ArrayBuffer> {
  const bytes = eightBits(stored);
  return stored.colour === 'ybr' ? fromYbr(bytes) : bytes;
}

/** The upper eight bits of unsigned samples, from the middle of the range where they are signed. */
function eightBits({ samples, bits, signed }: StoredPixels): Uint8Array<ArrayBuffer> {
  const [lowest, unit] = [signed ? -(2 ** (bits - 1)) : 0, 2 ** Math.max(0, bits - 8)];
  const stretch = bits < 8 ? 255 / (2 ** bits - 1) : 1;
  return Uint8Array.from(samples, (value) => Math.floor((value - lowest) / unit) * stretch);
}

/** YBR_FULL (https://dicom.nema.org/medical/dicom/current/output/chtml/part03/sect_C.7.6.3.html#sect_C.7.6.3.1.2). */
function fromYbr(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8ClampedArray(bytes.length);
  for (let i = 0; i < bytes.length; i += 3) {
    const [y, cb, cr] = [bytes[i]!, bytes[i + 1]! - 128, bytes[i + 2]! - 128];
    out[i] = y + 1.402 * cr;
    out[i + 1] = y - 0.344136 * cb - 0.714136 * cr;
    out[i + 2] = y + 1.772 * cb;
  }
  return new Uint8Array(out.buffer);
}
