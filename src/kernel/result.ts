import type { Problem } from './errors.ts';

/** An expected outcome: a value, or the problem that prevented it. Exceptions are kept for defects. */
export type Result<T, E = Problem> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });

export const err = <E>(error: E): Result<never, E> => ({ ok: false, error });

/** The value, or throws the problem: for composition roots and tests, where a failure is final. */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(describeProblem(result.error));
}

/** One line: code, message, then where and what where the problem says so. */
function describeProblem({ code, message, expression, diagnostics }: Problem): string {
  const more = [expression, diagnostics].filter(Boolean).join(': ');
  return `${code}: ${message}${more ? ` (${more})` : ''}`;
}
