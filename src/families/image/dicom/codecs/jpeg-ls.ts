import type { Geometry } from '../geometry.ts';
import { type CodedFrame, CodestreamError, unsignedSamples } from './coded-frame.ts';
import { decodeWithWasm, type WasmCodec } from './emscripten.ts';
import { expectEnd, expectJpegSize, headerSegments, readJpegHeader } from './jpeg/header.ts';

const CHARLS: WasmCodec = {
  script: '@cornerstonejs/codec-charls/decodewasmjs',
  wasm: '@cornerstonejs/codec-charls/decodewasm',
  decoder: 'JpegLSDecoder',
};

const JPEG_LS = 0xf7;

/** JPEG-LS, lossless and near-lossless, with CharLS. */
export async function decodeJpegLs(bytes: Uint8Array, geometry: Geometry): Promise<CodedFrame> {
  const header = readJpegHeader(bytes);
  expectJpegSize(header, geometry);
  expectEnd(bytes);
  if (header.sof !== JPEG_LS) throw new CodestreamError('a JPEG-LS frame (SOF55)');
  const decoded = await decodeWithWasm(CHARLS, bytes);
  const samples = unsignedSamples(decoded.bytes, header.precision > 8 ? 16 : 8);
  return { samples, planar: geometry.samples === 3 && interleave(bytes) === 0 };
}

/** ILV of the first scan header: 0 for one component per scan (ITU-T T.87 C.2.3). */
function interleave(bytes: Uint8Array): number {
  const scan = [...headerSegments(bytes)].at(-1)!.content;
  return scan[2 + 2 * scan[0]!] ?? 0;
}
