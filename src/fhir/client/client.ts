import type { Deadline } from '../../kernel/deadline.ts';
import { problem } from '../../kernel/errors.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { AllowList } from './allow-list.ts';

export interface FhirClientOptions {
  readonly allowed: AllowList;
  readonly maxBytes: number;
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
 * Reads from the caller's FHIR server: allow-listed addresses only, no redirects (a token must not follow
 * one), bounded in time and size. Failures are values: `forbidden-server` or `prefetch-failed`.
 */
export function createFhirClient(options: FhirClientOptions): { session(deadline: Deadline): FhirSession } {
  return { session: (deadline) => openSession(options, deadline) };
}

function openSession(options: FhirClientOptions, deadline: Deadline): FhirSession {
  let signal: AbortSignal | undefined;
  return async (query) => {
    const url = absolute(query);
    if (!url || !options.allowed.allows(url))
      return err(problem('forbidden-server', { expression: 'fhirServer' }));
    signal ??= AbortSignal.timeout(deadline.remainingMs());
    try {
      return await read(url, query.accessToken, signal, options.maxBytes);
    } catch {
      return failed('the FHIR server could not be reached in time');
    }
  };
}

function absolute({ fhirServer, url }: ClientQuery): string | undefined {
  const base = `${fhirServer.replace(/\/+$/, '')}/`;
  return URL.canParse(url, base) ? new URL(url, base).href : undefined;
}

async function read(
  url: string,
  accessToken: string | undefined,
  signal: AbortSignal,
  maxBytes: number,
): Promise<Result<unknown>> {
  const response = await fetch(url, {
    headers: {
      accept: 'application/fhir+json',
      ...(accessToken ? { authorization: `Bearer ${accessToken}` } : {}),
    },
    redirect: 'error',
    signal,
  });
  if (!response.ok) {
    await response.body?.cancel();
    return failed(`the FHIR server answered ${response.status}`);
  }
  const text = await readText(response, maxBytes);
  return text === undefined ? failed('the FHIR server sent too much data') : parseJson(text);
}

async function readText(response: Response, maxBytes: number): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): Result<unknown> {
  try {
    return ok(JSON.parse(text));
  } catch {
    return failed('the FHIR server did not send JSON');
  }
}

const failed = (diagnostics: string): Result<never> => err(problem('prefetch-failed', { diagnostics }));
