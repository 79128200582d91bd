import { problem } from '../errors.ts';
import { err, type Result } from '../result.ts';
import type { Thread } from './thread.ts';

/** Threads that take tasks in the order in which they come. */
export interface ThreadPool<Task, Value> {
  /** Gives the work a thread of its own. Fails with `overloaded` where too much waits, with `internal` once closed. */
  use(work: (thread: Thread<Task, Value>) => Promise<Result<Value>>): Promise<Result<Value>>;
  /** Ends the threads. What is being done or waits fails with `internal`. */
  close(): Promise<void>;
}

/** @param maxWaiting tasks that may wait for a thread */
export function threadPool<Task, Value>(
  threads: readonly Thread<Task, Value>[],
  maxWaiting: number,
): ThreadPool<Task, Value> {
  type Free = Thread<Task, Value>;
  const idle = [...threads];
  const waiting: ((thread: Free | undefined) => void)[] = [];
  let closed = false;
  const acquire = (): Promise<Free | undefined> | Free | undefined =>
    closed ? undefined : (idle.pop() ?? new Promise((resolve) => waiting.push(resolve)));
  const release = (thread: Free) => {
    const next = waiting.shift();
    if (next) next(thread);
    else idle.push(thread);
  };
  return {
    async use(work) {
      if (idle.length === 0 && waiting.length >= maxWaiting) return err(problem('overloaded'));
      const thread = await acquire();
      if (!thread) return err(problem('internal', { diagnostics: 'the threads are closed' }));
      try {
        return await work(thread);
      } finally {
        release(thread);
      }
    },
    async close() {
      closed = true;
      for (const resolve of waiting.splice(0)) resolve(undefined);
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}
