import type { Bundle, Resource } from '@medplum/fhirtypes';
import { problem } from '../../kernel/errors.ts';
import {
  answer,
  type FhirHandler,
  type FhirResponse,
  type Pairs,
  readTarget,
  refuse,
  withQuery,
} from '../../kernel/fhir-http.ts';
import { capabilities } from './metadata.ts';
import { SUPPORTED, searchResources } from './search.ts';

export { createDemoArchive, demoArchive } from './archive.ts';
export { loadDemoPatients } from './load.ts';

export interface DemoEhr {
  /** As they are now: their dates move on while the server runs. */
  readonly resources: () => Promise<readonly Resource[]>;
  /** Without a slash at its end. */
  readonly baseUrl: string;
}

/** The EHR of the demo: just enough of a read-only FHIR R4 server to be a hook's `fhirServer`. */
export function createDemoEhr(ehr: DemoEhr): FhirHandler {
  return async (request) => {
    const target = readTarget(request);
    if (!target.ok) return target.error;
    const { path, pairs } = target.value;
    const [type = '', id, ...more] = path;
    if (type === 'metadata' && id === undefined) return answer(capabilities(ehr.baseUrl));
    if (!Object.hasOwn(SUPPORTED, type) || more.length > 0) return refuse(problem('not-found'));
    const resources = await ehr.resources();
    if (id === undefined) return search(resources, ehr.baseUrl, type, pairs);
    const found = resources.find((r) => r.resourceType === type && r.id === id);
    return found ? answer(found) : refuse(problem('not-found'));
  };
}

function search(resources: readonly Resource[], baseUrl: string, type: string, pairs: Pairs): FhirResponse {
  const found = searchResources(resources, type, pairs);
  if (!found.ok) return refuse(found.error);
  const { page, total, next } = found.value;
  const link = (relation: string, query: Pairs) => ({
    relation,
    url: withQuery(`${baseUrl}/${type}`, query),
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
