import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../../../src/families/image/dicom/client.ts';
import { decodeDicom } from '../../../../src/families/image/dicom/decode.ts';
import { transferSyntaxes } from '../../../../src/families/image/dicom/transfer-syntaxes.ts';
import type { DicomImage, Samples } from '../../../../src/families/image/dicom/types.ts';
import { imageOf, problemOf } from './decoded.ts';
import {
  bytesOf,
  digestOf,
  distance,
  framesOf,
  hashOf,
  hasWholeSet,
  rangeOf,
  rowsOf,
  SAMPLES,
  type SampleRow,
  WHOLE_SET,
} from './manifest.ts';

/** Where the reference is not what DICOM says, or rounds in another way; each is held by a test of its own below. */
const OTHER_PIXELS: Readonly<Record<string, string>> = {
  'cswado/CT0012.fragmented_no_bot_jpeg_baseline.51.dcm': 'lossy JPEG of 12 bits, another rounding',
  'cswado/CTImage.dcm_JPEGProcess2_4TransferSyntax_1.2.840.10008.1.2.4.51.dcm': 'lossy JPEG of 12 bits',
  'pydicom/test_files/JPEG-lossy.dcm': 'lossy JPEG of 12 bits',
  'pydicom/test_files/JPGExtended.dcm': 'lossy JPEG of 12 bits',
  'dicomparser/encapsulated/multi-frame/CT0012.fragmented_no_bot_jpeg_ls.80.dcm': 'read as black there',
  'dicomparser/encapsulated/multi-frame/CT0012.fragmented_no_bot_jpeg_ls.81.dcm': 'read as black there',
  'pydicom-data/JLSL_16_15_1_1F.dcm': 'the sign of 15 bits is not extended there',
  'pydicom/test_files/SC_rgb_small_odd_big_endian.dcm': 'bytes of a 16-bit word are not turned round there',
};

/** A codestream whose size is not the data set's. */
const REFUSED = ['pydicom/test_files/JPEG2000-embedded-sequence-delimiter.dcm'];

const isComparable = ({ file, reference_decode, pixel_sha256_16 }: SampleRow) =>
  reference_decode === 'ok' && pixel_sha256_16 !== '' && !(file in OTHER_PIXELS) && !REFUSED.includes(file);

function itReadsAll(folder: string): void {
  const rows = rowsOf(folder);

  it.each(rows.filter(isComparable))('reads the same pixels as the reference from $file', async (row) => {
    expect(hashOf(await framesOf(bytesOf(folder, row.file)), row)).toBe(row.pixel_sha256_16);
  });

  it.each(rows.filter((row) => !isComparable(row)))(
    'gives an image or a clear error of $file',
    async (row) => {
      const result = await decodeDicom(bytesOf(folder, row.file), 0, DEFAULT_LIMITS);
      if (result.ok) return expect(result.value.display.pixels.length).toBeGreaterThan(0);
      const { code, expression, diagnostics } = result.error;
      expect(code).toMatch(
        /^(invalid-dicom|dicom-without-image|unsupported-dicom|unsupported-transfer-syntax)$/,
      );
      expect(`${expression ?? ''}${diagnostics ?? ''}`).not.toBe('');
      expect(row.reference_decode === 'ok' && !REFUSED.includes(row.file)).toBe(false);
    },
  );
}

describe('the samples of the project', () => {
  itReadsAll(SAMPLES);

  const sample = (file: string) => bytesOf(SAMPLES, file);
  const multiFrame = 'dicomparser/encapsulated/multi-frame/CT0012.fragmented_no_bot';

  it('have every coding there is', () => {
    const used = new Set(rowsOf(SAMPLES).map((row) => row.transfer_syntax));
    const codings = new Set(transferSyntaxes().map(({ coding }) => coding));
    for (const { uid, coding } of transferSyntaxes()) if (used.has(uid)) codings.delete(coding);
    expect([...codings]).toEqual([]);
  });

  it('and what the documentation says are the same transfer syntaxes', () => {
    const page = readFileSync(resolve(import.meta.dirname, '../../../../docs/imaging.md'), 'utf8');
    const named = [...page.matchAll(/^\| (1\.2\.840\.[0-9.]+) \|/gm)].map(([, uid]) => uid);
    expect(named.toSorted()).toEqual(
      transferSyntaxes()
        .map(({ uid }) => uid)
        .toSorted(),
    );
  });

  it('are the same picture in JPEG Lossless and JPEG-LS, frame by frame, without offsets', async () => {
    const lossless = await framesOf(sample(`${multiFrame}_jpeg_lossless.57.dcm`));
    const jpegLs = await framesOf(sample(`${multiFrame}_jpeg_ls.80.dcm`));
    expect(jpegLs.map(digestOf)).toEqual(lossless.map(digestOf));
    expect(digestOf(lossless[0]!)).not.toBe(digestOf(lossless[1]!));
  });

  it('are the same segments in RLE, JPEG 2000 and deflated frames', async () => {
    const [rle, j2k, deflated] = await Promise.all(
      ['rle', 'j2k', 'deflate'].map((coding) => framesOf(sample(`pydicom-data/liver_${coding}.dcm`))),
    );
    expect(rle).toHaveLength(3);
    expect(rangeOf(rle!)).toEqual([0, 1]);
    expect(j2k!.map(digestOf)).toEqual(rle!.map(digestOf));
    expect(deflated!.map(digestOf)).toEqual(rle!.map(digestOf));
  });

  it('are the same odd picture in big endian, bytes in words', async () => {
    const little = await imageOf(sample('pydicom/test_files/SC_rgb_small_odd.dcm'));
    const big = await imageOf(sample('pydicom/test_files/SC_rgb_small_odd_big_endian.dcm'));
    expect(big.stored).toEqual(little.stored);
  });

  it('extend the sign of 15 bits', async () => {
    const image = await imageOf(sample('pydicom-data/JLSL_16_15_1_1F.dcm'));
    expect(rangeOf([image])).toEqual([-16384, 16383]);
  });

  it('are the same 12-bit picture in sequential and in progressive JPEG', async () => {
    const jpeg = 'cswado/CTImage.dcm_JPEGProcess';
    const sequential = sample(`${jpeg}2_4TransferSyntax_1.2.840.10008.1.2.4.51.dcm`);
    const progressive = sample(`${jpeg}10_12TransferSyntax_1.2.840.10008.1.2.4.55.dcm`);
    const [a, b] = [await imageOf(sequential), await imageOf(progressive)];
    expect(rangeOf([a])).toEqual([497, 2708]);
    expect(digestOf(b)).toBe(digestOf(a));
  });

  it('have the range of the reference in 12-bit JPEG', async () => {
    expect(rangeOf([await imageOf(sample('pydicom/test_files/JPGExtended.dcm'))])).toEqual([0, 264]);
  });

  it('name the SOP class where there is no image', async () => {
    const problems = await Promise.all(
      ['reportsi.dcm', 'rtplan.dcm', 'rtstruct.dcm', 'dicomdirtests/DICOMDIR'].map((file) =>
        problemOf(sample(`pydicom/test_files/${file}`)),
      ),
    );
    expect(problems.map(({ code }) => code)).toEqual(Array(4).fill('dicom-without-image'));
    expect(problems.map(({ diagnostics }) => diagnostics)).toEqual([
      'a structured report (SR), SOP class 1.2.840.10008.5.1.4.1.1.88.11',
      'a radiotherapy plan, SOP class 1.2.840.10008.5.1.4.1.1.481.5',
      'a radiotherapy structure set, SOP class 1.2.840.10008.5.1.4.1.1.481.3',
      'a media directory (DICOMDIR), SOP class 1.2.840.10008.1.3.10',
    ]);
  });
});

