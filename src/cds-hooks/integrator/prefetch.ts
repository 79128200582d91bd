import { ok, type Result } from '../../kernel/result.ts';
import type { Context } from './context.ts';
import type { Failure } from './failure.ts';
import { fill } from './tokens.ts';

/** Where prefetch comes from: files, or a FHIR server. */
export type Source = (query: string) => Promise<Result<Result<object, string>, Failure>>;

export interface Prefetch {
  readonly values: Readonly<Record<string, object>>;
  /** Why a key is absent: an absent key is one that was not satisfied (CDS Hooks 2.0.1, "Prefetch"). */
  readonly notes: readonly string[];
}

/** Satisfies a service's templates as far as the source can. */
export async function assemblePrefetch(
  templates: Readonly<Record<string, string>>,
  context: Context,
  source: Source,
): Promise<Result<Prefetch, Failure>> {
  const values: [string, object][] = [];
  const notes: string[] = [];
  for (const [key, template] of Object.entries(templates)) {
    const query = fill(template, context);
    const found = query.ok ? await source(query.value) : ok(unanswered(query.error));
    if (!found.ok) return found;
    if (found.value.ok) values.push([key, found.value.value]);
    else notes.push(`prefetch.${key} is left out: ${found.value.error}`);
  }
  return ok({ values: Object.fromEntries(values), notes });
}

const unanswered = (token: string): Result<object, string> => ({
  ok: false,
  error: `the context does not say ${token}`,
});
