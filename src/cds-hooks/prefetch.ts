import type { Located } from '../chart/from-fhir.ts';
import { type Problem, problem } from '../kernel/errors.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { flatten, nextPage } from './bundle.ts';
import type { HookRequest } from './request.ts';
import { fillTemplate, OBSERVATIONS_KEY, PATIENT_KEY } from './templates.ts';

/** A query to the caller's FHIR server: relative (`Patient/1`) or, for a further page, absolute. */
export interface FhirQuery {
  readonly fhirServer: string;
  readonly accessToken?: string | undefined;
  readonly url: string;
}

export type FetchFhir = (query: FhirQuery) => Promise<Result<unknown>>;

/** The patient's data of one hook call, whichever way it came. */
export interface PatientData {
  readonly patient: Located;
  readonly observations: readonly Located[];
}

const MAX_PAGES = 10;

/**
 * Completes the prefetch (CDS Hooks 2.0.1, "Prefetch"): what was sent is used, what is absent is fetched in
 * parallel with the caller's token. Fails with one problem per key that could not be had.
 */
export async function resolvePrefetch(
  request: HookRequest,
  templates: Readonly<Record<string, string>>,
  fetchFhir: FetchFhir,
): Promise<Result<PatientData, readonly Problem[]>> {
  const keys = Object.keys(templates);
  const results = await Promise.all(keys.map((key) => resolveKey(key, request, templates[key]!, fetchFhir)));
  const problems = results.flatMap((r) => (r.ok ? [] : [r.error]));
  if (problems.length > 0) return err(problems);
  const found = new Map(results.map((r, i) => [keys[i], r.ok ? r.value : []]));
  const [patient, ...others] = found.get(PATIENT_KEY) ?? [];
  if (!patient || others.length > 0) return err([onePatient]);
  return ok({ patient, observations: found.get(OBSERVATIONS_KEY) ?? [] });
}

const onePatient = problem('prefetch-failed', {
  expression: `prefetch.${PATIENT_KEY}`,
  diagnostics: 'expected exactly one Patient',
});

async function resolveKey(
  key: string,
  request: HookRequest,
  template: string,
  fetchFhir: FetchFhir,
): Promise<Result<readonly Located[]>> {
  const expression = `prefetch.${key}`;
  if (!Object.hasOwn(request.prefetch, key)) {
    return fetchPages(fillTemplate(template, request.context), request, expression, fetchFhir);
  }
  const sent = request.prefetch[key];
  const first = flatten(sent, expression);
  const next = nextPage(sent);
  if (!first.ok || !next) return first;
  const rest = await fetchPages(next, request, expression, fetchFhir);
  return rest.ok ? ok([...first.value, ...rest.value]) : rest;
}

async function fetchPages(
  firstUrl: string,
  request: HookRequest,
  expression: string,
  fetchFhir: FetchFhir,
): Promise<Result<readonly Located[]>> {
  const { fhirServer, accessToken } = request;
  if (!fhirServer)
    return err(problem('prefetch-failed', { expression, diagnostics: 'not sent, and no fhirServer' }));
  const resources: Located[] = [];
  let url: string | undefined = firstUrl;
  for (let page = 0; url !== undefined; page++) {
    if (page === MAX_PAGES)
      return err(problem('prefetch-failed', { expression, diagnostics: 'too many pages' }));
    const answer: Result<unknown> = await fetchFhir({ fhirServer, accessToken, url });
    const found: Result<readonly Located[]> = answer.ok ? flatten(answer.value, expression) : answer;
    if (!found.ok) return err({ ...found.error, expression });
    resources.push(...found.value);
    url = answer.ok ? nextPage(answer.value) : undefined;
  }
  return ok(resources);
}
