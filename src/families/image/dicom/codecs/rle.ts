import { frameSamples, type Geometry } from '../geometry.ts';
import { type CodedFrame, CodestreamError, unsignedSamples } from './coded-frame.ts';
import { decodeNative } from './native.ts';

const HEADER_BYTES = 64;
const MOST_SEGMENTS = 15;

/** RLE: one PackBits segment per byte of a sample (https://dicom.nema.org/medical/dicom/current/output/chtml/part05/chapter_G.html). */
export function decodeRle(bytes: Uint8Array, geometry: Geometry): CodedFrame {
  const bytesPerSample = Math.ceil(geometry.bitsAllocated / 8);
  const count = geometry.samples * bytesPerSample;
  const segments = segmentsOf(bytes, count);
  const pixels = geometry.rows * geometry.columns;
  if (geometry.bitsAllocated === 1)
    return decodeNative(unpack(segments[0]!, Math.ceil(pixels / 8)), geometry);
  const out = new Uint8Array(frameSamples(geometry) * bytesPerSample);
  for (const [i, segment] of segments.entries()) {
    const [plane, fromTop] = [Math.floor(i / bytesPerSample), i % bytesPerSample];
    const first = plane * pixels * bytesPerSample + (bytesPerSample - 1 - fromTop);
    const unpacked = unpack(segment, pixels);
    for (let p = 0; p < pixels; p++) out[first + p * bytesPerSample] = unpacked[p]!;
  }
  return { samples: unsignedSamples(out, geometry.bitsAllocated), planar: geometry.samples === 3 };
}

function segmentsOf(bytes: Uint8Array, expected: number): Uint8Array[] {
  if (bytes.length < HEADER_BYTES) throw new CodestreamError('an RLE header of 64 bytes');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const count = view.getUint32(0, true);
  if (count !== expected || count > MOST_SEGMENTS) throw new CodestreamError(`${expected} RLE segments`);
  const offsets = Array.from({ length: count }, (_, i) => view.getUint32(4 + 4 * i, true));
  return offsets.map((offset, i) => {
    const end = offsets[i + 1] ?? bytes.length;
    if (offset < HEADER_BYTES || end < offset || end > bytes.length)
      throw new CodestreamError('RLE segments inside the frame, one after the other');
    return bytes.subarray(offset, end);
  });
}

/** PackBits to exactly `length` bytes; what is left over is padding. */
function unpack(segment: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(length);
  let [from, to] = [0, 0];
  while (to < length) {
    const control = segment[from++] ?? 128;
    if (from >= segment.length) throw new CodestreamError(`RLE segments of ${length} bytes`);
    if (control === 128) continue;
    const end = Math.min(length, to + (control > 128 ? 257 - control : control + 1));
    if (control > 128) out.fill(segment[from++]!, to, end);
    else out.set(piece(segment, from, end - to), to);
    if (control < 128) from += end - to;
    to = end;
  }
  return out;
}

function piece(segment: Uint8Array, from: number, length: number): Uint8Array {
  if (from + length > segment.length) throw new CodestreamError('RLE segments that do not break off');
  return segment.subarray(from, from + length);
}
