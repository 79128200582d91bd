import { isObject } from '../../../kernel/json-object.ts';
import type { Exchange } from '../http.ts';
import { error, type Finding, warning } from './finding.ts';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Rule 1: HTTPS, except on the machine itself. */
export function encrypted({ url }: Exchange, path: string): Finding[] {
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:' || LOOPBACK.test(hostname)) return [];
  return [warning(1, path, 'comes without HTTPS: patient data would travel in the clear')];
}

/** Rule 1: bodies are JSON, and say so. */
export function isJson({ contentType, body }: Exchange, path: string): Finding[] {
  const says = /^application\/json\s*(;|$)/i.test(contentType)
    ? []
    : [error(1, path, `must have the Content-Type application/json, and has ${contentType || 'none'}`)];
  return body.kind === 'json' ? says : [...says, error(1, path, body.why)];
}

const MEANINGS: Readonly<Record<number, string>> = {
  401: ': it wants a signed call (--key, --iss), or does not know this client',
  412: ': it could get the data it needs neither from the prefetch nor from the FHIR server',
};

/** Rules 3 and 14: 200, whatever there is to say. */
export const succeeds = (rule: 3 | 14, { status }: Exchange, path: string): Finding[] =>
  status === 200 ? [] : [error(rule, path, `has the status ${status}${MEANINGS[status] ?? ''}`)];

/** Rule 12: a failure explains itself (3.0). */
export function explainsFailure({ status, body }: Exchange, path: string): Finding[] {
  const resource = body.kind === 'json' && isObject(body.value) ? body.value.resourceType : undefined;
  if (status < 400 || status === 401 || resource === 'OperationOutcome') return [];
  return [warning(12, path, 'should explain the failure by an OperationOutcome')];
}

const SLOW_MS = 500;

/** Rule 7: half a second. */
export const isPrompt = ({ ms }: Exchange, path: string): Finding[] =>
  ms <= SLOW_MS ? [] : [warning(7, path, `took ${ms} ms, and should take about ${SLOW_MS}`)];
