import { randomUUID } from 'node:crypto';
import type { JobQueue } from './contract.ts';

/**
 * What work gives once it is its turn; undefined where the queue is full. Whoever asks twice has it done twice.
 *
 * @param lane as `JobQueue.add` takes it
 */
export function inTurn<T>(queue: JobQueue, work: () => Promise<T>, lane?: string): Promise<T> | undefined {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const isAdded = queue.add(randomUUID(), () => work().then(resolve, reject), lane);
  return isAdded ? promise : undefined;
}
