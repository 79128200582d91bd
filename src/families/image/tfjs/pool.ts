import { networkPool, type OnnxPool } from '../../../inference/onnx/pool.ts';

/** Threads of TensorFlow.js that compute networks exported by Kairos, as `onnxPool` computes any. */
export const tensorFlowPool = (workers: number): OnnxPool =>
  networkPool({ script: new URL('./worker.ts', import.meta.url), canBeInterrupted: true }, { workers });
