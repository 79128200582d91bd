import { isObject } from '../../../kernel/json-object.ts';
import { listedServices } from '../discovery.ts';
import type { Exchange } from '../http.ts';
import { checkCards } from './card.ts';
import { checkServices } from './discovery.ts';
import { checkEverywhere } from './everywhere.ts';
import { encrypted, explainsFailure, isJson, isPrompt, succeeds } from './exchange.ts';
import { error, type Finding, warning } from './finding.ts';

type CheckObject = (value: Record<string, unknown>, path: string) => Finding[];

/** Everything that can be said of an answer to discovery. */
export const checkDiscovery = (exchange: Exchange): Finding[] => [
  ...encrypted(exchange, 'discovery'),
  ...checkAnswer(3, exchange, 'discovery', checkServices),
];

/** Everything that can be said of an answer to a call. */
export const checkResponse = (exchange: Exchange): Finding[] => [
  ...checkAnswer(14, exchange, 'response', checkCards),
  ...isPrompt(exchange, 'response'),
];

/** An answer that is no success is judged by how it explains itself, and by nothing else. */
function checkAnswer(rule: 3 | 14, exchange: Exchange, path: string, check: CheckObject): Finding[] {
  const { status, body } = exchange;
  if (status !== 200) return [...succeeds(rule, exchange, path), ...explainsFailure(exchange, path)];
  const findings = isJson(exchange, path);
  if (body.kind !== 'json') return findings;
  if (!isObject(body.value)) return [...findings, error(rule, path, 'must be an object')];
  return [...findings, ...check(body.value, path), ...checkEverywhere(body.value, path)];
}

/** Rule 3: what can be called is in the list. */
export function isListed(discovered: Exchange, id: string | undefined, hook: string): Finding[] {
  const isThere = listedServices(discovered).some((s) => s.id === id && s.hook === hook);
  if (discovered.status !== 200 || isThere) return [];
  return [warning(3, 'discovery.services', `should list the service that was called, under ${hook}`)];
}

/** Rule 23: no status is prescribed, but feedback was offered by giving the card a uuid. */
export const checkFeedback = ({ status }: Exchange): Finding[] =>
  status >= 200 && status < 300 ? [] : [error(23, 'feedback', `was refused with the status ${status}`)];
