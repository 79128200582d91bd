import { parentPort } from 'node:worker_threads';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { problem } from '../../kernel/errors.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { Answer } from '../../kernel/threads/thread.ts';
import type { OnnxNetwork, OnnxOutputs, OnnxTask } from './pool.ts';

// The script of a thread of ONNX Runtime: one run at a time, every network opened once.

const sessions = new Map<string, Promise<InferenceSession>>();

parentPort?.on('message', async (task: OnnxTask) => {
  const result = await runSafely(task);
  const answer: Answer<OnnxOutputs> = { result, spent: false };
  parentPort?.postMessage(answer, result.ok ? buffersOf(result.value) : []);
});

/** What the engine says quotes names and shapes of the network, and no numbers of the input. */
async function runSafely(task: OnnxTask): Promise<Result<OnnxOutputs>> {
  try {
    return ok(await run(task));
  } catch (cause) {
    const [diagnostics = ''] = String((cause as Error).message).split('\n');
    return err(problem('model-failed', { diagnostics }));
  }
}

async function run({ network, input }: OnnxTask): Promise<OnnxOutputs> {
  const session = await sessionOf(network);
  const [name, ...others] = session.inputNames;
  if (name === undefined || others.length > 0) throw new Error('the network needs exactly one input');
  const found = await session.run({ [name]: new Tensor('float32', input.data, [...input.dims]) });
  return Object.fromEntries(
    Object.entries(found).map(([output, { dims, data }]) => [
      output,
      // A copy, for the memory of the engine cannot be handed over.
      { dims, data: Float32Array.from(data as Float32Array) },
    ]),
  );
}

function sessionOf({ id, file }: OnnxNetwork): Promise<InferenceSession> {
  const known = sessions.get(id);
  if (known) return known;
  const opened = InferenceSession.create(new Uint8Array(file).slice(), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
  });
  sessions.set(id, opened);
  opened.catch(() => sessions.delete(id));
  return opened;
}

const buffersOf = (outputs: OnnxOutputs): ArrayBuffer[] =>
  Object.values(outputs).map(({ data }) => data.buffer as ArrayBuffer);
