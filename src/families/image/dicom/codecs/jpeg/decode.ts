import { CodestreamError } from '../coded-frame.ts';
import { type JpegHeader, type Segment, segmentAt } from './header.ts';
import { inverseDct, ZIGZAG } from './idct.ts';
import { type Layout, layoutOf, type Plane } from './plane.ts';
import { decodeScan } from './scan.ts';
import { noTables, readHuffman, readQuantisation, readRestart, type Tables } from './tables.ts';

const SOS = 0xda;
const EOI = 0xd9;
const READERS: Readonly<Record<number, (content: Uint8Array, tables: Tables) => void>> = {
  196: readHuffman,
  219: readQuantisation,
  221: readRestart,
};
const PROGRESSIVE = 0xc2;
const SUPPORTED = [0xc0, 0xc1, PROGRESSIVE];
/** A progressive image has a few dozen; a hostile one would have one for every few bytes. */
const MOST_SCANS = 256;

/**
 * Decodes a Huffman-coded JPEG of the cosine transform, sequential or progressive, of 8 or 12 bits: the samples of a
 * pixel side by side, in the colours of the codestream. For 12 bits and for the retired processes of DICOM, which
 * libjpeg-turbo as built for 8 bits does not read (ITU-T T.81).
 */
export function decodeDctJpeg(bytes: Uint8Array, header: JpegHeader): Uint16Array<ArrayBuffer> {
  if (!SUPPORTED.includes(header.sof))
    throw new CodestreamError('a Huffman-coded JPEG of the cosine transform');
  const inRange = ({ h, v }: { h: number; v: number }) => h >= 1 && h <= 4 && v >= 1 && v <= 4;
  if (!header.components.every(inRange)) throw new CodestreamError('sampling factors of 1 to 4');
  const layout = layoutOf(header);
  const tables = noTables();
  readScans(bytes, header, layout, tables);
  const out = new Uint16Array(header.rows * header.columns * layout.planes.length);
  for (const [i, plane] of layout.planes.entries()) render(plane, i, header, layout, tables, out);
  return out;
}

function readScans(bytes: Uint8Array, header: JpegHeader, layout: Layout, tables: Tables): void {
  const progressive = header.sof === PROGRESSIVE;
  let scans = 0;
  for (const { marker, content, end } of segmentsOf(bytes)) {
    READERS[marker]?.(content, tables);
    if (marker !== SOS) continue;
    if (++scans > MOST_SCANS) throw new CodestreamError(`at most ${MOST_SCANS} scans`);
    decodeScan(bytes, content, end, layout, tables, progressive);
  }
  if (scans === 0) throw new CodestreamError('a JPEG scan (SOS)');
}

/** All segments to the end of the image; the data of scans is passed over. */
function* segmentsOf(bytes: Uint8Array): Generator<Segment> {
  let segment = segmentAt(bytes, 2);
  while (segment && segment.marker !== EOI) {
    yield segment;
    segment = segmentAt(bytes, segment.end);
  }
}

/** Dequantises, transforms and spreads one component into its samples of `out`. */
function render(
  plane: Plane,
  index: number,
  header: JpegHeader,
  { hMax, vMax, planes }: Layout,
  tables: Tables,
  out: Uint16Array,
): void {
  const quantisation = tables.quantisation[plane.component.table];
  if (!quantisation) throw new CodestreamError('the quantisation table of a component');
  const samples = planeSamples(plane, quantisation, header.precision);
  const [sx, sy] = [plane.component.h / hMax, plane.component.v / vMax];
  for (let y = 0, to = index; y < header.rows; y++) {
    const line = Math.floor(y * sy) * 8 * plane.stride;
    for (let x = 0; x < header.columns; x++, to += planes.length)
      out[to] = samples[line + Math.floor(x * sx)]!;
  }
}

/** The samples of a component, row by row, `8 × stride` in a row. */
function planeSamples(plane: Plane, quantisation: Uint16Array, precision: number): Uint16Array {
  const { stride, coefficients } = plane;
  const samples = new Uint16Array(coefficients.length);
  const [dequantised, block] = [new Float64Array(64), new Float64Array(64)];
  const [middle, most] = [1 << (precision - 1), (1 << precision) - 1];
  for (let b = 0; 64 * b < coefficients.length; b++) {
    for (let k = 0; k < 64; k++) dequantised[ZIGZAG[k]!] = coefficients[64 * b + k]! * quantisation[k]!;
    inverseDct(dequantised, block);
    const corner = 64 * stride * Math.floor(b / stride) + 8 * (b % stride);
    for (let i = 0; i < 64; i++) {
      const value = Math.round(block[i]!) + middle;
      samples[corner + 8 * stride * (i >> 3) + (i & 7)] = Math.max(0, Math.min(most, value));
    }
  }
  return samples;
}
