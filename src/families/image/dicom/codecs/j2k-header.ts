import type { Geometry } from '../geometry.ts';
import { CodestreamError } from './coded-frame.ts';

/** Tiles of an image; each costs a decoder kilobytes before it is read. */
const MOST_TILES = 4_096;

export interface J2kHeader {
  readonly precision: number;
  readonly signed: boolean;
}

/** The codestream itself: some files wrap it in the boxes of a JP2 file. */
export function j2kCodestream(bytes: Uint8Array): Uint8Array {
  const view = viewOf(bytes);
  if (bytes.length < 12 || view.getUint32(4) !== 0x6a502020) return bytes;
  for (let at = 0; at + 8 <= bytes.length; ) {
    const length = view.getUint32(at);
    if (view.getUint32(at + 4) === 0x6a703263) return bytes.subarray(at + 8);
    if (length < 8) break;
    at += length;
  }
  throw new CodestreamError('a JPEG 2000 codestream');
}

/** The SIZ segment (ITU-T T.800 A.5.1), which must agree with the data set before a decoder allocates for it. */
export function readJ2kHeader(bytes: Uint8Array, geometry: Geometry): J2kHeader {
  const view = viewOf(bytes);
  if (bytes.length < 45 || view.getUint32(0) !== 0xff4fff51) throw new CodestreamError('an image size (SIZ)');
  const at = (index: number): number => view.getUint32(8 + 4 * index);
  const [right, bottom, left, top] = [at(0), at(1), at(2), at(3)];
  const count = view.getUint16(40);
  if (right - left !== geometry.columns || bottom - top !== geometry.rows)
    throw new CodestreamError(
      `a codestream of ${geometry.columns} × ${geometry.rows} pixels, as the data set declares`,
    );
  if (count !== geometry.samples) throw new CodestreamError(`a codestream of ${geometry.samples} components`);
  expectTiles(right - at(6), bottom - at(7), at(4), at(5));
  return expectComponents(bytes, geometry);
}

function expectTiles(width: number, height: number, tileWidth: number, tileHeight: number): void {
  const tiles = Math.ceil(width / tileWidth) * Math.ceil(height / tileHeight);
  if (!(tiles >= 1 && tiles <= MOST_TILES)) throw new CodestreamError(`1 to ${MOST_TILES} tiles`);
}

function expectComponents(bytes: Uint8Array, geometry: Geometry): J2kHeader {
  const components = Array.from({ length: geometry.samples }, (_, i) =>
    bytes.subarray(42 + 3 * i, 45 + 3 * i),
  );
  const [first] = components;
  const alike = components.every((c) => c[0] === first![0] && c[1] === 1 && c[2] === 1);
  if (!alike) throw new CodestreamError('components of one precision that are not subsampled');
  const precision = (first![0]! & 0x7f) + 1;
  if (precision > Math.max(8, Math.min(16, geometry.bitsAllocated)))
    throw new CodestreamError(`a codestream of at most ${geometry.bitsAllocated} bits, and of 16`);
  return { precision, signed: first![0]! >> 7 === 1 };
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
