import { parentPort } from 'node:worker_threads';
import type { OnnxOutputs, OnnxTask } from '../../../inference/onnx/pool.ts';
import { problem } from '../../../kernel/errors.ts';
import { err, ok, type Result } from '../../../kernel/result.ts';
import type { Answer } from '../../../kernel/threads/thread.ts';
import { openTensorFlow } from './backend.ts';
import { tensorCompute } from './compute.ts';

// The script of a thread of TensorFlow.js that serves networks.

await openTensorFlow();
const compute = tensorCompute();

parentPort?.on('message', (task: OnnxTask) => {
  const result = runSafely(task);
  const answer: Answer<OnnxOutputs> = { result, spent: false };
  parentPort?.postMessage(answer, result.ok ? buffersOf(result.value) : []);
});

function runSafely({ network, input }: OnnxTask): Result<OnnxOutputs> {
  try {
    return ok(compute.run(network, input));
  } catch (cause) {
    const [diagnostics = ''] = String((cause as Error).message).split('\n');
    return err(problem('model-failed', { diagnostics }));
  }
}

const buffersOf = (outputs: OnnxOutputs): ArrayBuffer[] =>
  Object.values(outputs).map(({ data }) => data.buffer as ArrayBuffer);
