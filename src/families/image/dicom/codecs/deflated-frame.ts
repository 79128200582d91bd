import { frameBytes } from '../frames.ts';
import type { Geometry } from '../geometry.ts';
import { inflate } from '../inflate.ts';
import { type CodedFrame, CodestreamError } from './coded-frame.ts';
import { decodeNative } from './native.ts';

/** Room for the byte of padding of a frame with an odd number of bytes. */
const PADDING = 1;

/** Deflated Image Frame Compression: each frame is native pixel data, deflated by itself. */
export function decodeDeflatedFrame(bytes: Uint8Array, geometry: Geometry): CodedFrame {
  const expected = frameBytes(geometry);
  const inflated = inflate(bytes, expected + PADDING, 'the deflated frame');
  if (!inflated.ok || inflated.value.length < expected)
    throw new CodestreamError(`a deflated frame of ${expected} bytes`);
  return decodeNative(inflated.value.subarray(0, expected), geometry);
}
