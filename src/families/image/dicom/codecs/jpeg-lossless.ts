import { Decoder } from '@cornerstonejs/jpeg-lossless-decoder-js';
import { frameSamples, type Geometry } from '../geometry.ts';
import { type CodedFrame, CodestreamError, unsignedSamples } from './coded-frame.ts';
import { expectEnd, expectJpegSize, readJpegHeader } from './jpeg/header.ts';

const LOSSLESS = 0xc3;

/** JPEG Lossless, processes 14 and 14 with selection value 1. */
export function decodeJpegLossless(bytes: Uint8Array, geometry: Geometry): CodedFrame {
  const header = readJpegHeader(bytes);
  expectJpegSize(header, geometry);
  expectEnd(bytes);
  if (header.sof !== LOSSLESS) throw new CodestreamError('a lossless JPEG (SOF3)');
  if (header.components.length > 1 && header.precision > 8)
    throw new CodestreamError('colours of 8 bits in a lossless JPEG');
  const bits = header.precision > 8 ? 16 : 8;
  const { buffer } = Uint8Array.from(bytes);
  const decoded = new Decoder().decode(buffer, 0, bytes.length, bits / 8);
  const raw = new Uint8Array(decoded.buffer, decoded.byteOffset, decoded.byteLength);
  if (decoded.length !== frameSamples(geometry)) throw new CodestreamError('a whole lossless JPEG');
  return { samples: unsignedSamples(raw, bits), planar: false, colour: undefined };
}
