import type { Resource } from '@medplum/fhirtypes';
import type { Clock } from '../../kernel/clock.ts';
import { problem } from '../../kernel/errors.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { Store } from '../contract.ts';
import type { Row, Writer } from './writer.ts';

export interface SaveDependencies {
  readonly writer: Writer;
  /** Whether a resource is stored and durable, with all its identifiers. */
  readonly holds: (resource: Resource) => boolean;
  readonly clock: Clock;
}

/** Results never change; they only gain identifiers. */
const FIRST_VERSION = '1';

const NO_ID = problem('storage-failed', { message: 'A resource without an id cannot be stored' });

/** The same resource with other identifiers is not the same save. */
function keyOf(resource: Resource): string {
  const identifiers = 'identifier' in resource ? JSON.stringify(resource.identifier) : '';
  return `${resource.resourceType}/${resource.id} ${identifiers}`;
}

/**
 * What is stored already costs one look-up each. What somebody else is just writing is waited for: nobody is told
 * that a result is safe before it is. Anything else is written whole, so that a save never depends on another's.
 */
export function createSave({ writer, holds, clock }: SaveDependencies): Store['save'] {
  const underway = new Map<string, Promise<Result<void>>>();

  function write(resources: readonly Resource[]): Promise<Result<void>> {
    const lastUpdated = clock.now().toISOString();
    const keys = resources.map(keyOf);
    const written = writer.write(resources.map((r) => rowOf(r, lastUpdated))).finally(() => {
      for (const key of keys) if (underway.get(key) === written) underway.delete(key);
    });
    for (const key of keys) underway.set(key, written);
    return written;
  }

  return async (resources) => {
    if (resources.some((r) => !r.id)) return err(NO_ID);
    const absent = resources.filter((r) => !holds(r));
    const others = absent.map((r) => underway.get(keyOf(r)));
    if (others.includes(undefined)) return write(absent);
    const results = await Promise.all(others);
    return results.find((r) => !r?.ok) ?? ok(undefined);
  };
}

const rowOf = (resource: Resource, lastUpdated: string): Row => ({
  type: resource.resourceType,
  id: resource.id!,
  versionId: FIRST_VERSION,
  lastUpdated,
  body: JSON.stringify(resource),
});
