/** The instant by which an answer must leave, on a clock that never jumps. */
export interface Deadline {
  /** Whole milliseconds left, 0 once it has passed. */
  remainingMs(): number;
}

/** Monotonic milliseconds: wall clocks are set back and forth. */
type Monotonic = () => number;

const monotonic: Monotonic = () => performance.now();

export function deadlineIn(ms: number, now: Monotonic = monotonic): Deadline {
  const end = now() + ms;
  return { remainingMs: () => Math.max(0, Math.floor(end - now())) };
}

/** The same deadline for somebody who must leave time for what follows. */
export const earlier = (deadline: Deadline, ms: number): Deadline => ({
  remainingMs: () => Math.max(0, deadline.remainingMs() - ms),
});

export type Outcome<T> = { readonly inTime: true; readonly value: T } | { readonly inTime: false };

const LATE: Outcome<never> = { inTime: false };

/** What `work` gives if it is there by the deadline. Late work goes on; whoever wants it keeps the promise. */
export function byDeadline<T>(deadline: Deadline, work: Promise<T>): Promise<Outcome<T>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Outcome<T>>((resolve) => {
    timer = setTimeout(() => resolve(LATE), deadline.remainingMs());
  });
  const done = work.then((value): Outcome<T> => ({ inTime: true, value }));
  return Promise.race([done, late]).finally(() => clearTimeout(timer));
}
