import { deflateRawSync } from 'node:zlib';

/** One element: its tag as eight digits, value representation and value; a sequence has the elements of its items. */
export type ElementSpec = readonly [tag: string, vr: string, value: Value];
type Value = string | readonly number[] | Uint8Array | readonly (readonly ElementSpec[])[];

const LONG = ['OB', 'OW', 'OF', 'OV', 'UN', 'SQ', 'UT'];

export const EXPLICIT = '1.2.840.10008.1.2.1';
export const IMPLICIT = '1.2.840.10008.1.2';
export const DEFLATED = '1.2.840.10008.1.2.1.99';

/** A DICOM file with preamble and meta header; `body` is little endian. */
export const dicomFile = (elements: readonly ElementSpec[], transferSyntax = EXPLICIT): Buffer =>
  withHeader(encode(elements, transferSyntax === IMPLICIT), transferSyntax);

export function withHeader(body: Uint8Array, transferSyntax: string): Buffer {
  const meta = encode([['00020010', 'UI', transferSyntax]], false);
  const content = transferSyntax === DEFLATED ? deflateRawSync(body) : body;
  return Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), meta, content]);
}

export const encode = (elements: readonly ElementSpec[], implicit: boolean): Buffer =>
  Buffer.concat(elements.map((element) => encodeElement(element, implicit)));

export function header(tag: string, vr: string, length: number, implicit: boolean): Buffer {
  const [group, element] = [Number.parseInt(tag.slice(0, 4), 16), Number.parseInt(tag.slice(4), 16)];
  const out = Buffer.alloc(implicit || !LONG.includes(vr) ? 8 : 12);
  out.writeUInt16LE(group, 0);
  out.writeUInt16LE(element, 2);
  if (implicit) out.writeUInt32LE(length, 4);
  else {
    out.write(vr, 4, 'latin1');
    if (LONG.includes(vr)) out.writeUInt32LE(length, 8);
    else out.writeUInt16LE(length, 6);
  }
  return out;
}

function encodeElement([tag, vr, value]: ElementSpec, implicit: boolean): Buffer {
  const content = padded(vr === 'SQ' ? items(value as ElementSpec[][], implicit) : bytesOf(vr, value), vr);
  return Buffer.concat([header(tag, vr, content.length, implicit), content]);
}

function items(values: readonly (readonly ElementSpec[])[], implicit: boolean): Buffer {
  return Buffer.concat(
    values.map((elements) => {
      const content = encode(elements, implicit);
      return Buffer.concat([item(content.length), content]);
    }),
  );
}

/** The start of an item or fragment of `length` bytes. */
export const item = (length: number): Buffer => header('fffee000', '', length, true);

const padded = (content: Buffer, vr: string): Buffer =>
  content.length % 2 === 0 ? content : Buffer.concat([content, Buffer.from(vr === 'UI' ? '\0' : ' ')]);

function bytesOf(vr: string, value: Value): Buffer {
  if (typeof value === 'string') return Buffer.from(value, 'latin1');
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  const numbers = value as readonly number[];
  if (vr === 'OF') return Buffer.from(Float32Array.from(numbers).buffer);
  return vr === 'OB'
    ? Buffer.from(numbers)
    : Buffer.from(Uint16Array.from(numbers, (n) => n & 0xffff).buffer);
}

/** Encapsulated pixel data of these fragments, with this basic offset table. */
export function encapsulated(
  fragments: readonly Uint8Array[],
  offsets: readonly number[] = [],
  before: readonly ElementSpec[] = [],
): Buffer {
  const table = Buffer.from(Uint32Array.from(offsets).buffer);
  const even = fragments.map((f) => (f.length % 2 === 0 ? f : Buffer.concat([f, Buffer.alloc(1)])));
  return Buffer.concat([
    encode(before, false),
    header('7fe00010', 'OB', 0xffffffff, false),
    item(table.length),
    table,
    ...even.flatMap((fragment) => [item(fragment.length), fragment]),
    header('fffee0dd', '', 0, true),
  ]);
}

interface ImageSpec {
  readonly rows?: number;
  readonly columns?: number;
  readonly samples?: number;
  readonly photometric?: string;
  readonly allocated?: number;
  readonly stored?: number;
  readonly high?: number;
  readonly signed?: boolean;
}

/** The image pixel module, sorted, with other elements among it; a file needs its pixel data after that. */
export function imageElements(spec: ImageSpec, others: readonly ElementSpec[] = []): ElementSpec[] {
  const { rows = 2, columns = 2, samples = 1, photometric = 'MONOCHROME2', allocated = 8 } = spec;
  const { stored = allocated, high = stored - 1, signed = false } = spec;
  const module: ElementSpec[] = [
    ['00280002', 'US', [samples]],
    ['00280004', 'CS', photometric],
    ['00280010', 'US', [rows]],
    ['00280011', 'US', [columns]],
    ['00280100', 'US', [allocated]],
    ['00280101', 'US', [stored]],
    ['00280102', 'US', [high]],
    ['00280103', 'US', [signed ? 1 : 0]],
  ];
  const own = new Set(others.map(([tag]) => tag));
  return [...module.filter(([tag]) => !own.has(tag)), ...others].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** A native image of `values`. */
export const nativeImage = (
  spec: ImageSpec,
  values: readonly number[] | Uint8Array,
  others: readonly ElementSpec[] = [],
): Buffer =>
  dicomFile([...imageElements(spec, others), ['7fe00010', (spec.allocated ?? 8) > 8 ? 'OW' : 'OB', values]]);
