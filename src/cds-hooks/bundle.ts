import type { Located } from '../chart/from-fhir.ts';
import { type Problem, problem } from '../kernel/errors.ts';
import { isObject } from '../kernel/json-object.ts';
import { err, ok, type Result } from '../kernel/result.ts';

/** Far more than a page of results; each entry costs checks and, when its code is read, memory for the whole call. */
export const MOST_ENTRIES = 10_000;

/**
 * The resources of one prefetch value: a resource, a Bundle, or `null` (known to be empty). An
 * OperationOutcome that reports a failure never passes for "no data".
 */
export function flatten(value: unknown, expression: string): Result<readonly Located[]> {
  if (value === null) return ok([]);
  if (!isObject(value)) return err(problem('not-an-object', { expression }));
  if (value.resourceType === 'OperationOutcome') return err(failedOutcome(expression));
  if (value.resourceType !== 'Bundle') return ok([{ resource: value, expression }]);
  return flattenEntries(value.entry, `${expression}.entry`);
}

function flattenEntries(entries: unknown, expression: string): Result<readonly Located[]> {
  if (entries === undefined) return ok([]);
  if (!Array.isArray(entries))
    return err(problem('invalid-field', { expression, diagnostics: 'expected an array' }));
  if (entries.length > MOST_ENTRIES)
    return err(problem('too-many-entries', { expression, diagnostics: `expected at most ${MOST_ENTRIES}` }));
  const resources: Located[] = [];
  for (const [i, entry] of entries.entries()) {
    const resource: unknown = isObject(entry) ? entry.resource : undefined;
    const at = `${expression}[${i}].resource`;
    if (!isObject(resource)) return err(problem('required-field', { expression: at }));
    if (resource.resourceType !== 'OperationOutcome') resources.push({ resource, expression: at });
    else if (reportsFailure(resource)) return err(failedOutcome(at));
  }
  return ok(resources);
}

/** A search may add an outcome entry with warnings (R4 search, "Bundle.entry.search.mode = outcome"). */
function reportsFailure(outcome: Record<string, unknown>): boolean {
  const issues = Array.isArray(outcome.issue) ? outcome.issue : [];
  return (
    issues.length === 0 ||
    issues.some((i) => !isObject(i) || i.severity === 'error' || i.severity === 'fatal')
  );
}

const failedOutcome = (expression: string): Problem =>
  problem('prefetch-failed', {
    expression,
    diagnostics: 'an OperationOutcome stands where data was expected',
  });

/** The address of a Bundle's next page, if it has one. */
export function nextPage(value: unknown): string | undefined {
  if (!isObject(value) || value.resourceType !== 'Bundle' || !Array.isArray(value.link)) return undefined;
  const next: unknown = value.link.find((l) => isObject(l) && l.relation === 'next');
  return isObject(next) && typeof next.url === 'string' ? next.url : undefined;
}
