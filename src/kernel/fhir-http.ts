import { type Problem, problem, statusOf } from './errors.ts';
import { toOperationOutcome } from './operation-outcome.ts';
import { err, ok, type Result } from './result.ts';

/** A FHIR interaction without HTTP machinery: `url` is the path and query below the base. */
export interface FhirRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body?: unknown;
}

export interface FhirResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export type FhirHandler = (request: FhirRequest) => Promise<FhirResponse>;

/** Search parameters in the order in which they came; names may repeat. */
export type Pairs = readonly (readonly [name: string, value: string])[];

type Headers = Readonly<Record<string, string>>;

const JSON_HEADERS = { 'Content-Type': 'application/fhir+json; charset=utf-8' };

export const answer = (body: unknown, headers: Headers = {}): FhirResponse => ({
  status: 200,
  headers: { ...JSON_HEADERS, ...headers },
  body,
});

export const refuse = (problem: Problem, headers: Headers = {}): FhirResponse => ({
  status: statusOf(problem.code),
  headers: { ...JSON_HEADERS, ...headers },
  body: toOperationOutcome([problem]),
});

/** What a request asks of a server that is read and searched, and not written. */
export interface ReadTarget {
  /** Decoded segments; `[type]` for a search, by whichever method. */
  readonly path: readonly string[];
  /** Of the query and, for `POST [type]/_search`, of the form. */
  readonly pairs: Pairs;
}

/**
 * The target of a GET, a HEAD or a `POST [type]/_search`; anything else is refused by the returned response.
 *
 * @param hasOther whether what is asked for may also be had in another format than JSON
 */
export function readTarget(
  request: FhirRequest,
  hasOther: (path: readonly string[]) => boolean = () => false,
): Result<ReadTarget, FhirResponse> {
  const asked = parseUrl(request.url);
  if (!asked) return refused('invalid-field', 'The address is not valid percent-encoding');
  const isSearch = asked.path.length === 2 && asked.path[1] === '_search';
  const methods = isSearch ? ['POST'] : ['GET', 'HEAD'];
  if (!methods.includes(request.method))
    return err(refuse(problem('method-not-allowed'), { Allow: methods.join(', ') }));
  if (isSearch && !isForm(request)) return refused('unsupported-media-type', 'A search is posted as a form');
  const path = isSearch ? asked.path.slice(0, 1) : asked.path;
  const pairs = isSearch ? [...asked.pairs, ...formPairs(request.body)] : asked.pairs;
  const isAcceptable = acceptsJson(request, pairs) || hasOther(path);
  return isAcceptable ? ok({ path, pairs }) : err(refuse(problem('not-acceptable')));
}

const refused = (code: Problem['code'], message: string): Result<never, FhirResponse> =>
  err(refuse(problem(code, { message })));

/** Path and query of a request; undefined where the address is not valid percent-encoding. */
export function parseUrl(url: string): ReadTarget | undefined {
  const mark = url.indexOf('?');
  const [path, query] = mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
  try {
    // URLSearchParams would search for a replacement character instead.
    decodeURIComponent(query);
    const segments = path.split('/').filter(Boolean).map(decodeURIComponent);
    return { path: segments, pairs: [...new URLSearchParams(query)] };
  } catch {
    return undefined;
  }
}

/** A form, or nothing at all. A body of another type is not read: its search would find everything. */
const isForm = ({ headers }: FhirRequest): boolean =>
  /^application\/x-www-form-urlencoded\s*(;|$)/i.test(
    String(headers['content-type'] ?? 'application/x-www-form-urlencoded'),
  );

/** A form is parsed to strings, or lists of them where a name is repeated. */
function formPairs(body: unknown): Pairs {
  if (typeof body !== 'object' || body === null) return [];
  return Object.entries(body).flatMap(([name, value]) =>
    [value].flat().map((v): [string, string] => [name, String(v)]),
  );
}

const JSON_TYPES = /^(application\/(fhir\+json|json|json\+fhir|\*)|text\/json|json|\*\/\*)$/i;

/** `_format` goes before Accept (FHIR R4, "Content Types and encodings"). */
export function acceptsJson({ headers, url }: FhirRequest, pairs = parseUrl(url)?.pairs ?? []): boolean {
  const format = pairs.find(([name]) => name === '_format')?.[1];
  const wanted = format || String(headers.accept || '*/*');
  return wanted.split(',').some((type) => JSON_TYPES.test(type.split(';')[0]!.trim().replace(' ', '+')));
}

/** Whether a request names a media type, or a range of it, in `Accept` before any of FHIR JSON, and no `_format`. */
export function prefersType({ url, headers }: FhirRequest, type: string): boolean {
  if (/[?&]_format=/.test(url)) return false;
  const ranges = String(headers.accept ?? '')
    .split(',')
    .map((text) => rangeOf(text))
    .toSorted((a, b) => b.quality - a.quality);
  const first = ranges.find(({ range }) => JSON_TYPES.test(range) || covers(range, type));
  return first !== undefined && first.quality > 0 && covers(first.range, type);
}

function rangeOf(text: string): { readonly range: string; readonly quality: number } {
  const [range = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((p) => p.startsWith('q='))?.slice(2);
  return { range, quality: quality === undefined ? 1 : Number(quality) || 0 };
}

const covers = (range: string, type: string): boolean =>
  range === type || range === `${type.split('/')[0]}/*`;

/** `url` with a query of `pairs`, if there are any. */
export function withQuery(url: string, pairs: Pairs): string {
  const query = new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, value]));
  return pairs.length === 0 ? url : `${url}?${query}`;
}
