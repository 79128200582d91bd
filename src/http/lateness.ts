/** How late the event loop is. */
export interface Lateness {
  /** Milliseconds by which the loop is behind now, 0 while it keeps up. */
  ms(): number;
}

/** Fine enough to tell tens of milliseconds, and a thousandth of a core. */
const TICK_MS = 10;

/**
 * Measured by a timer that should have run by now. Unlike the histogram of `monitorEventLoopDelay`, which knows of a
 * delay once it is over, this tells in the middle of a long turn that those who are read last in it have waited.
 */
export function createLateness(now: () => number = () => performance.now()): Lateness {
  let due = now() + TICK_MS;
  const timer = setInterval(() => {
    due = now() + TICK_MS;
  }, TICK_MS);
  timer.unref();
  return { ms: () => Math.max(0, now() - due) };
}
