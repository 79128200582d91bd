import { constants, deflateRawSync } from 'node:zlib';
import {
  DEFLATED,
  dicomFile,
  EXPLICIT,
  encapsulated,
  encode,
  header,
  IMPLICIT,
  imageElements,
  item,
  withHeader,
} from './build.ts';

const JPEG_2000 = '1.2.840.10008.1.2.4.90';
const JPEG_12 = '1.2.840.10008.1.2.4.51';
const JPEG_LS = '1.2.840.10008.1.2.4.80';
const DEFLATED_FRAME = '1.2.840.10008.1.2.8.1';
const UNDEFINED = 0xffffffff;

/** A file that means ill: a name, its bytes, and the code of the error it must give. */
export type Hostile = readonly [name: string, bytes: () => Uint8Array, code: string];

/** Four GiB of zeros in four MiB. */
function bomb(): Buffer {
  const zeros = deflateRawSync(Buffer.alloc(1024 * 1024), { finishFlush: constants.Z_FULL_FLUSH });
  return Buffer.concat(Array(4096).fill(zeros));
}

const image = (side: number, pixels: Buffer, syntax: string, allocated = 8): Buffer =>
  withHeader(
    Buffer.concat([encode(imageElements({ rows: side, columns: side, allocated }), false), pixels]),
    syntax,
  );

/** SOC, SIZ with one tile of `tile` pixels, COD, QCD, one tile part of empty packets, EOC. */
function j2k(side: number, tile = side): Buffer {
  const siz = Buffer.alloc(43);
  siz.writeUInt16BE(0xff51, 0);
  siz.writeUInt16BE(41, 2);
  siz.writeUInt32BE(side, 6);
  siz.writeUInt32BE(side, 10);
  siz.writeUInt32BE(tile, 22);
  siz.writeUInt32BE(tile, 26);
  siz.writeUInt16BE(1, 38);
  siz.set([7, 1, 1], 40);
  const rest = 'ff52000c00000001000104040001ff5c00074040484850ff90000a0000000000000001ff9300ffd9';
  return Buffer.concat([Buffer.from('ff4f', 'hex'), siz, Buffer.from(rest, 'hex')]);
}

/** The largest JPEG 2000 image that is taken, of empty packets: grey, after as much work as any. */
export const largestJ2k = (): Buffer => image(4_096, encapsulated([j2k(4_096)]), JPEG_2000);

/** SOI, a start of frame of `side` × `side` pixels, a scan of nothing, EOI. */
function jpeg(marker: number, precision: number, side: number): Buffer {
  const sof = Buffer.from([0xff, 0xd8, 0xff, marker, 0, 11, precision, 0, 0, 0, 0, 1, 1, 0x11, 0]);
  sof.writeUInt16BE(side, 7);
  sof.writeUInt16BE(side, 9);
  return Buffer.concat([sof, Buffer.from('ffda0008010100003f00ffd9', 'hex')]);
}

/** A progressive JPEG of many scans, each of which refines nothing. */
function manyScans(): Buffer {
  const [frame, scan] = [jpeg(0xc2, 12, 1024), Buffer.from('ffda00080101003f3f10', 'hex')];
  return Buffer.concat([frame.subarray(0, 15), ...Array(100_000).fill(scan), Buffer.from('ffd9', 'hex')]);
}

const nested = (implicit: boolean, depth: number): Buffer => {
  const start = Buffer.concat([header('00082112', 'SQ', UNDEFINED, implicit), item(UNDEFINED)]);
  return withHeader(Buffer.concat(Array(depth).fill(start)), implicit ? IMPLICIT : EXPLICIT);
};

/** Elements without content, all of different tags. */
export function manyElements(count: number): Buffer {
  const out = Buffer.alloc(8 * count);
  for (let i = 0; i < count; i++) {
    out.writeUInt16LE(9 + 2 * (i >> 16), 8 * i);
    out.writeUInt16LE(i & 0xffff, 8 * i + 2);
    out.write('CS', 8 * i + 4);
  }
  return withHeader(out, EXPLICIT);
}

const many = (piece: Buffer, count: number): Buffer => Buffer.concat(Array(count).fill(piece));

