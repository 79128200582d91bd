import type { Deadline } from '../../kernel/deadline.ts';
import type { Problem } from '../../kernel/errors.ts';
import { MAX_DEPTH, nestingExceeds } from '../../kernel/nesting.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { AllowList } from './allow-list.ts';
import { type FetchFailure, statusProblem, toProblem } from './failures.ts';
import type { GuardedFetch } from './guarded-fetch.ts';
import type { Answer } from './send.ts';

export interface JsonFetchOptions {
  readonly fetch: GuardedFetch;
  readonly allowed: AllowList;
  readonly maxBytes: number;
}

/** Reads JSON from an allowed URL, for example an issuer's JWK Set: no redirects, no retries. */
export type JsonFetch = (url: string, deadline: Deadline) => Promise<Result<unknown>>;

export const createJsonFetch =
  ({ fetch, allowed, maxBytes }: JsonFetchOptions): JsonFetch =>
  async (url, deadline) => {
    const headers = { accept: 'application/json' };
    const answer = await fetch({ url, headers, allowed, deadline, maxBytes });
    return answer.ok ? jsonOf(answer.value) : err(toProblem(answer.error));
  };

/** The JSON of a 2xx answer. Nothing of what came enters the problem. */
export function jsonOf({ status, contentType, body }: Answer): Result<unknown> {
  if (status < 200 || status > 299) return err(statusProblem(status));
  if (/^text\/html\b/i.test(contentType)) return failed('web-page');
  if (nestingExceeds(body, MAX_DEPTH)) return failed('too-deep');
  const text = new TextDecoder().decode(body);
  try {
    return ok(JSON.parse(text));
  } catch {
    return failed(text.trimStart().startsWith('<') ? 'web-page' : 'not-json');
  }
}

const failed = (failure: FetchFailure): Result<never, Problem> => err(toProblem(failure));
