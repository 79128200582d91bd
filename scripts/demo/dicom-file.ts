/** One element of a DICOM data set: its tag as eight digits, its value representation, and its value. */
export type Element = readonly [
  tag: string,
  vr: 'CS' | 'DA' | 'TM' | 'IS' | 'LO' | 'PN' | 'AS' | 'SH' | 'UI' | 'US' | 'DS',
  value: string | number,
];

export const JPEG_BASELINE = '1.2.840.10008.1.2.4.50';

/** PS3.10, 7.1: identifies the writer; derived from a UUID (PS3.5, B.2). */
const IMPLEMENTATION = '2.25.217263904610374895530276109153823041377';

/**
 * A DICOM file (PS3.10) of one frame whose pixel data are one JPEG codestream, in explicit little endian.
 *
 * @param elements in the order of their tags, SOP Class (0008,0016) and Instance (0008,0018) among them
 */
export function jpegFile(elements: readonly Element[], jpeg: Uint8Array): Buffer {
  const textOf = (tag: string) => String(elements.find(([t]) => t === tag)?.[2]);
  const meta = Buffer.concat([
    long('00020001', 'OB', Buffer.from([0, 1])),
    ...(
      [
        ['00020002', 'UI', textOf('00080016')],
        ['00020003', 'UI', textOf('00080018')],
        ['00020010', 'UI', JPEG_BASELINE],
        ['00020012', 'UI', IMPLEMENTATION],
      ] satisfies Element[]
    ).map(short),
  ]);
  const length = Buffer.alloc(12);
  length.write('\x02\x00\x00\x00UL\x04\x00', 0, 'latin1');
  length.writeUInt32LE(meta.length, 8);
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from('DICM'),
    length,
    meta,
    ...elements.map(short),
    encapsulated(jpeg),
  ]);
}

function tagOf(tag: string): Buffer {
  const out = Buffer.alloc(4);
  out.writeUInt16LE(Number.parseInt(tag.slice(0, 4), 16), 0);
  out.writeUInt16LE(Number.parseInt(tag.slice(4), 16), 2);
  return out;
}

function short([tag, vr, value]: Element): Buffer {
  const content = vr === 'US' ? unsigned(Number(value)) : text(String(value), vr === 'UI' ? '\0' : ' ');
  const head = Buffer.from(`${vr}\0\0`, 'latin1');
  head.writeUInt16LE(content.length, 2);
  return Buffer.concat([tagOf(tag), head, content]);
}

function long(tag: string, vr: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(vr, 0, 'latin1');
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([tagOf(tag), head, content]);
}

function unsigned(value: number): Buffer {
  const out = Buffer.alloc(2);
  out.writeUInt16LE(value, 0);
  return out;
}

const text = (value: string, pad: string): Buffer =>
  Buffer.from(value.length % 2 === 0 ? value : value + pad, 'latin1');

/** PS3.5, A.4: an empty offset table, one fragment, and the end of the sequence. */
function encapsulated(jpeg: Uint8Array): Buffer {
  const padded = jpeg.length % 2 === 0 ? Buffer.from(jpeg) : Buffer.concat([jpeg, Buffer.alloc(1)]);
  const head = Buffer.from('OB\0\0\xff\xff\xff\xff', 'latin1');
  return Buffer.concat([
    tagOf('7fe00010'),
    head,
    item(0),
    item(padded.length),
    padded,
    tagOf('fffee0dd'),
    Buffer.alloc(4),
  ]);
}

function item(length: number): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(length, 0);
  return Buffer.concat([tagOf('fffee000'), size]);
}
