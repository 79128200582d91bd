import type { Geometry } from '../geometry.ts';
import { type CodedFrame, unsignedSamples } from './coded-frame.ts';
import { decodeWithWasm, type WasmCodec } from './emscripten.ts';
import { decodeDctJpeg } from './jpeg/decode.ts';
import { expectEnd, expectJpegSize, headerSegments, type JpegHeader, readJpegHeader } from './jpeg/header.ts';

export const LIBJPEG_TURBO: WasmCodec = {
  script: '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs',
  wasm: '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasm',
  decoder: 'JPEGDecoder',
};

/** APP14 of Adobe with transform 0: the samples are given out as they are coded. */
const NO_TRANSFORM = Uint8Array.of(0xff, 0xee, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, 0);

/** JPEG of the cosine transform, 8 bits with libjpeg-turbo, 12 bits with the decoder of this folder. */
export async function decodeJpeg(bytes: Uint8Array, geometry: Geometry): Promise<CodedFrame> {
  const header = readJpegHeader(bytes);
  expectJpegSize(header, geometry);
  expectEnd(bytes);
  const samples =
    header.precision === 8 ? await decode8(bytes, header, geometry) : decodeDctJpeg(bytes, header);
  return { samples, planar: false, colour: header.colour };
}

async function decode8(bytes: Uint8Array, header: JpegHeader, geometry: Geometry) {
  const coded = header.components.length === 3 ? withoutTransform(bytes) : bytes;
  const decoded = await decodeWithWasm(LIBJPEG_TURBO, coded);
  return unsignedSamples(decoded.bytes.subarray(0, geometry.rows * geometry.columns * geometry.samples), 8);
}

/** The same codestream, its JFIF and Adobe segments replaced by one that says "no colour transform". */
function withoutTransform(bytes: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = [bytes.subarray(0, 2), NO_TRANSFORM];
  let scan = bytes.length;
  for (const { marker, start, end } of headerSegments(bytes)) {
    scan = end;
    if (marker !== 0xe0 && marker !== 0xee) kept.push(bytes.subarray(start, end));
  }
  return Buffer.concat([...kept, bytes.subarray(scan)]);
}
