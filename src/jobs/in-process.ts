import type { JobQueue } from './contract.ts';

export interface InProcessOptions {
  /** Jobs that run at a time. */
  readonly concurrency: number;
  /** Jobs that wait or run. */
  readonly capacity: number;
  /** Told of work that threw; a failed job costs no other. */
  readonly onFailure: (cause: unknown) => void;
}

/** Jobs in this process, in the order in which they came. They end with it: what is lost is computed again when asked. */
export function createInProcessQueue({ concurrency, capacity, onFailure }: InProcessOptions): JobQueue {
  const keys = new Set<string>();
  const waiting: (() => Promise<void>)[] = [];
  let running = 0;
  let isClosed = false;
  let whenIdle: (() => void) | undefined;

  function next(): void {
    while (running < concurrency && waiting.length > 0) start(waiting.shift()!);
    if (running === 0) whenIdle?.();
  }

  function start(run: () => Promise<void>): void {
    running++;
    run().finally(() => {
      running--;
      next();
    });
  }

  return {
    add(key, work) {
      if (isClosed || (keys.size >= capacity && !keys.has(key))) return false;
      if (keys.has(key)) return true;
      keys.add(key);
      waiting.push(() => attempt(work, onFailure).finally(() => keys.delete(key)));
      next();
      return true;
    },
    get size() {
      return keys.size;
    },
    close() {
      isClosed = true;
      if (running === 0 && waiting.length === 0) return Promise.resolve();
      return new Promise((resolve) => {
        whenIdle = resolve;
      });
    },
  };
}

async function attempt(work: () => Promise<void>, onFailure: (cause: unknown) => void): Promise<void> {
  try {
    await work();
  } catch (cause) {
    onFailure(cause);
  }
}
