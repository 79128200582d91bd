import type { CryptoKey } from 'jose';
import type { Clock } from '../../kernel/clock.ts';
import type { ClientAlgorithm } from '../../kernel/config.ts';
import { problem } from '../../kernel/errors.ts';
import { err, type Result } from '../../kernel/result.ts';
import { type KeyHint, type KeySet, parseKeySet } from './key-set.ts';

export interface JwksCacheOptions {
  /** Reads JSON from an operator's URL: no redirects, bounded in time and size. */
  readonly fetchJson: (url: string) => Promise<Result<unknown>>;
  readonly algorithms: readonly ClientAlgorithm[];
  readonly clock: Clock;
  /** `why` is one of few fixed texts. */
  readonly onFailure?: (url: string, why: string) => void;
}

/** Keys that clients publish. */
export interface JwksCache {
  find(url: string, hint: KeyHint): Promise<CryptoKey | undefined>;
}

const SECOND = 1_000;
/** Keys are used this long without asking; asked for again, in the background, from half of it on. */
const FRESH = 600 * SECOND;
/** Keys are used this long while the endpoint does not answer. */
const USABLE = 86_400 * SECOND;
/** Whoever sends unknown key ids cannot make Kairos ask more often. */
const BETWEEN_REQUESTS = 60 * SECOND;
/** Without fresh keys: nobody of that client can call, so it is tried sooner. */
const BETWEEN_ATTEMPTS = 5 * SECOND;

interface Entry {
  keys?: KeySet;
  /** Milliseconds since 1970, of the last success and of the last attempt. */
  fetched: number;
  tried: number;
  failed: boolean;
  underway?: Promise<void> | undefined;
}

/**
 * One entry for each configured URL, so their number is bounded. An unknown key id means that keys may have changed
 * (rotation): they are asked for again, at most once a minute. An endpoint that is down does not stop the clients
 * whose keys are known; one that answers with fewer keys does.
 */
export function createJwksCache(options: JwksCacheOptions): JwksCache {
  const { fetchJson, algorithms, clock, onFailure } = options;
  const entries = new Map<string, Entry>();

  function entryOf(url: string): Entry {
    const entry = entries.get(url) ?? { fetched: -Infinity, tried: -Infinity, failed: false };
    entries.set(url, entry);
    return entry;
  }

  const ageOf = (instant: number): number => {
    const age = clock.now().getTime() - instant;
    // A clock that was set back makes everything old: keys are asked for, and not kept for long.
    return age < 0 ? Infinity : age;
  };

  const known = (entry: Entry, hint: KeyHint): Promise<CryptoKey | undefined> =>
    entry.keys && ageOf(entry.fetched) <= USABLE ? entry.keys.find(hint) : Promise.resolve(undefined);

  async function fetchInto(entry: Entry, url: string): Promise<void> {
    entry.tried = clock.now().getTime();
    // Nobody may be waiting for it: a defect must not become an unhandled rejection.
    const answer = await fetchJson(url).catch(() => err(problem('internal')));
    const keys = answer.ok ? parseKeySet(answer.value, algorithms) : undefined;
    entry.failed = keys === undefined;
    if (keys) Object.assign(entry, { keys, fetched: entry.tried });
    else onFailure?.(url, answer.ok ? 'it is no JWK Set' : (answer.error.diagnostics ?? answer.error.code));
  }

  /** The request that is under way, or another one if it is time for it. */
  function refresh(entry: Entry, url: string, isKnown: boolean): Promise<void> | undefined {
    if (entry.underway) return entry.underway;
    const isFresh = ageOf(entry.fetched) <= FRESH;
    const isWanted = !isFresh || !isKnown || ageOf(entry.fetched) > FRESH / 2;
    if (!isWanted || ageOf(entry.tried) < (isFresh ? BETWEEN_REQUESTS : BETWEEN_ATTEMPTS)) return undefined;
    entry.underway = fetchInto(entry, url).finally(() => {
      entry.underway = undefined;
    });
    return entry.underway;
  }

  return {
    async find(url, hint) {
      const entry = entryOf(url);
      const key = await known(entry, hint);
      const refreshing = refresh(entry, url, key !== undefined);
      const mayWait = key && (entry.failed || ageOf(entry.fetched) <= FRESH);
      if (!refreshing || mayWait) return key;
      await refreshing;
      return known(entry, hint);
    },
  };
}
