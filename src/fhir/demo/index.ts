import type { Bundle, Resource } from '@medplum/fhirtypes';
import { type Problem, problem, statusOf } from '../../kernel/errors.ts';
import { toOperationOutcome } from '../../kernel/operation-outcome.ts';
import { type Pairs, searchResources, SUPPORTED } from './search.ts';

export { loadDemoPatients } from './load.ts';

export interface DemoRequest {
  readonly method: string;
  /** Path and query below the base. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body?: unknown;
}

export interface DemoResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface DemoEhr {
  readonly resources: readonly Resource[];
  /** Without a slash at its end. */
  readonly baseUrl: string;
}

/** The EHR of the demo: just enough of a read-only FHIR R4 server to be a hook's `fhirServer`. */
export function createDemoEhr(ehr: DemoEhr): (request: DemoRequest) => Promise<DemoResponse> {
  const byReference = new Map(ehr.resources.map((r) => [`${r.resourceType}/${r.id}`, r]));
  return async ({ method, url }) => {
    if (method !== 'GET') return refuse(problem('method-not-allowed'), { Allow: 'GET' });
    const [path = '', query] = url.split('?', 2);
    const [type = '', id, ...more] = path.split('/').filter(Boolean);
    if (type === 'metadata' && id === undefined) return answer(capabilities(ehr.baseUrl));
    if (!Object.hasOwn(SUPPORTED, type) || more.length > 0) return refuse(problem('not-found'));
    if (id === undefined) return search(ehr, type, [...new URLSearchParams(query)]);
    const found = byReference.get(`${type}/${id}`);
    return found ? answer(found) : refuse(problem('not-found'));
  };
}

const HEADERS = { 'Content-Type': 'application/fhir+json; charset=utf-8' };

const answer = (body: unknown): DemoResponse => ({ status: 200, headers: HEADERS, body });

const refuse = (p: Problem, headers: Readonly<Record<string, string>> = {}): DemoResponse => ({
  status: statusOf(p.code),
  headers: { ...HEADERS, ...headers },
  body: toOperationOutcome([p]),
});

function search({ resources, baseUrl }: DemoEhr, type: string, pairs: Pairs): DemoResponse {
  const found = searchResources(resources, type, pairs);
  if (!found.ok) return refuse(found.error);
  const { page, total, next } = found.value;
  const link = (relation: string, query: Pairs) => ({
    relation,
    url: `${baseUrl}/${type}?${new URLSearchParams(query.map(([k, v]): [string, string] => [k, v]))}`,
  });
  const bundle: Bundle = {
    resourceType: 'Bundle',
    type: 'searchset',
    total,
    link: [link('self', pairs), ...(next ? [link('next', next)] : [])],
    ...(page.length > 0
      ? {
          entry: page.map((resource) => ({
            fullUrl: `${baseUrl}/${type}/${resource.id}`,
            resource,
            search: { mode: 'match' },
          })),
        }
      : {}),
  };
  return answer(bundle);
}

const capabilities = (baseUrl: string) => ({
  resourceType: 'CapabilityStatement',
  status: 'active',
  date: '2026-01-15',
  kind: 'instance',
  implementation: {
    description: 'Demo EHR of Kairos: de-identified survey participants under invented names',
    url: baseUrl,
  },
  fhirVersion: '4.0.1',
  format: ['json'],
  rest: [
    {
      mode: 'server',
      resource: Object.entries(SUPPORTED).map(([type, params]) => ({
        type,
        interaction: [{ code: 'read' }, { code: 'search-type' }],
        searchParam: Object.entries(params).map(([name, { kind }]) => ({ name, type: kind })),
      })),
    },
  ],
});
