import { problem } from '../../../kernel/errors.ts';
import { unwrap } from '../../../kernel/result.ts';
import { threadPool } from '../../../kernel/threads/pool.ts';
import { workerThread } from '../../../kernel/threads/thread.ts';
import type { FeatureRequest, FeatureWork } from './feature-thread.ts';

/** What the frozen layers make of pictures, computed in a thread beside the one that learns. */
export interface FeatureSource {
  /** `[rows, height, width, channels]` of the last frozen layer. Requests are answered in their order. */
  featuresOf(request: FeatureRequest): Promise<Float32Array>;
  close(): Promise<void>;
}

const TIMEOUT_MS = 600_000;
/** Pictures and features lie outside the heap. */
const MAX_HEAP_MB = 512;

export function featureSource(work: FeatureWork): FeatureSource {
  const thread = workerThread<FeatureRequest, Float32Array>({
    script: new URL('./feature-thread.ts', import.meta.url),
    workerData: work,
    timeoutMs: TIMEOUT_MS,
    // ONNX Runtime takes the whole process with it when its thread is ended while it computes.
    canBeInterrupted: false,
    maxHeapMb: MAX_HEAP_MB,
    late: (ms) => problem('model-timeout', { diagnostics: `expected features within ${ms} ms` }),
    outOfMemory: () => problem('model-failed', { diagnostics: 'expected to need less memory' }),
  });
  const pool = threadPool([thread], Number.POSITIVE_INFINITY);
  return {
    featuresOf: async (request) => unwrap(await pool.use((free) => free.run(request))),
    close: pool.close,
  };
}
