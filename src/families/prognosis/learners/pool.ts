import { availableParallelism } from 'node:os';
import { parentPort, Worker, workerData } from 'node:worker_threads';

/** What goes from a worker to its pool. */
type Message<Answer> = { readonly steps: number } | { readonly task: number; readonly answer: Answer };

interface Job<Shared, Task> {
  /** A module that calls `answerTasks`. */
  readonly script: URL;
  /** Copied to every worker, but for what lies in a SharedArrayBuffer. */
  readonly shared: Shared;
  readonly tasks: readonly Task[];
  readonly workers?: number | undefined;
  /** Called with the number of steps that were done since. */
  readonly onSteps?: (steps: number) => void;
}

/** A job, and what a worker would do of it: small jobs are done here, for starting a thread takes longer. */
interface SizedJob<Shared, Task, Answer> extends Job<Shared, Task> {
  readonly work: (shared: Shared, task: Task, onSteps: (steps: number) => void) => Answer;
  readonly isSmall: boolean;
}

/** Answers tasks here or in worker threads; the answers come in the order of the tasks. */
export async function answersOf<Shared, Task, Answer>(
  job: SizedJob<Shared, Task, Answer>,
): Promise<Answer[]> {
  if (!job.isSmall) return inWorkers(job);
  return job.tasks.map((task) => job.work(job.shared, task, job.onSteps ?? (() => {})));
}

/** Answers tasks in worker threads, each worker one at a time; the answers come in the order of the tasks. */
export async function inWorkers<Shared, Task, Answer>(job: Job<Shared, Task>): Promise<Answer[]> {
  const answers: Answer[] = [];
  const queue = [...job.tasks.entries()];
  const threads = Math.min(job.workers ?? availableParallelism(), queue.length);
  const workers = Array.from({ length: threads }, () => new Worker(job.script, { workerData: job.shared }));
  try {
    await Promise.all(workers.map((worker) => feed(worker, queue, answers, job.onSteps)));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return answers;
}

function feed<Task, Answer>(
  worker: Worker,
  queue: [number, Task][],
  answers: Answer[],
  onSteps?: (steps: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const next = () => {
      const entry = queue.shift();
      if (entry) worker.postMessage(entry);
      else resolve();
    };
    worker.on('error', reject);
    worker.on('message', (message: Message<Answer>) => {
      if ('steps' in message) return onSteps?.(message.steps);
      answers[message.task] = message.answer;
      next();
    });
    next();
  });
}

/** In a worker's script: `work` answers one task; `onSteps` tells of its progress. */
export function answerTasks<Shared, Task, Answer>(
  work: (shared: Shared, task: Task, onSteps: (steps: number) => void) => Answer,
): void {
  const post = (message: Message<Answer>) => parentPort?.postMessage(message);
  parentPort?.on('message', ([task, content]: [number, Task]) => {
    post({ task, answer: work(workerData as Shared, content, (steps) => post({ steps })) });
  });
}
