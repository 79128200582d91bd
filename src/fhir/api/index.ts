import type { Clock } from '../../kernel/clock.ts';
import { problem } from '../../kernel/errors.ts';
import type { Store } from '../../store/contract.ts';
import { searchableTypes } from '../../store/search-index.ts';
import { answer, type FhirRequest, type FhirResponse, refuse } from './http.ts';
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
export function createFhirApi(
  dependencies: FhirApiDependencies,
): (request: FhirRequest) => Promise<FhirResponse> {
  return async (request) => {
    const target = parseTarget(request.url);
    if (!target)
      return refuse(problem('invalid-field', { message: 'The address is not valid percent-encoding' }));
    if (!acceptsJson(request, target.query)) return refuse(problem('not-acceptable'));
    return route(target.path, target.query, request, dependencies);
  };
}

function parseTarget(
  url: string,
): { readonly path: readonly string[]; readonly query: URLSearchParams } | undefined {
  const [path = '', query] = url.split('?', 2);
  try {
    return {
      path: path.split('/').filter(Boolean).map(decodeURIComponent),
      query: new URLSearchParams(query),
    };
  } catch {
    return undefined;
  }
}

const JSON_TYPES = /^(application\/(fhir\+json|json|json\+fhir|\*)|text\/json|json|\*\/\*)$/;

/** `_format` goes before Accept (FHIR R4, "Content Types and encodings"). */
function acceptsJson({ headers }: FhirRequest, query: URLSearchParams): boolean {
  const wanted = query.get('_format') ?? String(headers.accept ?? '*/*');
  return wanted.split(',').some((type) => JSON_TYPES.test(type.split(';')[0]!.trim().replace(' ', '+')));
}

function route(
  path: readonly string[],
  query: URLSearchParams,
  request: FhirRequest,
  { store, baseUrl, clock }: FhirApiDependencies,
): Promise<FhirResponse> | FhirResponse {
  const [type = '', id, history_, version] = path;
  const isForm = request.method === 'POST' && id === '_search' && path.length === 2;
  if (request.method !== 'GET' && !isForm) return refuse(problem('method-not-allowed'), { Allow: 'GET' });
  if (type === 'metadata' && path.length === 1) return answer(capabilityStatement(baseUrl, clock.now()));
  if (!searchableTypes.includes(type))
    return refuse(problem('not-found', { message: 'This resource type is not kept here' }));
  if (path.length === 1) return search(store, type, [...query], request, baseUrl);
  if (isForm) return search(store, type, [...query, ...formPairs(request.body)], request, baseUrl);
  if (path.length === 2) return read(store, type, id!, request);
  if (history_ !== '_history' || path.length > 4) return refuse(problem('not-found'));
  return version === undefined
    ? history(store, type, id!, baseUrl)
    : readVersion(store, type, id!, version, request);
}

/** A form is parsed to strings, or lists of them where a name is repeated. */
function formPairs(body: unknown): [string, string][] {
  if (typeof body !== 'object' || body === null) return [];
  return Object.entries(body).flatMap(([name, value]) =>
    [value].flat().map((v): [string, string] => [name, String(v)]),
  );
}
