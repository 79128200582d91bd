import type { Geometry } from '../../geometry.ts';
import { CodestreamError } from '../coded-frame.ts';

export interface JpegComponent {
  readonly id: number;
  /** Sampling factors: blocks of this component in a minimum coded unit, across and down. */
  readonly h: number;
  readonly v: number;
  readonly table: number;
}

export interface JpegHeader {
  /** The start-of-frame marker: 0xC0 baseline, 0xC1 extended, 0xC2 progressive, 0xC3 lossless, 0xF7 JPEG-LS. */
  readonly sof: number;
  /** Bits of a sample. */
  readonly precision: number;
  readonly rows: number;
  readonly columns: number;
  readonly components: readonly JpegComponent[];
  readonly colour: 'rgb' | 'ybr' | undefined;
}

/** A marker segment: its marker and its content without the length. */
export interface Segment {
  readonly marker: number;
  readonly content: Uint8Array;
  /** Where the marker begins, and where the next one does. */
  readonly start: number;
  readonly end: number;
}

const SOI = 0xd8;
const SOS = 0xda;
const EOI = 0xd9;
/** DHT, JPG and DAC lie among the start-of-frame markers. */
const NOT_SOF = [0xc4, 0xc8, 0xcc];

export const isSof = (marker: number): boolean =>
  marker === 0xf7 || (marker >= 0xc0 && marker <= 0xcf && !NOT_SOF.includes(marker));

const standsAlone = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);

/** The marker segment at or after `at`; entropy-coded data before it is passed over. */
export function segmentAt(bytes: Uint8Array, at: number): Segment | undefined {
  let start = at;
  while (start + 1 < bytes.length && !(bytes[start] === 0xff && isMarker(bytes[start + 1]!))) start++;
  const marker = bytes[start + 1];
  if (marker === undefined || start + 1 >= bytes.length) return undefined;
  const body = start + 2;
  if (standsAlone(marker) || marker === EOI)
    return { marker, content: bytes.subarray(0, 0), start, end: body };
  const length = ((bytes[body] ?? 0) << 8) | (bytes[body + 1] ?? 0);
  const end = body + length;
  if (length < 2 || end > bytes.length) throw new CodestreamError('a JPEG marker segment inside the frame');
  return { marker, content: bytes.subarray(body + 2, end), start, end };
}

const isMarker = (byte: number): boolean => byte !== 0x00 && byte !== 0xff;

/** The segments up to the first scan. */
export function* headerSegments(bytes: Uint8Array): Generator<Segment> {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) throw new CodestreamError('a start of image (SOI)');
  for (let at = 2; ; ) {
    const segment = segmentAt(bytes, at);
    if (!segment || segment.marker === EOI) throw new CodestreamError('a JPEG scan (SOS)');
    yield segment;
    if (segment.marker === SOS) return;
    at = segment.end;
  }
}

export function readJpegHeader(bytes: Uint8Array): JpegHeader {
  const segments = [...headerSegments(bytes)];
  const frame = segments.find(({ marker }) => isSof(marker));
  if (!frame) throw new CodestreamError('a start of frame (SOF)');
  const { content } = frame;
  const count = content[5] ?? 0;
  if (content.length < 6 + 3 * count || count === 0)
    throw new CodestreamError('a whole start of frame (SOF)');
  const components = Array.from({ length: count }, (_, i) => componentAt(content, 6 + 3 * i));
  return {
    sof: frame.marker,
    precision: content[0]!,
    rows: (content[1]! << 8) | content[2]!,
    columns: (content[3]! << 8) | content[4]!,
    components,
    colour: colourOf(segments, components),
  };
}

const componentAt = (content: Uint8Array, at: number): JpegComponent => ({
  id: content[at]!,
  h: content[at + 1]! >> 4,
  v: content[at + 1]! & 15,
  table: content[at + 2]!,
});

/** What Adobe's marker says, else JFIF's, else components that are named R, G, B; JPEG itself has no word for it. */
function colourOf(
  segments: readonly Segment[],
  components: readonly JpegComponent[],
): 'rgb' | 'ybr' | undefined {
  const adobe = segments.find(({ marker, content }) => marker === 0xee && startsWith(content, 'Adobe'));
  if (adobe) return adobe.content[11] === 0 ? 'rgb' : 'ybr';
  if (segments.some(({ marker, content }) => marker === 0xe0 && startsWith(content, 'JFIF'))) return 'ybr';
  return String.fromCharCode(...components.map(({ id }) => id)) === 'RGB' ? 'rgb' : undefined;
}

const startsWith = (content: Uint8Array, text: string): boolean =>
  [...text].every((character, i) => content[i] === character.charCodeAt(0));

/** The codestream must be of the size that the data set declares, and nothing is allocated before that is known. */
export function expectJpegSize(
  header: JpegHeader,
  { rows, columns, samples, bitsAllocated }: Geometry,
): void {
  if (header.rows !== rows || header.columns !== columns)
    throw new CodestreamError(`a codestream of ${columns} × ${rows} pixels, as the data set declares`);
  if (header.components.length !== samples)
    throw new CodestreamError(`a codestream of ${samples} components`);
  if (header.precision < 2 || header.precision > bitsAllocated)
    throw new CodestreamError(`a codestream of at most ${bitsAllocated} bits`);
}

/** A codestream without its end, but for padding, was cut off; decoders would fill what is missing with grey. */
export function expectEnd(bytes: Uint8Array): void {
  let last = bytes.length - 1;
  while (last > 0 && (bytes[last] === 0 || bytes[last] === 0xff)) last--;
  if (bytes[last] !== EOI || bytes[last - 1] !== 0xff) throw new CodestreamError('a codestream that ends');
}
