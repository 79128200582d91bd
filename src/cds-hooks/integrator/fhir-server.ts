import { isObject } from '../../kernel/json-object.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { nextPage } from '../bundle.ts';
import type { Failure } from './failure.ts';
import { type Surroundings, send } from './http.ts';
import { searchset } from './local-search.ts';

/** The FHIR server of an EHR, and the token that opens it. */
export interface FhirServer {
  /** Without a slash at its end. */
  readonly base: string;
  readonly token?: string | undefined;
}

const MOST_PAGES = 10;

/** The outer failure is a server that does not answer, the inner one an answer that is no data. */
type Fetched<T> = Result<Result<T, string>, Failure>;

type Resource = Readonly<Record<string, unknown>>;

/** What a filled prefetch template gives on a FHIR server, all pages of a search as one Bundle. */
export async function fetchTemplate(
  query: string,
  server: FhirServer,
  around: Surroundings,
): Promise<Fetched<object>> {
  const first = await fetchPage(`${server.base}/${query}`, server, around);
  const isSearch = first.ok && first.value.ok && first.value.value.resourceType === 'Bundle';
  return isSearch ? allPages(first, server, around) : first;
}

async function allPages(
  first: Fetched<Resource>,
  server: FhirServer,
  around: Surroundings,
): Promise<Fetched<object>> {
  const resources: unknown[] = [];
  let answer = first;
  for (let page = 1; page <= MOST_PAGES; page++) {
    if (!answer.ok || !answer.value.ok) return answer;
    for (const resource of resourcesOf(answer.value.value)) resources.push(resource);
    const next = nextPage(answer.value.value);
    if (next === undefined) return ok(ok(searchset(resources, resources.length)));
    // The token belongs to this server: no link leads it elsewhere.
    if (!next.startsWith(`${server.base}/`)) return ok(err('its next page is on another server'));
    answer = await fetchPage(next, server, around);
  }
  return ok(err('it has too many pages'));
}

const resourcesOf = ({ entry }: Resource): unknown[] =>
  (Array.isArray(entry) ? entry : []).flatMap((e: unknown) =>
    isObject(e) && e.resource !== undefined ? [e.resource] : [],
  );

async function fetchPage(
  url: string,
  { token }: FhirServer,
  around: Surroundings,
): Promise<Fetched<Resource>> {
  const answer = await send({ url, token, accept: 'application/fhir+json' }, around);
  if (!answer.ok) return answer;
  const { status, body } = answer.value;
  if (status !== 200) return ok(err(`the FHIR server answered ${status}`));
  const isResource = body.kind === 'json' && isObject(body.value);
  return ok(isResource ? ok(body.value as Resource) : err('the FHIR server sent no resource'));
}
