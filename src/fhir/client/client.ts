import { setTimeout as wait } from 'node:timers/promises';
import type { Deadline } from '../../kernel/deadline.ts';
import type { Problem } from '../../kernel/errors.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { AllowList } from './allow-list.ts';
import { type Breaker, createBreaker } from './breaker.ts';
import { type FetchFailure, toProblem } from './failures.ts';
import type { GuardedFetch } from './guarded-fetch.ts';
import { jsonOf } from './json-fetch.ts';
import { type RetryOptions, withRetries } from './retry.ts';

export interface FhirClientOptions extends Pick<RetryOptions, 'random' | 'now'> {
  readonly fetch: GuardedFetch;
  readonly allowed: AllowList;
  /** Of one answer. */
  readonly maxBytes: number;
  /** Monotonic milliseconds, by which a failing server gets its rest. */
  readonly monotonic?: () => number;
  /** Told when a server failed so often that it is not asked for a while. */
  readonly onResting?: (origin: string) => void;
}

export interface ClientQuery {
  readonly fhirServer: string;
  readonly accessToken?: string | undefined;
  /** Relative to `fhirServer`, or absolute (a further page). */
  readonly url: string;
}

/** The queries of one hook call: all end by its deadline, to the last byte. */
export type FhirSession = (query: ClientQuery) => Promise<Result<unknown>>;

/**
 * Reads from the caller's FHIR server, through the guarded fetch: allow-listed addresses only, again where a moment
 * later may do, and not at all for a while after it failed repeatedly. Failures are values: `forbidden-server` or
 * `prefetch-failed`, with fixed texts.
 */
export function createFhirClient(options: FhirClientOptions): { session(deadline: Deadline): FhirSession } {
  const { monotonic = () => performance.now(), onResting } = options;
  const breaker = createBreaker({ now: monotonic, onOpen: onResting });
  return { session: (deadline) => (query) => ask(query, deadline, breaker, options) };
}

const ACCEPT = 'application/fhir+json, application/json;q=0.9';

async function ask(
  query: ClientQuery,
  deadline: Deadline,
  breaker: Breaker,
  options: FhirClientOptions,
): Promise<Result<unknown>> {
  const { fetch, allowed, maxBytes } = options;
  const target = targetOf(query, allowed);
  if (!target.ok) return target;
  if (deadline.remainingMs() === 0) return err(toProblem('timeout'));
  const { accessToken } = query;
  const headers = { accept: ACCEPT, ...(accessToken ? { authorization: `Bearer ${accessToken}` } : {}) };
  const once = () => fetch({ url: target.value.href, headers, allowed, deadline, maxBytes });
  const answer = await breaker(target.value.origin, deadline, () =>
    withRetries(once, deadline, { ...options, wait }),
  );
  return answer.ok ? jsonOf(answer.value) : err(located(answer.error));
}

/** Where to ask: on the server that the hook names, below an allowed base. */
function targetOf({ fhirServer, url }: ClientQuery, allowed: AllowList): Result<URL> {
  const base = URL.parse(`${fhirServer.replace(/\/+$/, '')}/`);
  if (!base || !allowed.allows(base.href)) return err(located('not-allowed'));
  const target = URL.parse(url, base.href);
  if (target?.origin !== base.origin) return err(toProblem('other-server'));
  if (!allowed.allows(target.href)) return err(toProblem('not-allowed'));
  target.search = target.search.replace(UNENCODED, encodeURIComponent);
  return ok(target);
}

/** Allowed in a query by URL parsers, not by RFC 3986: Tomcat answers 400 to the `|` of a token search. */
const UNENCODED = /[|\\^`{}]/g;

/** A server that must not be asked is the hook's doing, whatever key was to be fetched. */
function located(failure: FetchFailure): Problem {
  const { code, ...detail } = toProblem(failure);
  return { code, ...detail, ...(code === 'forbidden-server' ? { expression: 'fhirServer' } : {}) };
}
