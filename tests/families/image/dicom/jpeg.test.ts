import { describe, expect, it } from 'vitest';
import { decodeDctJpeg } from '../../../../src/families/image/dicom/codecs/jpeg/decode.ts';
import { readJpegHeader } from '../../../../src/families/image/dicom/codecs/jpeg/header.ts';
import { inverseDct, ZIGZAG } from '../../../../src/families/image/dicom/codecs/jpeg/idct.ts';
import { decodeHtj2k, decodeJpeg2000 } from '../../../../src/families/image/dicom/codecs/jpeg-2000.ts';
import type { Geometry } from '../../../../src/families/image/dicom/geometry.ts';
import { imageOf } from './decoded.ts';
import { bytesOf, SAMPLES } from './manifest.ts';

/** The codestream of a sample with one fragment, between its first and last marker. */
function codestream(file: string, start: string): Buffer {
  const bytes = bytesOf(SAMPLES, file);
  return bytes.subarray(
    bytes.indexOf(Buffer.from(start, 'hex')),
    bytes.lastIndexOf(Buffer.from('ffd9', 'hex')) + 2,
  );
}

describe('the JPEG decoder of the project', () => {
  it.each(['SC_jpeg_no_color_transform.dcm', 'SC_rgb_dcmtk_+eb+cr.dcm'])(
    'reads %s as libjpeg-turbo does, but for rounding',
    async (name) => {
      const jpeg = codestream(`pydicom/test_files/${name}`, 'ffd8ff');
      const own = decodeDctJpeg(jpeg, readJpegHeader(jpeg));
      const turbo = (await imageOf(bytesOf(SAMPLES, `pydicom/test_files/${name}`))).stored.samples;
      expect(own.length).toBe(turbo.length);
      const most = own.reduce((far, value, i) => Math.max(far, Math.abs(value - turbo[i]!)), 0);
      expect(most).toBeLessThanOrEqual(1);
    },
  );

  /** ITU-T T.81 A.3.3, term by term. */
  it('transforms as the standard defines it', () => {
    const coefficients = Float64Array.from({ length: 64 }, (_, i) => ((i * 37) % 19) - 9);
    const out = new Float64Array(64);
    inverseDct(coefficients, out);
    const c = (u: number) => (u === 0 ? Math.SQRT1_2 : 1);
    for (const [y, x] of [
      [0, 0],
      [3, 5],
      [7, 1],
    ] as const) {
      let sum = 0;
      for (let v = 0; v < 8; v++)
        for (let u = 0; u < 8; u++)
          sum +=
            c(u) *
            c(v) *
            coefficients[8 * v + u]! *
            Math.cos(((2 * x + 1) * u * Math.PI) / 16) *
            Math.cos(((2 * y + 1) * v * Math.PI) / 16);
      expect(out[8 * y + x]).toBeCloseTo(sum / 4, 9);
    }
  });

  /** ITU-T T.81 figure A.6, the first rows of the table read along the zigzag. */
  it('knows the order of coefficients', () => {
    expect([...ZIGZAG.subarray(0, 12)]).toEqual([0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25]);
    expect([...ZIGZAG.subarray(60)]).toEqual([47, 55, 62, 63]);
    expect(new Set(ZIGZAG).size).toBe(64);
  });
});

describe('high-throughput JPEG 2000', () => {
  it('is the same by OpenJPH and by OpenJPEG', async () => {
    const j2k = codestream('pydicom-data/HTJ2KLossless_08_RGB.dcm', 'ff4fff51');
    const geometry = {
      rows: 480,
      columns: 640,
      samples: 3,
      bitsAllocated: 8,
      photometric: 'RGB',
    } as Geometry;
    const [a, b] = [await decodeHtj2k(j2k, geometry), await decodeJpeg2000(j2k, geometry)];
    expect(a.samples.length).toBe(480 * 640 * 3);
    expect(Buffer.from(a.samples.buffer).equals(Buffer.from(b.samples.buffer))).toBe(true);
  });
});