export const HOSTILE: readonly Hostile[] = [
  ['nothing', () => new Uint8Array(0), 'invalid-dicom'],
  [
    'a deflate bomb',
    () => Buffer.concat([withHeader(new Uint8Array(0), DEFLATED).subarray(0, -2), bomb()]),
    'dicom-too-large',
  ],
  ['a deflate bomb in a frame', () => image(2, encapsulated([bomb()]), DEFLATED_FRAME), 'invalid-dicom'],
  [
    '65535 × 65535 native pixels',
    () => image(65_535, encode([['7fe00010', 'OB', [1]]], false), EXPLICIT),
    'dicom-too-large',
  ],
  [
    '65535 × 65535 pixels in JPEG 2000',
    () => image(65_535, encapsulated([j2k(65_535)]), JPEG_2000),
    'dicom-too-large',
  ],
  [
    '2 × 2 pixels that are 65535 × 65535 in JPEG 2000',
    () => image(2, encapsulated([j2k(65_535)]), JPEG_2000),
    'invalid-dicom',
  ],
  [
    '2 × 2 pixels that are 65535 × 65535 in JPEG',
    () => image(2, encapsulated([jpeg(0xc1, 12, 65_535)]), JPEG_12, 16),
    'invalid-dicom',
  ],
  [
    '2 × 2 pixels that are 65535 × 65535 in JPEG-LS',
    () => image(2, encapsulated([jpeg(0xf7, 8, 65_535)]), JPEG_LS),
    'invalid-dicom',
  ],
  ['tiles of one pixel', () => image(4_096, encapsulated([j2k(4_096, 1)]), JPEG_2000), 'invalid-dicom'],
  [
    'the largest JPEG of 12 bits, empty',
    () => image(4_096, encapsulated([jpeg(0xc1, 12, 4_096)]), JPEG_12, 16),
    'invalid-dicom',
  ],
  [
    'the largest JPEG-LS, empty',
    () => image(4_096, encapsulated([jpeg(0xf7, 8, 4_096)]), JPEG_LS),
    'invalid-dicom',
  ],
  ['a hundred thousand scans', () => image(1_024, encapsulated([manyScans()]), JPEG_12, 16), 'invalid-dicom'],
  [
    '999999999 frames',
    () => dicomFile([...imageElements({}, [['00280008', 'IS', '999999999']]), ['7fe00010', 'OB', [1]]]),
    'invalid-dicom',
  ],
  ['sequences 10000 deep', () => nested(false, 10_000), 'invalid-dicom'],
  ['sequences 10000 deep, implicit', () => nested(true, 10_000), 'invalid-dicom'],
  ['sequences a million deep', () => nested(false, 1_000_000), 'invalid-dicom'],
  [
    'a sequence of a million empty items',
    () =>
      withHeader(
        Buffer.concat([header('00082112', 'SQ', UNDEFINED, false), many(item(0), 1_000_000)]),
        EXPLICIT,
      ),
    'dicom-too-large',
  ],
  [
    'a million empty fragments',
    () =>
      image(
        2,
        Buffer.concat([header('7fe00010', 'OB', UNDEFINED, false), many(item(0), 1_000_000)]),
        JPEG_2000,
      ),
    'dicom-too-large',
  ],
  [
    'an element of undefined length without end',
    () =>
      withHeader(
        Buffer.concat([header('00091010', 'OB', UNDEFINED, false), Buffer.alloc(4_000_000)]),
        EXPLICIT,
      ),
    'dicom-without-image',
  ],
  [
    'an element of 4294967294 bytes',
    () => withHeader(header('00091010', 'OB', 0xfffffffe, false), EXPLICIT),
    'invalid-dicom',
  ],
  [
    'pixel data of 4294967295 bytes',
    () => image(2, header('7fe00010', 'OB', UNDEFINED, false), EXPLICIT),
    'invalid-dicom',
  ],
  [
    'pixel data of 4294967294 bytes',
    () => image(2, header('7fe00010', 'OB', 0xfffffffe, false), EXPLICIT),
    'invalid-dicom',
  ],
  ['seven million elements', () => manyElements(7_000_000), 'dicom-too-large'],
];
