import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes from which a body counts: what ordinary calls leave behind, V8 clears away as it goes. */
const LARGE = 1_048_576;

/**
 * Bytes of large bodies after which their garbage is collected: every fourth body of the largest size. It takes as long
 * as parsing two of them.
 */
const MOST = 16_777_216;

let leftBehind = 0;

/**
 * Has the garbage of large bodies collected, once they are many and have been answered. Each leaves several times its
 * size, and V8 by itself waits for hundreds of MiB, which a burst would make the memory of the server for good.
 */
export function collectAfter(bytes: number): void {
  if (bytes < LARGE) return;
  leftBehind += bytes;
  if (leftBehind < MOST) return;
  leftBehind = 0;
  setImmediate(collector());
}

let collect: (() => void) | undefined;

/** V8 gives its collector to contexts that are made while the flag is set, and to no other. */
function collector(): () => void {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
    setFlagsFromString('--no-expose-gc');
  }
  return collect;
}
