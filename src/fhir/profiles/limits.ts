import type { ProfileProblem } from './problem.ts';

/** Deeper than any resource in use; 2,000 nested extensions would overflow the stack of the validator. */
export const MOST_DEPTH = 64;

/** More than any result or profile has; some checks of the validator take the square of it. */
export const MOST_VALUES = 20_000;

/** Why a resource is too deep or too big to be validated. Uses no stack: depth is what it guards against. */
export function checkLimits(resource: unknown): ProfileProblem | undefined {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value: resource, depth: 0 }];
  for (let seen = 0; open.length > 0; seen++) {
    const { value, depth } = open.pop()!;
    if (depth > MOST_DEPTH) return refused(`nested more than ${MOST_DEPTH} levels deep`);
    if (seen > MOST_VALUES) return refused(`more than ${MOST_VALUES} values`);
    if (typeof value !== 'object' || value === null) continue;
    for (const member of Object.values(value)) open.push({ value: member, depth: depth + 1 });
  }
  return undefined;
}

const refused = (why: string): ProfileProblem => ({ expression: '$this', message: `not validated: ${why}` });
