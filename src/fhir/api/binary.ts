import type { Binary } from '@medplum/fhirtypes';
import type { FhirRequest, FhirResponse } from '../../kernel/fhir-http.ts';
import { prefersType } from '../../kernel/fhir-http.ts';
import type { StoredResource } from '../../store/contract.ts';
import { versionHeaders } from './resource.ts';

/** What is served as it is must not be taken for anything else, nor run. */
const PROTECTION = {
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; sandbox",
};

/** The content of a Binary itself, to who prefers its type to FHIR's (R4, Binary, "Serving Binary Resources"). */
export function contentOf(stored: StoredResource, request: FhirRequest): FhirResponse | undefined {
  if (stored.resource.resourceType !== 'Binary') return undefined;
  const { contentType, data = '' } = stored.resource as Binary;
  if (!prefersType(request, contentType)) return undefined;
  return {
    status: 200,
    headers: { 'Content-Type': contentType, ...PROTECTION, ...versionHeaders(stored) },
    body: Buffer.from(data, 'base64'),
  };
}
