import { byDeadline, type Deadline } from '../../kernel/deadline.ts';
import { err } from '../../kernel/result.ts';
import type { FetchFailure } from './failures.ts';
import type { Attempt } from './retry.ts';

export interface BreakerOptions {
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** Told when a server is no longer asked. */
  readonly onOpen?: ((origin: string) => void) | undefined;
}

/** Asks a server through its breaker. */
export type Breaker = (origin: string, deadline: Deadline, ask: () => Promise<Attempt>) => Promise<Attempt>;

const FAILURES_TO_OPEN = 5;
const REST_MS = 10_000;

interface ServerState {
  failures: number;
  /** While open: when one may try again. */
  restUntil: number;
  /** The one query that tries; others wait for what comes of it. */
  probe?: Promise<Attempt> | undefined;
}

/**
 * One breaker per origin: a server that failed five times in a row is left alone for ten seconds, so that hooks get
 * their answer at once and the server gets its rest; then one query tries.
 */
export function createBreaker({ now, onOpen }: BreakerOptions): Breaker {
  const servers = new Map<string, ServerState>();

  const record = (origin: string, state: ServerState, attempt: Attempt): Attempt => {
    state.failures = isServerFailure(attempt) ? state.failures + 1 : 0;
    if (state.failures < FAILURES_TO_OPEN) return attempt;
    state.restUntil = now() + REST_MS;
    if (state.failures === FAILURES_TO_OPEN) onOpen?.(origin);
    return attempt;
  };

  return async (origin, deadline, ask) => {
    const state = servers.get(origin) ?? { failures: 0, restUntil: 0 };
    servers.set(origin, state);
    if (state.probe) await byDeadline(deadline, state.probe);
    const isOpen = state.failures >= FAILURES_TO_OPEN;
    if (isOpen && (state.probe || now() < state.restUntil)) return err('resting');
    const asked = ask().then((attempt) => record(origin, state, attempt));
    if (!isOpen) return asked;
    state.probe = asked;
    return asked.finally(() => {
      state.probe = undefined;
    });
  };
}

const NETWORK: readonly FetchFailure[] = [
  'unreachable',
  'not-trusted',
  'reset',
  'broken-off',
  'timeout',
  'headers-too-large',
  'not-http-answer',
];

/** What a server answers to a wrong query or token says nothing about its health. */
const isServerFailure = (attempt: Attempt): boolean =>
  attempt.ok ? attempt.value.status >= 500 || attempt.value.status === 429 : NETWORK.includes(attempt.error);
