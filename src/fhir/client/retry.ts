import type { Deadline } from '../../kernel/deadline.ts';
import type { Result } from '../../kernel/result.ts';
import type { FetchFailure } from './failures.ts';
import type { Answer } from './send.ts';

export type Attempt = Result<Answer, FetchFailure>;

export interface RetryOptions {
  /** In [0, 1). */
  readonly random: () => number;
  readonly now: () => Date;
  readonly wait: (ms: number) => Promise<unknown>;
}

const MOST_RETRIES = 2;
const FIRST_WAIT_MS = 20;

/** Asks again, at most twice and only inside the deadline, where a moment later may do: 429, 503, a closed connection. */
export async function withRetries(
  ask: () => Promise<Attempt>,
  deadline: Deadline,
  options: RetryOptions,
): Promise<Attempt> {
  for (let retries = 0; ; retries++) {
    const attempt = await ask();
    if (retries === MOST_RETRIES || !isPassing(attempt)) return attempt;
    const ms = waitFor(attempt, retries, options);
    if (ms >= deadline.remainingMs()) return attempt;
    await options.wait(ms);
  }
}

const isPassing = (attempt: Attempt): boolean =>
  attempt.ok ? [429, 503].includes(attempt.value.status) : attempt.error === 'reset';

/** Longer each time, with jitter so that callers do not return together; never sooner than the server asks. */
function waitFor(attempt: Attempt, retries: number, { random, now }: RetryOptions): number {
  const own = FIRST_WAIT_MS * 2 ** retries * (0.5 + random());
  const asked = attempt.ok ? retryAfterMs(attempt.value.retryAfter, now) : 0;
  return Math.max(own, asked);
}

/** RFC 9110, section 10.2.3: seconds, or a date. What cannot be understood asks for nothing. */
function retryAfterMs(value: string | undefined, now: () => Date): number {
  if (value === undefined) return 0;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? 0 : Math.max(0, at - now().getTime());
}
