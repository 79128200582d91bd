import { parentPort } from 'node:worker_threads';
import { problem } from '../../kernel/errors.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { Answer } from '../../kernel/threads/thread.ts';
import type { FloatTensor, OnnxNetwork, OnnxOutputs, OnnxTask } from './pool.ts';

/** Computes a network. What it throws quotes names and shapes of the network, and no numbers of the input. */
export type Run = (network: OnnxNetwork, input: FloatTensor) => OnnxOutputs | Promise<OnnxOutputs>;

/** Answers what a pool sends to this thread, whatever engine computes. */
export function serveNetworks(run: Run): void {
  parentPort?.on('message', async (task: OnnxTask) => {
    const result = await runSafely(run, task);
    const answer: Answer<OnnxOutputs> = { result, spent: false };
    parentPort?.postMessage(answer, result.ok ? buffersOf(result.value) : []);
  });
}

async function runSafely(run: Run, { network, input }: OnnxTask): Promise<Result<OnnxOutputs>> {
  try {
    return ok(await run(network, input));
  } catch (cause) {
    return err(problem('model-failed', { diagnostics: inOneLine(String((cause as Error).message)) }));
  }
}

/** Of a wrong shape each axis has a line of its own. */
const inOneLine = (message: string): string => message.replace(/\s+/g, ' ').trim().slice(0, MOST_SAID);

const MOST_SAID = 300;

const buffersOf = (outputs: OnnxOutputs): ArrayBuffer[] =>
  Object.values(outputs).map(({ data }) => data.buffer as ArrayBuffer);
