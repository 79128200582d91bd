import { describe, expect, it } from 'vitest';
import {
  DEFAULT_LIMITS,
  type DicomDecoderOptions,
  dicomDecoder,
} from '../../../../src/families/image/dicom/client.ts';
import { decodingThread } from '../../../../src/families/image/dicom/thread.ts';
import { imageOf } from './decoded.ts';
import { largestJ2k, manyElements } from './hostile.ts';
import { bytesOf, SAMPLES } from './manifest.ts';

const small = () => bytesOf(SAMPLES, 'pydicom/test_files/MR_small_jp2klossless.dcm');
const twoFrames = () => bytesOf(SAMPLES, 'pydicom/test_files/SC_rgb_rle_16bit_2frame.dcm');

async function withDecoder(
  options: DicomDecoderOptions,
  use: (decoder: ReturnType<typeof dicomDecoder>) => Promise<void>,
): Promise<void> {
  const decoder = dicomDecoder({ workers: 1, timeoutMs: 60_000, ...options });
  try {
    await use(decoder);
  } finally {
    await decoder.close();
  }
}

const codeOf = (result: Awaited<ReturnType<ReturnType<typeof dicomDecoder>['decode']>>) =>
  result.ok ? 'ok' : result.error.code;

describe('a decoder', () => {
  it('gives what decoding in this thread gives, and leaves the bytes to the caller', () =>
    withDecoder({}, async (decoder) => {
      const bytes = small();
      expect(await decoder.decode(bytes)).toEqual({ ok: true, value: await imageOf(bytes) });
      expect(bytes.equals(small())).toBe(true);
    }));

  it('decodes the frame that is asked for', () =>
    withDecoder({}, async (decoder) => {
      const [first, second] = await Promise.all(
        [0, 1].map((frame) => decoder.decode(twoFrames(), { frame })),
      );
      expect(second).toEqual({ ok: true, value: await imageOf(twoFrames(), 1) });
      expect(first).not.toEqual(second);
      expect(await decoder.decode(twoFrames(), { frame: 2 })).toMatchObject({
        error: { code: 'invalid-dicom' },
      });
    }));

  it('gives up a file that is late, and takes the next one up', () =>
    withDecoder({ timeoutMs: 1 }, async (decoder) => {
      for (let i = 0; i < 3; i++) expect(codeOf(await decoder.decode(small()))).toBe('dicom-timeout');
    }));

  /** A warm thread, so that the time is spent in the codec, which does not look at a clock. */
  it('ends a codec in the middle of its work', async () => {
    const thread = decodingThread({ limits: DEFAULT_LIMITS, timeoutMs: 60_000, maxHeapMb: 128 });
    const run = async (bytes: Uint8Array, timeoutMs?: number) =>
      codeOf(await thread.run({ bytes: new Uint8Array(bytes), frame: 0 }, [], timeoutMs));
    expect(await run(small())).toBe('ok');
    expect(await run(largestJ2k(), 20)).toBe('dicom-timeout');
    expect(await run(small())).toBe('ok');
    await thread.close();
  });

  it('survives a file that uses up the memory of its thread', () =>
    withDecoder({ maxHeapMb: 16 }, async (decoder) => {
      expect(codeOf(await decoder.decode(manyElements(199_000)))).toBe('dicom-too-large');
      expect(codeOf(await decoder.decode(small()))).toBe('ok');
    }));

  it('refuses what is larger than it takes', () =>
    withDecoder({ maxBytes: 1_000, maxPixels: 100 }, async (decoder) => {
      expect(codeOf(await decoder.decode(small()))).toBe('dicom-too-large');
      expect(codeOf(await decoder.decode(small().subarray(0, 999)))).not.toBe('ok');
    }));

  it('holds rows, columns and samples against its limit of pixels', () =>
    withDecoder({ maxPixels: 64 * 64 - 1 }, async (decoder) => {
      expect(await decoder.decode(small())).toMatchObject({
        error: { code: 'dicom-too-large', expression: '(0028,0010) Rows' },
      });
    }));

  it('refuses at once what would wait behind too many', () =>
    withDecoder({ maxWaiting: 1 }, async (decoder) => {
      const results = await Promise.all([small(), small(), small()].map((bytes) => decoder.decode(bytes)));
      expect(results.map(codeOf)).toEqual(['ok', 'ok', 'overloaded']);
    }));

  it('works many files off with several threads', () =>
    withDecoder({ workers: 2 }, async (decoder) => {
      const results = await Promise.all(Array.from({ length: 20 }, () => decoder.decode(small())));
      expect(new Set(results.map(codeOf))).toEqual(new Set(['ok']));
    }));

  it('ends what runs and what waits when it is closed', async () => {
    const decoder = dicomDecoder({ workers: 1 });
    const running = [decoder.decode(small()), decoder.decode(small())];
    await decoder.close();
    expect((await Promise.all(running)).map(codeOf)).toEqual(['internal', 'internal']);
    expect(codeOf(await decoder.decode(small()))).toBe('internal');
  });
});
