import type { Resource } from '@medplum/fhirtypes';
import { CANONICAL } from '../../kernel/canonical.ts';
import { withoutVersion } from './codes.ts';
import { definedBy, type ResourceFile } from './definitions.ts';

/** File name, id and canonical URL of a conformance resource must say the same. */
export function checkNames(fileName: string, resource: Resource): string[] {
  const { resourceType, id } = resource;
  const url = `${CANONICAL}/${resourceType}/${id}`;
  return [
    ...(fileName === `${resourceType}-${id}.json` ? [] : [`must be named ${resourceType}-${id}.json`]),
    ...(definedBy(resource).includes(url) ? [] : [`must define ${url}`]),
  ];
}

/** Every Kairos URL that is mentioned must be defined by one of the conformance resources. */
export function checkCanonicals(
  conformance: readonly ResourceFile[],
  examples: readonly ResourceFile[],
): string[] {
  const defined = new Set(conformance.flatMap(({ resource }) => definedBy(resource as Resource)));
  return [...conformance, ...examples].flatMap(({ name, resource }) =>
    [...mentioned(resource)]
      .filter((url) => !defined.has(url))
      .map((url) => `fhir-profiles: ${name} mentions ${url}, which is not defined here`),
  );
}

const mentioned = (resource: unknown): ReadonlySet<string> =>
  new Set(
    stringsIn(resource)
      .filter((text) => text.startsWith(`${CANONICAL}/`))
      .map(withoutVersion),
  );

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}
