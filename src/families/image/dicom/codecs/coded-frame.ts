import type { Geometry } from '../geometry.ts';
import type { Samples } from '../types.ts';

/** A frame as its codec gives it. */
export interface CodedFrame {
  /** In a buffer of their own, which may be written over and handed on. */
  readonly samples: Samples;
  /** One plane per colour. */
  readonly planar: boolean;
  /** What three samples are, where the codestream says so; else what the data set declares. */
  readonly colour?: 'rgb' | 'ybr' | undefined;
}

/** Decodes one codestream; throws `CodestreamError`, or whatever its library throws, when it is not one. */
export type Codec = (codestream: Uint8Array, geometry: Geometry) => CodedFrame | Promise<CodedFrame>;

/** What is wrong with a codestream. The message holds sizes and names of the standard only. */
export class CodestreamError extends Error {}

/** `bytes`, which nobody else needs, as the unsigned samples of `bitsAllocated` bits that they hold in little-endian order. */
export function unsignedSamples(bytes: Uint8Array, bitsAllocated: number): Samples {
  const own =
    bytes.byteOffset === 0 && bytes.length === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
  const buffer = own.buffer as ArrayBuffer;
  if (bitsAllocated <= 8) return new Uint8Array(buffer);
  return bitsAllocated === 16 ? new Uint16Array(buffer) : new Uint32Array(buffer);
}
