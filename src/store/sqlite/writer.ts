import { Worker } from 'node:worker_threads';
import { problem } from '../../kernel/errors.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { SearchValue } from '../search-index.ts';

/** A resource as the database keeps it. */
export interface Row {
  readonly type: string;
  readonly id: string;
  readonly versionId: string;
  readonly lastUpdated: string;
  readonly body: string;
  readonly values: readonly SearchValue[];
}

export interface WriteRequest {
  readonly number: number;
  readonly rows: readonly Row[];
}

/** Numbers of the requests that are durable, and of those that could not be written. */
export interface WriteAnswer {
  readonly written: readonly number[];
  readonly failed: readonly number[];
}

export interface Writer {
  /** Resolves when the rows are on disk, all of them, or with `storage-failed`. Rows that exist are left as they are. */
  write(rows: readonly Row[]): Promise<Result<void>>;
  /** Finishes what is waiting. */
  close(): Promise<void>;
}

const failure = err(problem('storage-failed'));

/** Waiting for the disk happens in a thread of its own; if that dies, what waited fails and another is started. */
export function createWriter(file: string): Writer {
  const waiting = new Map<number, (result: Result<void>) => void>();
  let thread: Worker | undefined = start();
  let isClosed = false;
  let last = 0;

  function start(): Worker {
    const worker = new Worker(new URL('./writer-thread.ts', import.meta.url), { workerData: { file } });
    worker.on('message', ({ written, failed }: WriteAnswer) => {
      for (const number of written) settle(number, ok(undefined));
      for (const number of failed) settle(number, failure);
    });
    // An error ends the thread: `exit` settles what was waiting.
    worker.on('error', () => {});
    worker.on('exit', () => {
      if (thread === worker) thread = undefined;
      for (const number of [...waiting.keys()]) settle(number, failure);
    });
    worker.unref();
    return worker;
  }

  function settle(number: number, result: Result<void>): void {
    const resolve = waiting.get(number);
    waiting.delete(number);
    if (waiting.size === 0) thread?.unref();
    resolve?.(result);
  }

  return {
    write(rows) {
      if (isClosed) return Promise.resolve(failure);
      thread ??= start();
      const worker = thread;
      last += 1;
      const number = last;
      return new Promise((resolve) => {
        waiting.set(number, resolve);
        worker.ref();
        worker.postMessage({ number, rows } satisfies WriteRequest);
      });
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
