import type { JobQueue } from './contract.ts';

export interface InProcessOptions {
  /** Jobs that run at a time. */
  readonly concurrency: number;
  /** Of which so many of one lane; by default all. */
  readonly perLane?: number;
  /** Jobs that wait or run. */
  readonly capacity: number;
  /** Told of work that threw; a failed job costs no other. */
  readonly onFailure: (cause: unknown) => void;
}

interface Job {
  readonly lane: string;
  run(): Promise<void>;
}

/** Jobs in this process, in the order in which they came. They end with it: what is lost is computed again when asked. */
export function createInProcessQueue(options: InProcessOptions): JobQueue {
  const { concurrency, perLane = concurrency, capacity, onFailure } = options;
  const keys = new Set<string>();
  const waiting: Job[] = [];
  const running: Job[] = [];
  let isClosed = false;
  let whenIdle: (() => void) | undefined;

  const hasRoom = ({ lane }: Job): boolean => running.filter((job) => job.lane === lane).length < perLane;

  function next(): void {
    while (running.length < concurrency) {
      const first = waiting.findIndex(hasRoom);
      if (first < 0) break;
      start(waiting.splice(first, 1)[0]!);
    }
    if (running.length === 0) whenIdle?.();
  }

  function start(job: Job): void {
    running.push(job);
    job.run().finally(() => {
      running.splice(running.indexOf(job), 1);
      next();
    });
  }

  return {
    add(key, work, lane = '') {
      if (isClosed || (keys.size >= capacity && !keys.has(key))) return false;
      if (keys.has(key)) return true;
      keys.add(key);
      waiting.push({ lane, run: () => attempt(work, onFailure).finally(() => keys.delete(key)) });
      next();
      return true;
    },
    get size() {
      return keys.size;
    },
    close() {
      isClosed = true;
      if (running.length === 0 && waiting.length === 0) return Promise.resolve();
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
