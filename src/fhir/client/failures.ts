import { type ErrorCode, type Problem, problem } from '../../kernel/errors.ts';

interface Failure {
  readonly code: Extract<ErrorCode, 'forbidden-server' | 'prefetch-failed'>;
  readonly text: string;
}

/** Everything that keeps an answer from coming, once. The texts are fixed: no part of a URL or an answer is in them. */
const failures = {
  'not-http': { code: 'forbidden-server', text: 'only http and https URLs without a user are asked' },
  'not-allowed': { code: 'forbidden-server', text: 'the URL is not below an allowed base' },
  'other-server': { code: 'forbidden-server', text: 'a further page lies on another server' },
  'private-address': {
    code: 'forbidden-server',
    text: 'the host has an address in a private or special network: an operator allows it by naming the network in OUTBOUND_PRIVATE_NETWORKS',
  },
  unreachable: { code: 'prefetch-failed', text: 'the server could not be reached' },
  'not-trusted': { code: 'prefetch-failed', text: "the server's TLS certificate is not trusted" },
  unsendable: { code: 'prefetch-failed', text: 'the access token has characters that no header may have' },
  reset: { code: 'prefetch-failed', text: 'the server closed the connection without an answer' },
  'broken-off': { code: 'prefetch-failed', text: 'the server broke off its answer' },
  timeout: { code: 'prefetch-failed', text: 'the server did not answer in time' },
  redirect: { code: 'prefetch-failed', text: 'the server answered with a redirect, which is not followed' },
  'too-large': { code: 'prefetch-failed', text: 'the server sent too much data' },
  'headers-too-large': { code: 'prefetch-failed', text: 'the server sent headers that are too large' },
  'unknown-encoding': {
    code: 'prefetch-failed',
    text: 'the server sent data in a compression not asked for',
  },
  'not-http-answer': { code: 'prefetch-failed', text: 'the server did not answer in HTTP' },
  'web-page': { code: 'prefetch-failed', text: 'the server sent a web page instead of JSON' },
  'not-json': { code: 'prefetch-failed', text: 'the server did not send JSON' },
  'too-deep': { code: 'prefetch-failed', text: 'the server sent JSON that is nested too deeply' },
  resting: {
    code: 'prefetch-failed',
    text: 'the server failed repeatedly and is not asked again for some seconds',
  },
} as const satisfies Record<string, Failure>;

export type FetchFailure = keyof typeof failures;

export const fetchFailures = Object.keys(failures) as FetchFailure[];

export const toProblem = (failure: FetchFailure): Problem =>
  problem(failures[failure].code, { diagnostics: failures[failure].text });

/** What a status other than 2xx means for whoever asked. */
const statuses: Readonly<Record<number, string>> = {
  401: 'the server refused the access token or wants one (401)',
  403: 'the access token does not allow this (403)',
  404: 'the server does not have it (404)',
  410: 'the server does not have it any more (410)',
  429: 'the server is asked too often (429)',
};

export const statusProblem = (status: number): Problem =>
  problem('prefetch-failed', { diagnostics: statuses[status] ?? `the server answered ${status}` });

const CODES: Readonly<Record<string, FetchFailure>> = {
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  HPE_HEADER_OVERFLOW: 'headers-too-large',
};

const TRUST = /^(CERT_|ERR_TLS_CERT|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH|INVALID_CA)/;

/** What a connection died of, from Node's error code. */
export function failureOf(cause: unknown): FetchFailure {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (TRUST.test(code)) return 'not-trusted';
  return CODES[code] ?? (code.startsWith('HPE_') ? 'not-http-answer' : 'unreachable');
}
