import { describe, expect, it } from 'vitest';
import { createInProcessQueue } from '../../src/jobs/in-process.ts';

/** Work that ends when it is told to, and a record of what ran. */
function workshop() {
  const started: string[] = [];
  const finishers = new Map<string, () => void>();
  const work = (name: string) => () => {
    started.push(name);
    return new Promise<void>((resolve) => finishers.set(name, resolve));
  };
  const finish = async (name: string) => {
    finishers.get(name)!();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { started, work, finish };
}

const queue = (options: { concurrency?: number; capacity?: number; onFailure?: (c: unknown) => void } = {}) =>
  createInProcessQueue({ concurrency: 2, capacity: 10, onFailure: () => {}, ...options });

describe('the in-process queue', () => {
  it('runs jobs in order, a few at a time', async () => {
    const { started, work, finish } = workshop();
    const jobs = queue();
    for (const name of ['a', 'b', 'c']) jobs.add(name, work(name));
    expect(started).toEqual(['a', 'b']);
    await finish('b');
    expect(started).toEqual(['a', 'b', 'c']);
  });

  it('lets the work of other lanes overtake what waits for its own', async () => {
    const { started, work, finish } = workshop();
    const jobs = createInProcessQueue({ concurrency: 2, perLane: 1, capacity: 10, onFailure: () => {} });
    for (const [name, lane] of [
      ['a', 'one'],
      ['b', 'one'],
      ['c', 'two'],
      ['d', 'three'],
    ] as const)
      jobs.add(name, work(name), lane);
    expect(started).toEqual(['a', 'c']);
    await finish('c');
    expect(started).toEqual(['a', 'c', 'd']);
    await finish('a');
    expect(started).toEqual(['a', 'c', 'd', 'b']);
    await Promise.all([finish('b'), finish('d'), jobs.close()]);
    expect(jobs.size).toBe(0);
  });

  it('takes the same key once while it waits or runs, and again afterwards', async () => {
    const { started, work, finish } = workshop();
    const jobs = queue();
    expect([jobs.add('a', work('a')), jobs.add('a', work('a again'))]).toEqual([true, true]);
    expect(started).toEqual(['a']);
    await finish('a');
    jobs.add('a', work('a later'));
    expect(started).toEqual(['a', 'a later']);
  });

  it('refuses more than it can hold', () => {
    const { work } = workshop();
    const jobs = queue({ capacity: 2 });
    expect(['a', 'b', 'c'].map((name) => jobs.add(name, work(name)))).toEqual([true, true, false]);
    expect(jobs.size).toBe(2);
  });

  it('reports what a job throws, and goes on', async () => {
    const causes: unknown[] = [];
    const jobs = queue({ onFailure: (cause) => causes.push(cause) });
    jobs.add('rejects', () => Promise.reject(new Error('one')));
    jobs.add('throws', () => {
      throw new Error('two');
    });
    await jobs.close();
    expect(causes.map((c) => (c as Error).message)).toEqual(expect.arrayContaining(['one', 'two']));
    expect(jobs.size).toBe(0);
  });

  it('takes nothing after it was closed, and closes when all is done', async () => {
    const { work, finish } = workshop();
    const jobs = queue({ concurrency: 1 });
    jobs.add('a', work('a'));
    jobs.add('b', work('b'));
    let isClosed = false;
    const closed = jobs.close().then(() => {
      isClosed = true;
    });
    expect(jobs.add('c', work('c'))).toBe(false);
    await finish('a');
    expect(isClosed).toBe(false);
    await finish('b');
    await closed;
    expect(isClosed).toBe(true);
  });

  it('closes at once when there is nothing to do', async () => {
    await expect(queue().close()).resolves.toBeUndefined();
  });
});
