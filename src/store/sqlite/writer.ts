import { Worker } from 'node:worker_threads';
import { problem } from '../../kernel/errors.ts';
import { err, ok, type Result } from '../../kernel/result.ts';

/** A resource as the database keeps it. */
export interface Row {
  readonly type: string;
  readonly id: string;
  readonly versionId: string;
  readonly lastUpdated: string;
  readonly body: string;
}

/** A key that one caller only may have; times in milliseconds since 1970. */
export interface Claim {
  readonly key: string;
  readonly until: number;
  readonly now: number;
}

export interface WriteRequest {
  readonly number: number;
  readonly rows?: readonly Row[];
  readonly claim?: Claim;
  /** Index everything that was saved before: nothing else goes with it. */
  readonly index?: true;
}

/** Numbers of the requests that are durable, of claims that somebody has already, and of what could not be written. */
export interface WriteAnswer {
  readonly written: readonly number[];
  readonly taken: readonly number[];
  readonly failed: readonly number[];
}

export type WriteOutcome = keyof WriteAnswer;

export interface Writer {
  /** Resolves when the rows are on disk, all of them, or with `storage-failed`. Rows that exist are left as they are. */
  write(rows: readonly Row[]): Promise<Result<void>>;
  /** Resolves when it is on disk whose the key is: the caller's, or somebody else's. */
  claim(claim: Claim): Promise<Result<boolean>>;
  /** Resolves when everything saved so far can be found. */
  index(): Promise<Result<void>>;
  /** Finishes what is waiting. */
  close(): Promise<void>;
}

const OUTCOMES = ['written', 'taken', 'failed'] as const satisfies readonly WriteOutcome[];

const failure = err(problem('storage-failed'));

/** Waiting for the disk happens in a thread of its own; if that dies, what waited fails and another is started. */
export function createWriter(file: string): Writer {
  const waiting = new Map<number, (outcome: WriteOutcome) => void>();
  let thread: Worker | undefined = start();
  let isClosed = false;
  let last = 0;

  function start(): Worker {
    const worker = new Worker(new URL('./writer-thread.ts', import.meta.url), { workerData: { file } });
    worker.on('message', (answer: WriteAnswer) => {
      for (const outcome of OUTCOMES) for (const number of answer[outcome]) settle(number, outcome);
    });
    // An error ends the thread: `exit` settles what was waiting.
    worker.on('error', () => {});
    worker.on('exit', () => {
      if (thread === worker) thread = undefined;
      for (const number of [...waiting.keys()]) settle(number, 'failed');
    });
    worker.unref();
    return worker;
  }

  function settle(number: number, outcome: WriteOutcome): void {
    const resolve = waiting.get(number);
    waiting.delete(number);
    if (waiting.size === 0) thread?.unref();
    resolve?.(outcome);
  }

  function send(request: Omit<WriteRequest, 'number'>): Promise<WriteOutcome> {
    if (isClosed) return Promise.resolve('failed');
    thread ??= start();
    const worker = thread;
    last += 1;
    const number = last;
    return new Promise((resolve) => {
      waiting.set(number, resolve);
      worker.ref();
      worker.postMessage({ number, ...request } satisfies WriteRequest);
    });
  }

  const attempt = async (request: Omit<WriteRequest, 'number'>): Promise<Result<void>> =>
    (await send(request)) === 'failed' ? failure : ok(undefined);

  return {
    write: (rows) => attempt({ rows }),
    index: () => attempt({ index: true }),
    async claim(claim) {
      const outcome = await send({ claim });
      return outcome === 'failed' ? failure : ok(outcome === 'written');
    },
    async close() {
      isClosed = true;
      const worker = thread;
      if (!worker) return;
      const ended = new Promise((resolve) => worker.once('exit', resolve));
      worker.ref();
      worker.postMessage('close');
      await ended;
    },
  };
}
