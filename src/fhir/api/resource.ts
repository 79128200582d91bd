import type { Resource } from '@medplum/fhirtypes';
import type { StoredResource } from '../../store/contract.ts';

/** The resource as the API shows it: with the version and the time that the store gave it. */
export function shown({ resource, versionId, lastUpdated }: StoredResource): Resource {
  const { resourceType, id, meta, ...rest } = resource as Resource & Record<string, unknown>;
  return { resourceType, id, meta: { ...meta, versionId, lastUpdated }, ...rest } as Resource;
}

/** FHIR R4, "Version aware": a weak ETag of the version, and when it was written. */
export const versionHeaders = ({ versionId, lastUpdated }: StoredResource): Record<string, string> => ({
  ETag: `W/"${versionId}"`,
  'Last-Modified': new Date(lastUpdated).toUTCString(),
});
