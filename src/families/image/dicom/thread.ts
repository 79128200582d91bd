import { Worker } from 'node:worker_threads';
import { type Problem, problem } from '../../../kernel/errors.ts';
import { err, type Result } from '../../../kernel/result.ts';
import type { DicomImage, DicomLimits } from './types.ts';

/** What goes to a decoding thread. */
export interface Task {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly frame: number;
}

/** What comes back. `spent`: the thread holds so much memory that another shall take its place. */
export interface Answer {
  readonly result: Result<DicomImage>;
  readonly spent: boolean;
}

export interface ThreadOptions {
  readonly limits: DicomLimits;
  readonly timeoutMs: number;
  /** Heap of JavaScript objects; pixels lie outside and are limited by `limits`. */
  readonly maxHeapMb: number;
}

/** A decoding thread, started when it is first needed and again after each that died. */
export interface Thread {
  run(task: Task): Promise<Result<DicomImage>>;
  close(): Promise<void>;
}

const SCRIPT = new URL('./worker.ts', import.meta.url);

export function decodingThread(options: ThreadOptions): Thread {
  let worker: Worker | undefined;
  let closed = false;
  const stop = async () => {
    const old = worker;
    worker = undefined;
    await old?.terminate();
  };
  const forget = (dead: Worker) => {
    if (worker === dead) worker = undefined;
  };
  return {
    async run(task) {
      if (closed) return err(problem('internal', { diagnostics: 'the decoder is closed' }));
      worker ??= start(options, forget);
      const outcome = await runIn(worker, task, options.timeoutMs);
      if (outcome.spent) await stop();
      return outcome.result;
    },
    async close() {
      closed = true;
      await stop();
    },
  };
}

/** What a dead worker says after its answer is known is of no interest: without a listener it would end the process. */
function start({ limits, maxHeapMb }: ThreadOptions, forget: (dead: Worker) => void): Worker {
  const worker = new Worker(SCRIPT, {
    workerData: limits,
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMb, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
    execArgv: [],
    env: {},
  });
  worker.on('error', () => {}).on('exit', () => forget(worker));
  worker.unref();
  return worker;
}

/** One task in one worker: its answer, or why there is none. A worker without an answer is spent. */
function runIn(worker: Worker, task: Task, timeoutMs: number): Promise<Answer> {
  return new Promise((resolve) => {
    const settle = (answer: Answer) => {
      clearTimeout(timer);
      worker.off('message', settle).off('error', onError).off('exit', onExit).unref();
      resolve(answer);
    };
    const fail = (failure: Problem) => settle({ result: err(failure), spent: true });
    const onError = (cause: unknown) => fail(deathOf(cause));
    const onExit = () => fail(problem('internal'));
    const timer = setTimeout(() => fail(lateAfter(timeoutMs)), timeoutMs);
    worker.on('message', settle).on('error', onError).on('exit', onExit).ref();
    worker.postMessage(task, [task.bytes.buffer]);
  });
}

const lateAfter = (ms: number): Problem =>
  problem('dicom-timeout', { diagnostics: `expected to be decoded within ${ms} ms` });

function deathOf(cause: unknown): Problem {
  const { code } = cause as NodeJS.ErrnoException;
  if (code !== 'ERR_WORKER_OUT_OF_MEMORY') return problem('internal');
  return problem('dicom-too-large', { diagnostics: 'expected to need less memory' });
}
