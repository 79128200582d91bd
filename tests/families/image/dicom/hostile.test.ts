import { afterAll, describe, expect, it } from 'vitest';
import { dicomDecoder } from '../../../../src/families/image/dicom/client.ts';
import { HOSTILE, largestJ2k } from './hostile.ts';
import { bytesOf, rowsOf, SAMPLES } from './manifest.ts';
import { growthOf } from './memory.ts';

const MOST_MIB = 200;
const decoder = dicomDecoder({ workers: 1, timeoutMs: 60_000 });
afterAll(() => decoder.close());

describe('hostile files', () => {
  it.each(HOSTILE)('%s: a clear error within memory', async (_, make, code) => {
    const bytes = make();
    const growth = await growthOf(async () => {
      const result = await decoder.decode(bytes);
      expect(result).toMatchObject({ ok: false, error: { code } });
    });

    expect(growth).toBeLessThan(MOST_MIB);
  });

  /** Empty packets are an image to OpenJPEG: all grey, of the largest size that is taken. */
  it('the largest JPEG 2000 without data stays within memory', async () => {
    const bytes = largestJ2k();
    const growth = await growthOf(async () => {
      expect(await decoder.decode(bytes)).toMatchObject({ ok: true, value: { rows: 4_096 } });
    });

    expect(growth).toBeLessThan(MOST_MIB);
  });

  it('files cut off anywhere give an error', async () => {
    for (const { file, frames } of rowsOf(SAMPLES).filter(
      ({ reference_decode }) => reference_decode === 'ok',
    )) {
      const bytes = bytesOf(SAMPLES, file);
      for (const share of [0.02, 0.1, 0.3, 0.5, 0.8]) {
        const cut = bytes.subarray(0, Math.floor(share * bytes.length));
        const result = await decoder.decode(cut, { frame: Math.max(0, Number(frames) - 1) });
        expect(result.ok ? `${file} at ${share}` : result.error.code).toMatch(
          /^(invalid-dicom|dicom-without-image)$/,
        );
      }
    }
  });

  it('leave the decoder as it was', async () => {
    const result = await decoder.decode(bytesOf(SAMPLES, 'pydicom/test_files/MR_small.dcm'));
    expect(result.ok).toBe(true);
  });
});