describe.skipIf(!hasWholeSet)(`the whole set of samples (skipped without ${WHOLE_SET})`, () => {
  itReadsAll(WHOLE_SET);

  const SLICE = 'cswado/CTImage.dcm';
  const slices = rowsOf(WHOLE_SET).filter(({ file }) => file.startsWith(SLICE));
  const LOSSLESS = /\.(1\.2|1\.2\.1|1\.2\.2|1\.2\.1\.99|1\.2\.5|4\.57|4\.70|4\.80|4\.90)\.dcm$/;
  const original = () => imageOf(bytesOf(WHOLE_SET, SLICE));
  const slice = (syntax: string) =>
    imageOf(bytesOf(WHOLE_SET, slices.find(({ file }) => file.endsWith(`.${syntax}.dcm`))!.file));

  it('has one CT slice in nine lossless transfer syntaxes: identical pixels', async () => {
    const lossless = slices.filter(({ file }) => LOSSLESS.test(file));
    expect(lossless).toHaveLength(9);
    for (const { file } of lossless)
      expect(digestOf(await imageOf(bytesOf(WHOLE_SET, file))), file).toBe(digestOf(await original()));
  });

  it('has it near-lossless and lossy, a few units off', async () => {
    expect(distance(await original(), await slice('4.81')).most).toBeLessThanOrEqual(1);
    expect(distance(await original(), await slice('4.91')).most).toBeLessThanOrEqual(5);
  });

  it('has it scaled to 8 and 12 bits in lossy JPEG: the same picture on another scale', async () => {
    for (const syntax of ['4.50', '4.51', '4.53', '4.55'])
      expect(correlation(await original(), await slice(syntax)), syntax).toBeGreaterThan(0.998);
    const [extended, ...others] = await Promise.all(['4.51', '4.53', '4.55'].map(slice));
    for (const other of others) expect(digestOf(other)).toBe(digestOf(extended!));
  });

  it('has the same frames in pieces, whole, with and without offsets', async () => {
    const folder = 'dicomparser/encapsulated/multi-frame/CT0012.';
    const of = async (name: string) =>
      (await framesOf(bytesOf(WHOLE_SET, `${folder}${name}.dcm`))).map(digestOf);
    const reference = await of('not_fragmented_bot_rle');
    for (const name of [
      'fragmented_no_bot_jpeg_ls.80',
      'not_fragmented_bot_jpeg_ls.80',
      'not_fragmented_no_bot_jpeg_ls.80',
      'not_fragmented_no_bot_rle',
      'fragmented_no_bot_jpeg_lossless.57',
      'fragmented_no_bot_jpeg_lossless.70',
    ])
      expect(await of(name), name).toEqual(reference);
  });

  it('has a radiograph with and without meta header', async () => {
    const withHeader = await imageOf(bytesOf(WHOLE_SET, 'dwv/gdcm-CR-MONO1-10-chest.dcm'));
    const without = await imageOf(bytesOf(WHOLE_SET, 'fodicom/CR-MONO1-10-chest'));
    expect(without).toEqual({ ...withHeader, transferSyntaxUid: without.transferSyntaxUid });
    expect(without).toMatchObject({ modality: 'CR', bodyPartExamined: 'CHEST', viewPosition: 'PA' });
  });
});

/** Pearson's, of stored values. */
function correlation(a: DicomImage, b: DicomImage): number {
  const [x, y] = [a.stored.samples, b.stored.samples];
  const mean = (values: Samples) => Array.from(values).reduce((sum, n) => sum + n, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  let [xy, xx, yy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const [dx, dy] = [x[i]! - mx, y[i]! - my];
    [xy, xx, yy] = [xy + dx * dy, xx + dx * dx, yy + dy * dy];
  }
  return xy / Math.sqrt(xx * yy);
}
