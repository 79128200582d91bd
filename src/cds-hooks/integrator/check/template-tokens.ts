import { hooks } from '../../hooks.ts';
import { isUserToken, tokensOf } from '../tokens.ts';
import { error, type Finding } from './finding.ts';

/**
 * Rule 8: tokens name root fields of the context that their hook allows, or the user. A service of version 3 may use
 * a subset of FHIRPath (rule 9), which is not judged here.
 */
export function usesTokens(
  { hook, version }: Record<string, unknown>,
  template: string,
  path: string,
): Finding[] {
  if (typeof version === 'string' && /^[3-9]/.test(version)) return [];
  const rest = template.replace(/\{\{[^{}]*\}\}/g, '');
  const braces = /\{\{|\}\}/.test(rest) ? [error(8, path, 'has braces that belong to no token')] : [];
  return [...braces, ...tokensOf(template).flatMap((token) => isToken(token, hook, path))];
}

function isToken(token: string, hook: unknown, path: string): Finding[] {
  if (isUserToken(token)) return [];
  const [, field] = /^context\.(\w+)$/.exec(token) ?? [];
  if (field === undefined)
    return [error(8, path, `has the token ${token}: only fields at the root of the context can be named`)];
  const allowed = typeof hook === 'string' ? hooks.get(hook)?.tokens : undefined;
  const isAllowed = allowed === undefined || allowed.some((name) => name === field);
  return isAllowed ? [] : [error(8, path, `has the token ${token}, which ${hook} does not offer`)];
}
