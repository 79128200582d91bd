import type { Bundle, BundleEntry, Resource } from '@medplum/fhirtypes';
import { problem } from '../../kernel/errors.ts';
import { acceptsJson, answer, type FhirRequest, type FhirResponse, refuse } from '../../kernel/fhir-http.ts';
import type { Store, StoredResource } from '../../store/contract.ts';
import { contentOf } from './binary.ts';
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

function respond(found: StoredResource, request: FhirRequest): FhirResponse {
  const headers = versionHeaders(found);
  if (isKnown(found, request)) return { status: 304, headers };
  return contentOf(found, request) ?? readable(found, request, headers);
}

/** What is no JSON is not given where nothing else was asked for. */
function readable(
  found: StoredResource,
  request: FhirRequest,
  headers: Record<string, string>,
): FhirResponse {
  return acceptsJson(request) ? answer(shown(found), headers) : refuse(problem('not-acceptable'));
}

/** Whether the caller has this version: by ETag or, where none is named, by time, which HTTP counts in seconds. */
function isKnown(found: StoredResource, { headers }: FhirRequest): boolean {
  const tags = headers['if-none-match'];
  if (tags !== undefined) return namesVersion(String(tags), found.versionId);
  const since = Date.parse(String(headers['if-modified-since'] ?? ''));
  return Math.floor(Date.parse(found.lastUpdated) / 1000) * 1000 <= since;
}

/** RFC 9110, If-None-Match: weak comparison, and `*` for any version. */
const namesVersion = (tags: string, versionId: string): boolean =>
  tags
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''))
    .some((tag) => tag === '*' || tag === `"${versionId}"`);

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
