import { availableParallelism } from 'node:os';
import { problem } from '../../kernel/errors.ts';
import type { Result } from '../../kernel/result.ts';
import { threadPool } from '../../kernel/threads/pool.ts';
import { workerThread } from '../../kernel/threads/thread.ts';

/** A network in the ONNX format: `id` names its content, so that a thread opens it once. */
export interface OnnxNetwork {
  readonly id: string;
  /** Shared by all threads. */
  readonly file: SharedArrayBuffer;
}

/** Numbers in row-major order. */
export interface FloatTensor {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

/** What goes to a thread. */
export interface OnnxTask {
  readonly network: OnnxNetwork;
  readonly input: FloatTensor;
}

/** The outputs of a network by their names. */
export type OnnxOutputs = Readonly<Record<string, FloatTensor>>;

export interface OnnxPool {
  /**
   * Runs a network on its one input. Fails with `model-timeout`, `model-failed` (the file or the input's shape does not
   * fit), `overloaded`, or `internal` once the pool is closed.
   */
  run(network: OnnxNetwork, input: FloatTensor, timeoutMs?: number): Promise<Result<OnnxOutputs>>;
  close(): Promise<void>;
}

export interface OnnxPoolOptions {
  /** Networks that run at the same time, each on one core. */
  readonly workers?: number;
  readonly timeoutMs?: number;
  /** Runs that may wait for a thread. */
  readonly maxWaiting?: number;
}

/** Numbers of networks and pictures lie outside the heap. */
const MAX_HEAP_MB = 256;

/** Threads of ONNX Runtime on the CPU: a run blocks its thread, and never the one that answers calls. */
export const onnxPool = (options: OnnxPoolOptions = {}): OnnxPool =>
  networkPool(
    {
      script: new URL('./worker.ts', import.meta.url),
      // The engine takes the whole process with it when its thread is ended while it computes.
      canBeInterrupted: false,
    },
    options,
  );

/** What computes networks in a thread: a script that answers an `OnnxTask`. */
export interface NetworkEngine {
  readonly script: URL;
  /** Whether a thread that is late may be ended. */
  readonly canBeInterrupted: boolean;
}

/** Threads of any engine. */
export function networkPool(
  engine: NetworkEngine,
  { workers = availableParallelism(), timeoutMs = 30_000, maxWaiting = 256 }: OnnxPoolOptions,
): OnnxPool {
  const open = () =>
    workerThread<OnnxTask, OnnxOutputs>({
      ...engine,
      workerData: undefined,
      timeoutMs,
      maxHeapMb: MAX_HEAP_MB,
      late: (ms) => problem('model-timeout', { diagnostics: `expected an answer within ${ms} ms` }),
      outOfMemory: () => problem('model-failed', { diagnostics: 'expected to need less memory' }),
    });
  const pool = threadPool(Array.from({ length: workers }, open), maxWaiting);
  return {
    run: (network, input, ms) => pool.use((thread) => thread.run({ network, input }, [], ms)),
    close: pool.close,
  };
}

/** A file as threads share it. @param id the same for the same content */
export function onnxNetwork(id: string, bytes: Uint8Array): OnnxNetwork {
  const file = new SharedArrayBuffer(bytes.length);
  new Uint8Array(file).set(bytes);
  return { id, file };
}
