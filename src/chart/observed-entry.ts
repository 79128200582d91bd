import { type Fields, isObject } from '../kernel/json-object.ts';
import type { Entry } from './entry.ts';
import { earliestInstant, referenceTo } from './fhir-elements.ts';
import { hasValue, readValue } from './observation-value.ts';

interface Dated {
  readonly at?: number | undefined;
  readonly date?: string | undefined;
}

/**
 * The entry of an Observation whose `node` carries the value: itself or a component. A panel is the source of what its
 * components say.
 */
export function observedEntry(
  observation: Fields,
  node: Fields,
  state: Entry['state'],
  { at, date }: Dated,
): Entry {
  return {
    state: state === 'valued' && !hasValue(node) ? 'no-value' : state,
    at,
    date,
    source: () => referenceTo('Observation', observation),
    read: (concept, comparators) => readValue(concept, node, comparators),
    order: orderOf(observation, node),
  };
}

/** By `meta.lastUpdated`, then by id, then by what the value is and what else is said of it. */
export const orderOf = (resource: Fields, node: Fields = resource): Entry['order'] => ({
  updatedAt: () => updatedAt(resource),
  id: () => (typeof resource.id === 'string' ? resource.id : ''),
  content: () => `${JSON.stringify(node)}${node === resource ? '' : JSON.stringify(resource)}`,
});

function updatedAt({ meta }: Fields): number {
  const at = isObject(meta) ? earliestInstant(meta.lastUpdated) : undefined;
  return at ?? Number.NEGATIVE_INFINITY;
}
