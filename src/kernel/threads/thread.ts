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
  /**
   * Whether the script may be ended in the middle of its work. Otherwise a late task is answered in time all the same,
   * and the thread takes the next one up when it is done.
   */
  readonly canBeInterrupted: boolean;
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
  let current: Worker | undefined;
  let closed = false;
  /** Until what must not be interrupted is done. */
  let busy: Promise<unknown> = Promise.resolve();
  const forget = (dead: Worker) => {
    if (current === dead) current = undefined;
  };
  const end = async (worker: Worker | undefined) => {
    if (worker) forget(worker);
    await worker?.terminate();
  };
  return {
    async run(task, transferred = [], timeoutMs = options.timeoutMs) {
      await busy;
      if (closed) return err(problem('internal', { diagnostics: 'the thread is closed' }));
      const worker = current ?? start(options, forget);
      current = worker;
      const done = runIn<Task, Value>(worker, task, transferred, options);
      if (!options.canBeInterrupted) busy = done;
      const answer = await withinTime(done, timeoutMs);
      if (answer?.spent || (!answer && options.canBeInterrupted)) await end(worker);
      return answer?.result ?? err(options.late(timeoutMs));
    },
    async close() {
      closed = true;
      await busy;
      await end(current);
    },
  };
}

/** What a promise gives, or nothing where that takes too long. */
async function withinTime<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([promise, passed]);
  } finally {
    clearTimeout(timer);
  }
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

/** One task in one worker: its answer, or why there is none. A worker that died is spent. */
function runIn<Task, Value>(
  worker: Worker,
  task: Task,
  transferred: readonly Transferable[],
  { outOfMemory }: ThreadOptions,
): Promise<Answer<Value>> {
  return new Promise((resolve) => {
    const settle = (answer: Answer<Value>) => {
      worker.off('message', settle).off('error', onError).off('exit', onExit).unref();
      resolve(answer);
    };
    const fail = (failure: Problem) => settle({ result: err(failure), spent: true });
    const onError = (cause: unknown) => fail(isOutOfMemory(cause) ? outOfMemory() : problem('internal'));
    const onExit = () => fail(problem('internal'));
    worker.on('message', settle).on('error', onError).on('exit', onExit).ref();
    worker.postMessage(task, transferred);
  });
}

const isOutOfMemory = (cause: unknown): boolean =>
  (cause as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
