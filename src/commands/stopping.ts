import { constants } from 'node:os';

type Signal = 'SIGTERM' | 'SIGINT';

/** A terminal signals all of its processes, and npm passes the signal on: Ctrl-C is then seen twice at once. */
const SAME_MS = 300;

/** Jobs that do not end are lost before an orchestrator kills, 30 s after the signal. */
const MOST_MS = 22_000;

/**
 * Stops in order at the first SIGTERM or SIGINT, with exit code 0; at the second the process ends at once, with the
 * code of a process that the signal ended.
 */
export function stopOnSignals(stop: () => Promise<void>): void {
  let since: number | undefined;
  const onSignal = (signal: Signal): void => {
    if (since === undefined) {
      since = performance.now();
      setTimeout(() => process.exit(1), MOST_MS).unref();
      // What goes wrong now is a defect: it ends the process as one, with its stack. What is left when all is closed
      // are timers of calls that were cut off.
      void stop().then(() => process.exit());
    } else if (signal === 'SIGTERM' || performance.now() - since > SAME_MS) {
      process.exit(128 + constants.signals[signal]);
    }
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}
