import { isObject } from '../kernel/json-object.ts';
import { earliestInstant } from './fhir-elements.ts';
import type { Entry } from './observation-index.ts';

/**
 * Sorts the newest first: by date, then by `meta.lastUpdated`, then by the greater id, then by content, so that the
 * order of arrival never matters. What is not dated comes last.
 */
export function newestFirst(a: Entry, b: Entry): number {
  return (
    descending(a.at ?? Number.NEGATIVE_INFINITY, b.at ?? Number.NEGATIVE_INFINITY) ||
    descending(updatedAt(a), updatedAt(b)) ||
    descending(idOf(a), idOf(b)) ||
    descending(JSON.stringify(a.node), JSON.stringify(b.node)) ||
    descending(JSON.stringify(a.observation), JSON.stringify(b.observation))
  );
}

function descending<T extends number | string>(a: T, b: T): number {
  if (a === b) return 0;
  return a > b ? -1 : 1;
}

const idOf = ({ observation: { id } }: Entry): string => (typeof id === 'string' ? id : '');

function updatedAt({ observation: { meta } }: Entry): number {
  const at = isObject(meta) ? earliestInstant(meta.lastUpdated) : undefined;
  return at ?? Number.NEGATIVE_INFINITY;
}
