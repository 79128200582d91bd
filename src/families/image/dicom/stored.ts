import type { CodedFrame } from './codecs/coded-frame.ts';
import { frameSamples, type Geometry } from './geometry.ts';
import type { Samples, StoredPixels } from './types.ts';

/**
 * The stored values of a decoded frame: Bits Stored only, signed where they are, the samples of a pixel side by side.
 * `shift` is the number of unused bits below them.
 */
export function storedPixels(coded: CodedFrame, geometry: Geometry, shift: number): StoredPixels {
  const interleaved = coded.planar ? sideBySide(coded.samples, geometry) : coded.samples;
  return {
    samples: geometry.float ? interleaved : values(interleaved, geometry, shift),
    samplesPerPixel: geometry.samples,
    bits: geometry.bitsStored,
    signed: geometry.signed,
    colour: colourOf(coded, geometry),
  };
}

function colourOf({ colour }: CodedFrame, { photometric, samples }: Geometry): StoredPixels['colour'] {
  if (photometric === 'PALETTE COLOR') return 'palette';
  if (samples === 1) return 'grey';
  return colour ?? (photometric === 'RGB' ? 'rgb' : 'ybr');
}

/** Colour planes → the samples of a pixel side by side. */
function sideBySide(samples: Samples, geometry: Geometry): Samples {
  const pixels = geometry.rows * geometry.columns;
  const out = new (samples.constructor as new (length: number) => Samples)(frameSamples(geometry));
  for (let plane = 0; plane < geometry.samples; plane++)
    for (let p = 0, from = plane * pixels; p < pixels; p++)
      out[geometry.samples * p + plane] = samples[from + p]!;
  return out;
}

/** Cuts off what is not Bits Stored, and extends the sign; in place where the values need as many bytes as before. */
function values(samples: Samples, geometry: Geometry, shift: number): Samples {
  const { bitsStored, signed } = geometry;
  const asTheyAre = shift === 0 && bitsStored === 8 * samples.BYTES_PER_ELEMENT;
  const Kind = kindOf(geometry);
  const inPlace = Kind.BYTES_PER_ELEMENT === samples.BYTES_PER_ELEMENT;
  const out = inPlace ? new Kind(samples.buffer) : new Kind(samples.length);
  if (inPlace && asTheyAre) return out;
  const unused = 32 - bitsStored;
  for (let i = 0; i < samples.length; i++) {
    const high = (samples[i]! >>> shift) << unused;
    out[i] = signed ? high >> unused : high >>> unused;
  }
  return out;
}

function kindOf({ bitsStored, signed }: Geometry) {
  if (bitsStored <= 8) return signed ? Int8Array : Uint8Array;
  if (bitsStored <= 16) return signed ? Int16Array : Uint16Array;
  return signed ? Int32Array : Uint32Array;
}
