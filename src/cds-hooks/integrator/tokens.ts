import { err, ok, type Result } from '../../kernel/result.ts';
import type { Context } from './context.ts';

/** Tokens for the user, by the type of the resource that `context.userId` names. */
const USER_TOKENS: Readonly<Record<string, string>> = {
  userPractitionerId: 'Practitioner',
  userPractitionerRoleId: 'PractitionerRole',
  userPatientId: 'Patient',
  userRelatedPersonId: 'RelatedPerson',
};

export const isUserToken = (token: string): boolean => Object.hasOwn(USER_TOKENS, token);

/** What stands between double braces. */
export const tokensOf = (template: string): readonly string[] =>
  [...template.matchAll(/\{\{([^{}]*)\}\}/g)].map(([, token = '']) => token.trim());

/**
 * A prefetch template with its tokens replaced (CDS Hooks 2.0.1, "Prefetch tokens"): a relative FHIR URL, or the
 * token that the context does not answer.
 */
export function fill(template: string, context: Context): Result<string, string> {
  const unknown = tokensOf(template).find((token) => valueFor(token, context) === undefined);
  if (unknown !== undefined) return err(unknown);
  return ok(
    template.replace(/\{\{([^{}]*)\}\}/g, (_, token: string) =>
      encodeURIComponent(valueFor(token.trim(), context)!),
    ),
  );
}

function valueFor(token: string, context: Context): string | undefined {
  if (isUserToken(token)) return idOf(context.userId, USER_TOKENS[token]!);
  const [, field] = /^context\.(\w+)$/.exec(token) ?? [];
  const value = field === undefined || !Object.hasOwn(context, field) ? undefined : context[field];
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined;
}

const idOf = (reference: unknown, type: string): string | undefined =>
  typeof reference === 'string' && reference.startsWith(`${type}/`)
    ? reference.slice(type.length + 1)
    : undefined;
