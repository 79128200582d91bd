import type { Bundle, BundleEntry, Observation, Resource, RiskAssessment } from '@medplum/fhirtypes';
import {
  answer,
  type FhirRequest,
  type FhirResponse,
  type Pairs,
  refuse,
  withQuery,
} from '../../kernel/fhir-http.ts';
import type { Store, StoredResource } from '../../store/contract.ts';
import { shown } from './resource.ts';
import { type ParsedSearch, parseSearch } from './search-params.ts';

/** FHIR R4 `search-type`. Unknown parameters are refused unless the caller prefers `handling=lenient`. */
export async function search(
  store: Store,
  type: string,
  pairs: Pairs,
  request: FhirRequest,
  baseUrl: string,
): Promise<FhirResponse> {
  const parsed = parseSearch({ type, pairs, baseUrl, isLenient: prefersLenient(request) });
  if (!parsed.ok) return refuse(parsed.error);
  const { request: query, countOnly } = parsed.value;
  const { total, resources } = await store.search(countOnly ? { ...query, limit: 0 } : query);
  const included = countOnly ? [] : await alsoAsked(store, parsed.value, resources);
  const entry = [
    ...resources.map((r) => entryOf(r, 'match', baseUrl)),
    ...included.map((r) => entryOf(r, 'include', baseUrl)),
  ];
  const bundle: Bundle = {
    resourceType: 'Bundle',
    type: 'searchset',
    total,
    link: linksOf(parsed.value, total, baseUrl),
    ...(entry.length > 0 ? { entry } : {}),
  };
  return answer(bundle);
}

const prefersLenient = ({ headers }: FhirRequest): boolean =>
  /\bhandling=lenient\b/.test(String(headers.prefer ?? ''));

function entryOf(stored: StoredResource, mode: 'match' | 'include', baseUrl: string): BundleEntry<Resource> {
  const { resourceType, id } = stored.resource;
  return { fullUrl: `${baseUrl}/${resourceType}/${id}`, resource: shown(stored), search: { mode } };
}

/** Includes of one page of matches, each resource once. */
async function alsoAsked(
  store: Store,
  { include, revInclude }: ParsedSearch,
  matches: readonly StoredResource[],
): Promise<readonly StoredResource[]> {
  const found: StoredResource[] = [];
  if (include.length > 0) found.push(...(await referredTo(store, matches)));
  for (const pair of new Set(revInclude)) found.push(...(await referringTo(store, pair, matches)));
  return found;
}

/** The one reference of each type that may be included: the model behind a result, the result that feedback is on. */
const referencesOf = (resource: Resource): (string | undefined)[] =>
  resource.resourceType === 'Observation'
    ? ((resource as Observation).focus?.map((f) => f.reference) ?? [])
    : [(resource as RiskAssessment).performer?.reference];

async function referredTo(store: Store, matches: readonly StoredResource[]): Promise<StoredResource[]> {
  const references = matches.flatMap((m) => referencesOf(m.resource)).filter((r) => r !== undefined);
  const reads = [...new Set(references)].map((reference) => {
    const [type = '', id = ''] = reference.split('/');
    return store.read(type, id);
  });
  return (await Promise.all(reads)).filter((r) => r !== undefined);
}

/** `Provenance:target` → every Provenance whose target is a match. */
async function referringTo(
  store: Store,
  pair: string,
  matches: readonly StoredResource[],
): Promise<readonly StoredResource[]> {
  if (matches.length === 0) return [];
  const [type = '', param = ''] = pair.split(':');
  const values = matches.map((m) => `${m.resource.resourceType}/${m.resource.id}`);
  const query = { type, conditions: [{ param, values, op: 'eq' as const }], offset: 0 };
  const { total, resources } = await store.search({ ...query, limit: 2 * values.length });
  return total > resources.length ? (await store.search({ ...query, limit: total })).resources : resources;
}

/** `self` repeats what was understood; `next` is there while there is more. */
function linksOf(
  { request, used, countOnly }: ParsedSearch,
  total: number,
  baseUrl: string,
): NonNullable<Bundle['link']> {
  const { type, offset, limit } = request;
  const url = (pairs: Pairs) => withQuery(`${baseUrl}/${type}`, pairs);
  const self = { relation: 'self', url: url(used) };
  const end = offset + limit;
  if (countOnly || limit === 0 || end >= total) return [self];
  const others = used.filter(([name]) => name !== '_offset');
  return [self, { relation: 'next', url: url([...others, ['_offset', String(end)]]) }];
}
