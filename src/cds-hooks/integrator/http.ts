import type { Clock } from '../../kernel/clock.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { isTooDeep } from './check/nodes.ts';
import { type Failure, unreachable } from './failure.ts';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** What the client needs of the world around it. */
export interface Surroundings {
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Monotonic milliseconds, to say how long an answer took. */
  readonly elapsed: () => number;
  readonly timeoutMs: number;
}

export interface Call {
  readonly url: string;
  /** Sent as a Bearer token. */
  readonly token?: string | undefined;
  readonly accept?: string;
  /** Posted as JSON; a call without one is a GET. */
  readonly body?: unknown;
}

export type Body =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'unreadable'; readonly why: string };

/** One answer, whatever its status; nothing of it is trusted yet. */
export interface Exchange {
  readonly url: string;
  readonly status: number;
  readonly contentType: string;
  /** From sending to the last byte read. */
  readonly ms: number;
  readonly body: Body;
}

const MOST_BYTES = 10 * 1024 * 1024;

/** Calls once, without following redirects: a signed call is valid for the address it was signed for only. */
export async function send(call: Call, around: Surroundings): Promise<Result<Exchange, Failure>> {
  const start = around.elapsed();
  try {
    const response = await around.fetch(call.url, initOf(call, around.timeoutMs));
    const body = await readBody(response);
    const ms = Math.round(around.elapsed() - start);
    const contentType = response.headers.get('content-type') ?? '';
    return ok({ url: call.url, status: response.status, contentType, ms, body });
  } catch (cause) {
    return err(unreachable(`${call.url} ${reasonOf(cause, around.timeoutMs)}`));
  }
}

const initOf = ({ token, accept, body }: Call, timeoutMs: number): RequestInit => ({
  method: body === undefined ? 'GET' : 'POST',
  redirect: 'manual',
  signal: AbortSignal.timeout(timeoutMs),
  headers: {
    Accept: accept ?? 'application/json',
    ...(token ? { Authorization: `Bearer ${token}` } : {}),
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
  },
  ...(body === undefined ? {} : { body: JSON.stringify(body) }),
});

function reasonOf(cause: unknown, timeoutMs: number): string {
  if (cause instanceof Error && cause.name === 'TimeoutError')
    return `did not answer within ${timeoutMs / 1000} s`;
  const inner = cause instanceof Error ? cause.cause : undefined;
  const code = inner instanceof Error && 'code' in inner ? ` (${String(inner.code)})` : '';
  return `cannot be reached, or broke off${code}`;
}

async function readBody(response: Response): Promise<Body> {
  const bytes = await readBytes(response);
  if (!bytes) return unreadable('is larger than 10 MB, where reading stopped');
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    return isTooDeep(value) ? unreadable('is nested too deeply to be judged') : { kind: 'json', value };
  } catch {
    return unreadable(bytes.length === 0 ? 'is empty' : 'is not JSON');
  }
}

const unreadable = (why: string): Body => ({ kind: 'unreadable', why });

/** The whole body, or nothing when it is too large: what comes after the limit is never read. */
async function readBytes(response: Response): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    // Leaving the loop cancels the stream and with it the connection.
    if (size > MOST_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
