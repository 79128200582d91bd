import { describe, expect, it } from 'vitest';
import { EXPLICIT, encapsulated, encode, IMPLICIT, imageElements, nativeImage, withHeader } from './build.ts';
import { imageOf, problemOf } from './decoded.ts';
import { bytesOf, SAMPLES } from './manifest.ts';

const RLE = '1.2.840.10008.1.2.5';
const JPEG_LS = '1.2.840.10008.1.2.4.80';

/** A frame of 2 × 2 pixels of one value, as RLE. */
function rleFrame(value: number): Buffer {
  const frame = Buffer.alloc(66);
  frame.writeUInt32LE(1, 0);
  frame.writeUInt32LE(64, 4);
  return Buffer.concat([frame.subarray(0, 64), Buffer.from([253, value])]);
}

const multiFrame = (frames: number, pixels: Buffer, syntax = RLE) =>
  withHeader(
    Buffer.concat([encode(imageElements({}, [['00280008', 'IS', String(frames)]]), false), pixels]),
    syntax,
  );

const values = async (bytes: Uint8Array, frame: number) => [...(await imageOf(bytes, frame)).stored.samples];

const three = [rleFrame(1), rleFrame(2), rleFrame(3)];
/** Each fragment has 8 bytes of item before it. */
const OFFSETS = [0, 74, 148];

/** The frames of a sample whose frames are in several fragments each. */
function fragmentsOf(file: string): Buffer[] {
  const bytes = bytesOf(SAMPLES, file);
  const fragments: Buffer[] = [];
  let at = bytes.indexOf(Buffer.from('e07f1000', 'hex')) + 12;
  at += 8 + bytes.readUInt32LE(at + 4);
  while (bytes.readUInt32LE(at) === 0xe000fffe) {
    const length = bytes.readUInt32LE(at + 4);
    fragments.push(bytes.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return fragments;
}

describe('encapsulated frames', () => {
  it('are found one per fragment, with and without offsets', async () => {
    for (const offsets of [[], OFFSETS]) {
      const image = multiFrame(3, encapsulated(three, offsets));
      expect(await values(image, 0)).toEqual([1, 1, 1, 1]);
      expect(await values(image, 2)).toEqual([3, 3, 3, 3]);
    }
  });

  it('are found by the extended offset table', async () => {
    const table = Buffer.from(BigUint64Array.from(OFFSETS.map(BigInt)).buffer);
    const lengths = Buffer.from(BigUint64Array.from([66n, 66n, 66n]).buffer);
    const image = multiFrame(
      3,
      encapsulated(
        three,
        [],
        [
          ['7fe00001', 'OV', table],
          ['7fe00002', 'OV', lengths],
        ],
      ),
    );
    expect(await values(image, 1)).toEqual([2, 2, 2, 2]);
  });

  const SAMPLE = 'dicomparser/encapsulated/multi-frame/CT0012.fragmented_no_bot_jpeg_ls.80.dcm';
  const geometry = imageElements({ rows: 512, columns: 512, allocated: 16 }, [['00280008', 'IS', '2']]);
  const inPieces = (
    fragments: Buffer[],
    offsets: number[],
    before: Parameters<typeof encapsulated>[2] = [],
  ) =>
    withHeader(Buffer.concat([encode(geometry, false), encapsulated(fragments, offsets, before)]), JPEG_LS);

  it('are put together of several fragments by either table, and by how they begin', async () => {
    const fragments = fragmentsOf(SAMPLE);
    const begins = fragments.findIndex((fragment, i) => i > 0 && fragment.readUInt16BE(0) === 0xffd8);
    expect([fragments.length > 2, begins > 1]).toEqual([true, true]);
    const offset = fragments.slice(0, begins).reduce((sum, { length }) => sum + length + 8, 0);
    const expected = (await imageOf(bytesOf(SAMPLES, SAMPLE), 1)).stored.samples;
    const table = Buffer.from(BigUint64Array.of(0n, BigInt(offset)).buffer);
    for (const image of [
      inPieces(fragments, []),
      inPieces(fragments, [0, offset]),
      inPieces(fragments, [], [['7fe00001', 'OV', table]]),
      inPieces(fragments, [0, offset + 2]),
    ])
      expect(
        Buffer.from((await imageOf(image, 1)).stored.samples.buffer).equals(Buffer.from(expected.buffer)),
      ).toBe(true);
  });

  it('that cannot be told apart are refused', async () => {
    const pieces = [three[0]!.subarray(0, 64), three[0]!.subarray(64), three[1]!, three[2]!];
    expect(await problemOf(multiFrame(3, encapsulated(pieces)))).toMatchObject({
      code: 'invalid-dicom',
      expression: '(7FE0,0010) PixelData',
    });
  });

  it('that there are not are refused', async () => {
    const problem = await problemOf(multiFrame(3, encapsulated(three)), undefined, 3);
    expect(problem).toMatchObject({ code: 'invalid-dicom', expression: '(0028,0008) NumberOfFrames' });
  });
});

describe('native frames', () => {
  it('are read each by itself', async () => {
    const image = nativeImage({}, [1, 2, 3, 4, 5, 6, 7, 8], [['00280008', 'IS', '2 ']]);
    expect(await values(image, 1)).toEqual([5, 6, 7, 8]);
  });

  it('of single bits need not begin on a byte', async () => {
    const spec = { rows: 1, columns: 3, allocated: 1 };
    const image = nativeImage(spec, [0b10_110_011, 0b1], [['00280008', 'IS', '3']]);
    expect(await values(image, 0)).toEqual([1, 1, 0]);
    expect(await values(image, 1)).toEqual([0, 1, 1]);
    expect(await values(image, 2)).toEqual([0, 1, 1]);
  });
});

describe('a file whose header is wrong or missing', () => {
  const body = (implicit: boolean) =>
    encode([['00080060', 'CS', 'DX'], ...imageElements({}), ['7fe00010', 'OB', [1, 2, 3, 4]]], implicit);

  it.each([
    ['no header, explicit', body(false), EXPLICIT],
    ['no header, implicit', body(true), IMPLICIT],
    ['a header that says explicit over implicit', withHeader(body(true), EXPLICIT), EXPLICIT],
    ['a header that says implicit over explicit', withHeader(body(false), IMPLICIT), IMPLICIT],
    ['a meta header without preamble', withHeader(body(false), EXPLICIT).subarray(132), EXPLICIT],
  ])('is read all the same: %s', async (_, bytes, syntax) => {
    const image = await imageOf(bytes);
    expect(image).toMatchObject({ modality: 'DX', transferSyntaxUid: syntax });
    expect([...image.stored.samples]).toEqual([1, 2, 3, 4]);
  });

  it('is refused with a name where the transfer syntax is not supported', async () => {
    const problem = await problemOf(withHeader(body(false), '1.2.840.10008.1.2.4.102'));
    expect(problem).toMatchObject({
      code: 'unsupported-transfer-syntax',
      expression: '(0002,0010) TransferSyntaxUID',
    });
    expect(problem.message).toContain('1.2.840.10008.1.2.4.102');
  });
});
