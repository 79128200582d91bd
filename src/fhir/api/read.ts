import type { Bundle, BundleEntry, Resource } from '@medplum/fhirtypes';
import { problem } from '../../kernel/errors.ts';
import type { Store, StoredResource } from '../../store/contract.ts';
import { answer, type FhirRequest, type FhirResponse, refuse } from './http.ts';
import { shown, versionHeaders } from './resource.ts';

const notFound = refuse(
  problem('not-found', { message: 'There is no resource with this type, id and version' }),
);

/** FHIR R4 `read`; 304 when the caller already has this version. */
export async function read(
  store: Store,
  type: string,
  id: string,
  request: FhirRequest,
): Promise<FhirResponse> {
  const found = await store.read(type, id);
  return found ? respond(found, request) : notFound;
}

/** FHIR R4 `vread`. */
export async function readVersion(
  store: Store,
  type: string,
  id: string,
  versionId: string,
  request: FhirRequest,
): Promise<FhirResponse> {
  const found = await store.readVersion(type, id, versionId);
  return found ? respond(found, request) : notFound;
}

function respond(found: StoredResource, { headers }: FhirRequest): FhirResponse {
  const version = versionHeaders(found);
  const known = [headers['if-none-match'] ?? []].flat().flatMap((text) => text.split(/\s*,\s*/));
  if (known.includes(version.ETag!)) return { status: 304, headers: version };
  return answer(shown(found), version);
}

/** FHIR R4 `history-instance`, newest first. */
export async function history(
  store: Store,
  type: string,
  id: string,
  baseUrl: string,
): Promise<FhirResponse> {
  const versions = await store.history(type, id);
  if (versions.length === 0) return notFound;
  const bundle: Bundle = {
    resourceType: 'Bundle',
    type: 'history',
    total: versions.length,
    link: [{ relation: 'self', url: `${baseUrl}/${type}/${id}/_history` }],
    entry: versions.map(
      (v): BundleEntry<Resource> => ({
        fullUrl: `${baseUrl}/${type}/${id}`,
        resource: shown(v),
        request: { method: 'PUT', url: `${type}/${id}` },
        response: { status: '201', etag: versionHeaders(v).ETag!, lastModified: v.lastUpdated },
      }),
    ),
  };
  return answer(bundle);
}
