import type { Clock } from '../../kernel/clock.ts';
import { problem } from '../../kernel/errors.ts';
import {
  answer,
  type FhirHandler,
  type FhirRequest,
  type FhirResponse,
  type ReadTarget,
  readTarget,
  refuse,
} from '../../kernel/fhir-http.ts';
import type { Store } from '../../store/contract.ts';
import { searchableTypes } from '../../store/search-index.ts';
import { capabilityStatement } from './metadata.ts';
import { history, read, readVersion } from './read.ts';
import { search } from './search.ts';

export interface FhirApiDependencies {
  readonly store: Store;
  /** Base URL of the API, without a slash at its end. */
  readonly baseUrl: string;
  readonly clock: Clock;
}

/** The FHIR R4 API for integrators: results are read and searched here; only hooks write them. */
export function createFhirApi(dependencies: FhirApiDependencies): FhirHandler {
  return async (request) => {
    const target = readTarget(request);
    return target.ok ? route(target.value, request, dependencies) : target.error;
  };
}

function route(
  { path, pairs }: ReadTarget,
  request: FhirRequest,
  { store, baseUrl, clock }: FhirApiDependencies,
): Promise<FhirResponse> | FhirResponse {
  const [type = '', id, history_, version] = path;
  if (type === 'metadata' && path.length === 1) return answer(capabilityStatement(baseUrl, clock.now()));
  if (!searchableTypes.includes(type))
    return refuse(problem('not-found', { message: 'This resource type is not kept here' }));
  if (id === undefined) return search(store, type, pairs, request, baseUrl);
  if (path.length === 2) return read(store, type, id, request);
  if (history_ !== '_history' || path.length > 4) return refuse(problem('not-found'));
  return version === undefined
    ? history(store, type, id, baseUrl)
    : readVersion(store, type, id, version, request);
}
