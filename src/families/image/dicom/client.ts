import { availableParallelism } from 'node:os';
import { problem } from '../../../kernel/errors.ts';
import { err, type Result } from '../../../kernel/result.ts';
import { threadPool } from '../../../kernel/threads/pool.ts';
import { decodingThread } from './thread.ts';
import type { DicomImage, DicomLimits } from './types.ts';

const MiB = 1024 * 1024;

export interface DicomDecoderOptions extends Partial<DicomLimits> {
  /** Files that are decoded at the same time, each in a thread. */
  readonly workers?: number;
  /** Milliseconds for one file from when a thread takes it up. */
  readonly timeoutMs?: number;
  /** Files that may wait for a thread; more are refused with `overloaded`. */
  readonly maxWaiting?: number;
  /** MiB of JavaScript objects in a thread; pixels are limited by `maxBytes` and `maxPixels`. */
  readonly maxHeapMb?: number;
}

export interface DicomDecoder {
  /**
   * Decodes one frame (the first unless `frame` says otherwise, counted from 0). Fails with `invalid-dicom`,
   * `dicom-without-image`, `unsupported-transfer-syntax`, `unsupported-dicom`, `dicom-too-large`, `dicom-timeout` or
   * `overloaded`. The bytes are copied and stay the caller's.
   */
  decode(bytes: Uint8Array, options?: { readonly frame?: number }): Promise<Result<DicomImage>>;
  /** Ends the threads. Files that are being decoded or wait fail with `internal`. */
  close(): Promise<void>;
}

export const DEFAULT_LIMITS: DicomLimits = { maxBytes: 64 * MiB, maxPixels: 4096 * 4096 };

const DEFAULTS = { timeoutMs: 10_000, maxWaiting: 64, maxHeapMb: 128 };

/**
 * Decodes DICOM files in threads with limits of time and memory: a hostile file costs its own answer and nothing else.
 *
 * @example
 * const decoder = dicomDecoder({ workers: 2 });
 * const image = unwrap(await decoder.decode(readFileSync('chest.dcm')));
 * image.display.pixels[0]; // grey of the upper left pixel, 0 (black) to 255
 * await decoder.close();
 */
export function dicomDecoder(options: DicomDecoderOptions = {}): DicomDecoder {
  const { workers = availableParallelism(), ...given } = options;
  const settings = { ...DEFAULTS, ...DEFAULT_LIMITS, ...given };
  const limits: DicomLimits = { maxBytes: settings.maxBytes, maxPixels: settings.maxPixels };
  const threads = Array.from({ length: workers }, () => decodingThread({ ...settings, limits }));
  const pool = threadPool(threads, settings.maxWaiting);
  return {
    async decode(bytes, { frame = 0 } = {}) {
      if (bytes.length > limits.maxBytes) return err(tooLarge(limits.maxBytes));
      const copy = new Uint8Array(bytes);
      return pool.use((thread) => thread.run({ bytes: copy, frame }, [copy.buffer]));
    },
    close: pool.close,
  };
}

const tooLarge = (most: number) =>
  problem('dicom-too-large', { diagnostics: `expected a file of at most ${most} bytes` });
