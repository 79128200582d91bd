import type { Located } from '../chart/from-fhir.ts';
import { type Problem, problem } from '../kernel/errors.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { flatten, nextPage } from './bundle.ts';
import type { HookRequest } from './request.ts';
import {
  CONDITIONS_KEY,
  fillTemplate,
  IMAGING_KEY,
  MEDICATIONS_KEY,
  OBSERVATIONS_KEY,
  PATIENT_KEY,
} from './templates.ts';

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
  /** Absent where the service does not ask for them, or the client neither sent them nor named a server. */
  readonly conditions?: readonly Located[];
  readonly medications?: readonly Located[];
  readonly imaging?: readonly Located[];
}

/** A further page beyond this many is not asked for: what is then missing cannot be known. */
const MOST_PAGES = 10;

/**
 * Completes the prefetch (CDS Hooks 2.0.1, "Prefetch"): what was sent is used, what is absent is fetched in
 * parallel with the caller's token. Fails with one problem per key that could not be had, which says why; conditions,
 * medications and ImagingStudies that cannot be asked for are unknown.
 */
export async function resolvePrefetch(
  request: HookRequest,
  templates: Readonly<Record<string, string>>,
  fetchFhir: FetchFhir,
  mostPages = MOST_PAGES,
): Promise<Result<PatientData, readonly Problem[]>> {
  const keys = Object.keys(templates).filter((key) => isAnswerable(key, request));
  const source = { request, fetchFhir, mostPages };
  const results = await Promise.all(keys.map((key) => resolveKey(key, templates[key]!, source)));
  const problems = results.flatMap((r) => (r.ok ? [] : [r.error]));
  if (problems.length > 0) return err(distinct(problems));
  return patientData(new Map(results.map((r, i) => [keys[i], r.ok ? r.value : []])));
}

/** What models can do without: they abstain where they cannot. The Patient and the Observations are what a call is for. */
const DISPENSABLE: ReadonlySet<string> = new Set([CONDITIONS_KEY, MEDICATIONS_KEY, IMAGING_KEY]);

/** The newest come first, and only they matter: further pages are not asked for. */
const ONE_PAGE: ReadonlySet<string> = new Set([IMAGING_KEY]);

/** A client that sends no conditions and names no server says nothing of them: not that there are none. */
const isAnswerable = (key: string, { prefetch, fhirServer }: HookRequest): boolean =>
  Object.hasOwn(prefetch, key) || fhirServer !== undefined || !DISPENSABLE.has(key);

function patientData(
  found: ReadonlyMap<string | undefined, readonly Located[]>,
): Result<PatientData, readonly Problem[]> {
  const [patient, ...others] = found.get(PATIENT_KEY) ?? [];
  if (!patient || others.length > 0) return err([onePatient]);
  const conditions = found.get(CONDITIONS_KEY);
  const medications = found.get(MEDICATIONS_KEY);
  const imaging = found.get(IMAGING_KEY);
  return ok({
    patient,
    observations: found.get(OBSERVATIONS_KEY) ?? [],
    ...(conditions ? { conditions } : {}),
    ...(medications ? { medications } : {}),
    ...(imaging ? { imaging } : {}),
  });
}

const onePatient = problem('prefetch-failed', {
  expression: `prefetch.${PATIENT_KEY}`,
  diagnostics: 'expected exactly one Patient',
});

/** A server that may not be asked is one problem, however many keys were to come from it. */
const distinct = (problems: readonly Problem[]): readonly Problem[] => [
  ...new Map(problems.map((p) => [`${p.code} ${p.expression} ${p.diagnostics}`, p])).values(),
];

interface Source {
  readonly request: HookRequest;
  readonly fetchFhir: FetchFhir;
  readonly mostPages: number;
}

async function resolveKey(
  key: string,
  template: string,
  source: Source,
): Promise<Result<readonly Located[]>> {
  const { prefetch, context } = source.request;
  const expression = `prefetch.${key}`;
  const nextOf = ONE_PAGE.has(key) ? () => undefined : nextPage;
  if (!Object.hasOwn(prefetch, key))
    return fetchPages(fillTemplate(template, context), expression, source, nextOf);
  const sent = prefetch[key];
  const first = flatten(sent, expression);
  const next = nextOf(sent);
  if (!first.ok || !next) return first;
  const rest = await fetchPages(next, expression, source, nextOf);
  return rest.ok ? ok([...first.value, ...rest.value]) : rest;
}

async function fetchPages(
  firstUrl: string,
  expression: string,
  { request: { fhirServer, accessToken }, fetchFhir, mostPages }: Source,
  nextOf: typeof nextPage,
): Promise<Result<readonly Located[]>> {
  const failed = (diagnostics: string) => err(problem('prefetch-failed', { expression, diagnostics }));
  if (!fhirServer)
    return failed('not sent, or not all of its pages, and there is no fhirServer to fetch it from');
  const resources: Located[] = [];
  const asked = new Set<string>();
  for (let url: string | undefined = firstUrl; url !== undefined; ) {
    if (asked.has(url)) return failed('the pages of the answer go in a circle');
    if (asked.size === mostPages) return failed(`the answer has more than ${mostPages} pages`);
    asked.add(url);
    const answer: Result<unknown> = await fetchFhir({ fhirServer, accessToken, url });
    const found: Result<readonly Located[]> = answer.ok ? flatten(answer.value, expression) : answer;
    // Too much is the server's doing, and the caller has not sent it.
    if (!found.ok && found.error.code === 'too-many-entries') return failed('a page has too many entries');
    if (!found.ok) return err({ expression, ...found.error });
    resources.push(...found.value);
    url = answer.ok ? nextOf(answer.value) : undefined;
  }
  return ok(resources);
}
