/** Lets work into the event loop one piece a turn, in the order in which it came. */
export interface Turnstile {
  enter(work: () => void): void;
  readonly waiting: number;
  /** How long the first in the queue has waited: what whoever comes now would wait at least. */
  readonly waitedMs: number;
}

interface Waiting {
  readonly work: () => void;
  readonly since: number;
}

/** A queue of more is the sign of a rush. */
const RUSH = 8;

/** Turns without work between two pieces in a rush: an empty turn takes a hundredth of the time of a call. */
const EMPTY_TURNS = 6;

/**
 * Between two pieces the loop accepts connections, reads and refuses. Without it, all bodies that have arrived are
 * worked on in one turn, and as libuv accepts one connection a turn, others wait for seconds to be refused.
 */
export function createTurnstile(
  now: () => number = () => performance.now(),
  nextTurn: (then: () => void) => void = setImmediate,
): Turnstile {
  const queue: Waiting[] = [];
  let emptyTurns = 0;

  function next(): void {
    if (queue.length > RUSH && emptyTurns < EMPTY_TURNS) {
      emptyTurns++;
      nextTurn(next);
      return;
    }
    emptyTurns = 0;
    const first = queue.shift();
    if (queue.length > 0) nextTurn(next);
    first?.work();
  }

  return {
    enter(work) {
      if (queue.push({ work, since: now() }) === 1) nextTurn(next);
    },
    get waiting() {
      return queue.length;
    },
    get waitedMs() {
      return queue[0] ? now() - queue[0].since : 0;
    },
  };
}
