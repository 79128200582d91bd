import { problem } from '../../../kernel/errors.ts';
import { type Thread, workerThread } from '../../../kernel/threads/thread.ts';
import type { DicomImage, DicomLimits } from './types.ts';

/** What goes to a decoding thread. */
export interface Task {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly frame: number;
}

export interface DecodingOptions {
  readonly limits: DicomLimits;
  readonly timeoutMs: number;
  /** MiB of JavaScript objects; pixels lie outside and are limited by `limits`. */
  readonly maxHeapMb: number;
}

export type DecodingThread = Thread<Task, DicomImage>;

export const decodingThread = ({ limits, timeoutMs, maxHeapMb }: DecodingOptions): DecodingThread =>
  workerThread({
    script: new URL('./worker.ts', import.meta.url),
    workerData: limits,
    timeoutMs,
    canBeInterrupted: true,
    maxHeapMb,
    late: (ms) => problem('dicom-timeout', { diagnostics: `expected to be decoded within ${ms} ms` }),
    outOfMemory: () => problem('dicom-too-large', { diagnostics: 'expected to need less memory' }),
  });
