import type { ImagingOperations } from '../../findings/imaging-operations.ts';
import type { Clock } from '../../kernel/clock.ts';
import { problem } from '../../kernel/errors.ts';
import {
  answer,
  type FhirHandler,
  type FhirRequest,
  type FhirResponse,
  parseUrl,
  type ReadTarget,
  readTarget,
  refuse,
} from '../../kernel/fhir-http.ts';
import type { Store } from '../../store/contract.ts';
import { searchableTypes } from '../../store/search-index.ts';
import { imagingHandler } from './imaging.ts';
import { capabilityStatement } from './metadata.ts';
import { history, read, readVersion } from './read.ts';
import { search } from './search.ts';

export interface FhirApiDependencies {
  readonly store: Store;
  /** Base URL of the API, without a slash at its end. */
  readonly baseUrl: string;
  readonly clock: Clock;
  /** Absent where no model analyses pictures. */
  readonly imaging?: ImagingOperations;
}

/** Kept beside what can be searched: content of any media type. */
const CONTENT = 'Binary';

const isContent = ([type]: readonly string[]): boolean => type === CONTENT;

/**
 * The FHIR R4 API for integrators: results are read and searched here; hooks write them, and the analysis of an
 * ImagingStudy.
 */
export function createFhirApi(dependencies: FhirApiDependencies): FhirHandler {
  const { imaging, store, baseUrl } = dependencies;
  const handleImaging = imaging && imagingHandler({ operations: imaging, store, baseUrl });
  return async (request) => {
    const handled = handleImaging?.(request, parseUrl(request.url)?.path ?? []);
    if (handled) return handled;
    const target = readTarget(request, isContent);
    return target.ok ? route(target.value, request, dependencies) : target.error;
  };
}

function route(
  { path, pairs }: ReadTarget,
  request: FhirRequest,
  { store, baseUrl, clock, imaging }: FhirApiDependencies,
): Promise<FhirResponse> | FhirResponse {
  const [type = '', id, history_, version] = path;
  if (type === 'metadata' && path.length === 1)
    return answer(capabilityStatement(baseUrl, clock.now(), imaging !== undefined));
  if (!searchableTypes.includes(type) && type !== CONTENT)
    return refuse(problem('not-found', { message: 'This resource type is not kept here' }));
  if (id === undefined && type === CONTENT)
    return refuse(problem('not-supported', { message: 'A Binary is read by its id' }));
  if (id === undefined) return search(store, type, pairs, request, baseUrl);
  if (path.length === 2) return read(store, type, id, request);
  if (history_ !== '_history' || path.length > 4) return refuse(problem('not-found'));
  return version === undefined
    ? history(store, type, id, baseUrl)
    : readVersion(store, type, id, version, request);
}
