import { describe, expect, it } from 'vitest';
import { byDeadline, deadlineIn, earlier } from '../../src/kernel/deadline.ts';

const clock = (...times: number[]) => {
  let last = 0;
  return () => {
    last = times.shift() ?? last;
    return last;
  };
};

describe('a deadline', () => {
  it('counts down in whole milliseconds and stops at 0', () => {
    const deadline = deadlineIn(100, clock(0, 10.5, 99.9, 100, 500));
    expect([1, 2, 3, 4].map(() => deadline.remainingMs())).toEqual([89, 0, 0, 0]);
  });

  it('comes earlier for those who must leave time', () => {
    const deadline = earlier(deadlineIn(100, clock(0, 10, 80)), 30);
    expect([deadline.remainingMs(), deadline.remainingMs()]).toEqual([60, 0]);
  });

  it('gives the value of work that is in time', async () => {
    expect(await byDeadline(deadlineIn(60_000), Promise.resolve(7))).toEqual({ inTime: true, value: 7 });
  });

  it('does not wait for late work, which goes on', async () => {
    let finish: (value: number) => void = () => {};
    const work = new Promise<number>((resolve) => {
      finish = resolve;
    });
    expect(await byDeadline(deadlineIn(5), work)).toEqual({ inTime: false });
    finish(8);
    expect(await work).toBe(8);
  });

  it('passes on the failure of work that is in time', async () => {
    await expect(byDeadline(deadlineIn(60_000), Promise.reject(new Error('broken')))).rejects.toThrow(
      'broken',
    );
  });
});
