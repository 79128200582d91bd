import type { OnnxOutputs, OnnxPool, OnnxTask } from '../../../inference/onnx/pool.ts';
import { problem } from '../../../kernel/errors.ts';
import { threadPool } from '../../../kernel/threads/pool.ts';
import { workerThread } from '../../../kernel/threads/thread.ts';

const TIMEOUT_MS = 30_000;
/** Numbers of networks and pictures lie outside the heap. */
const MAX_HEAP_MB = 256;
const MAX_WAITING = 256;

/** Threads of TensorFlow.js that compute networks exported by Kairos, as `onnxPool` computes any. */
export function tensorFlowPool(workers: number): OnnxPool {
  const open = () =>
    workerThread<OnnxTask, OnnxOutputs>({
      script: new URL('./worker.ts', import.meta.url),
      workerData: undefined,
      timeoutMs: TIMEOUT_MS,
      canBeInterrupted: true,
      maxHeapMb: MAX_HEAP_MB,
      late: (ms) => problem('model-timeout', { diagnostics: `expected an answer within ${ms} ms` }),
      outOfMemory: () => problem('model-failed', { diagnostics: 'expected to need less memory' }),
    });
  const pool = threadPool(Array.from({ length: workers }, open), MAX_WAITING);
  return {
    run: (network, input, ms) => pool.use((thread) => thread.run({ network, input }, [], ms)),
    close: pool.close,
  };
}
