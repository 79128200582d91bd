import { type Transferable, Worker } from 'node:worker_threads';
import { type Problem, problem } from '../errors.ts';
import { err, type Result } from '../result.ts';

/** What a thread's script posts for each task. `spent`: another thread shall take its place. */
export interface Answer<Value> {
  readonly result: Result<Value>;
  readonly spent: boolean;
}

export interface ThreadOptions {
  /** Answers each message, a task, with one `Answer`, in their order. */
  readonly script: URL;
  readonly workerData: unknown;
  /** Milliseconds for one task, unless it is given others. */
  readonly timeoutMs: number;
  /** MiB of JavaScript objects; memory outside of V8's heap is not limited by it. */
  readonly maxHeapMb: number;
  /** What a task is answered with that takes longer. */
  late(timeoutMs: number): Problem;
  /** What a task is answered with that uses up the heap. */
  outOfMemory(): Problem;
}

/** A worker thread, started when it is first needed and again after each that died. */
export interface Thread<Task, Value> {
  run(task: Task, transferred?: readonly Transferable[], timeoutMs?: number): Promise<Result<Value>>;
  close(): Promise<void>;
}

export function workerThread<Task, Value>(options: ThreadOptions): Thread<Task, Value> {
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
    async run(task, transferred = [], timeoutMs = options.timeoutMs) {
      if (closed) return err(problem('internal', { diagnostics: 'the thread is closed' }));
      worker ??= start(options, forget);
      const outcome = await runIn<Task, Value>(worker, task, transferred, { ...options, timeoutMs });
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
function start({ script, workerData, maxHeapMb }: ThreadOptions, forget: (dead: Worker) => void): Worker {
  const worker = new Worker(script, {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMb, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
    execArgv: [],
    env: {},
  });
  worker.on('error', () => {}).on('exit', () => forget(worker));
  worker.unref();
  return worker;
}

/** One task in one worker: its answer, or why there is none. A worker without an answer is spent. */
function runIn<Task, Value>(
  worker: Worker,
  task: Task,
  transferred: readonly Transferable[],
  { timeoutMs, late, outOfMemory }: ThreadOptions,
): Promise<Answer<Value>> {
  return new Promise((resolve) => {
    const settle = (answer: Answer<Value>) => {
      clearTimeout(timer);
      worker.off('message', settle).off('error', onError).off('exit', onExit).unref();
      resolve(answer);
    };
    const fail = (failure: Problem) => settle({ result: err(failure), spent: true });
    const onError = (cause: unknown) => fail(isOutOfMemory(cause) ? outOfMemory() : problem('internal'));
    const onExit = () => fail(problem('internal'));
    const timer = setTimeout(() => fail(late(timeoutMs)), timeoutMs);
    worker.on('message', settle).on('error', onError).on('exit', onExit).ref();
    worker.postMessage(task, transferred);
  });
}

const isOutOfMemory = (cause: unknown): boolean =>
  (cause as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
