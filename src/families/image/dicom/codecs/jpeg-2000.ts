import { frameSamples, type Geometry } from '../geometry.ts';
import type { Samples } from '../types.ts';
import { type CodedFrame, CodestreamError, unsignedSamples } from './coded-frame.ts';
import { decodeWithWasm, type WasmCodec } from './emscripten.ts';
import { j2kCodestream, readJ2kHeader } from './j2k-header.ts';
import { expectEnd } from './jpeg/header.ts';

const OPENJPEG: WasmCodec = {
  script: '@cornerstonejs/codec-openjpeg/decodewasmjs',
  wasm: '@cornerstonejs/codec-openjpeg/decodewasm',
  decoder: 'J2KDecoder',
};

const OPENJPH: WasmCodec = {
  script: '@cornerstonejs/codec-openjph/wasmjs',
  wasm: '@cornerstonejs/codec-openjph/wasm',
  decoder: 'HTJ2KDecoder',
};

/** JPEG 2000 with OpenJPEG. */
export const decodeJpeg2000 = (bytes: Uint8Array, geometry: Geometry): Promise<CodedFrame> =>
  decodeJ2k(OPENJPEG, bytes, geometry);

/** High-throughput JPEG 2000 with OpenJPH. */
export const decodeHtj2k = (bytes: Uint8Array, geometry: Geometry): Promise<CodedFrame> =>
  decodeJ2k(OPENJPH, bytes, geometry);

/** Both undo the colour transforms of JPEG 2000 themselves. */
async function decodeJ2k(codec: WasmCodec, bytes: Uint8Array, geometry: Geometry): Promise<CodedFrame> {
  const codestream = j2kCodestream(bytes);
  const { precision } = readJ2kHeader(codestream, geometry);
  expectEnd(codestream);
  const decoded = await decodeWithWasm(codec, codestream);
  const bits = precision > 8 ? 16 : 8;
  const length = (frameSamples(geometry) * bits) / 8;
  if (decoded.bytes.length < length) throw new CodestreamError('a whole image');
  const samples: Samples = unsignedSamples(decoded.bytes.subarray(0, length), bits);
  const transformed = geometry.photometric === 'YBR_RCT' || geometry.photometric === 'YBR_ICT';
  return { samples, planar: false, colour: transformed ? 'rgb' : undefined };
}
