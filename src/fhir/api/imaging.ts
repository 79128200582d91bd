import type { Bundle, BundleEntry, OperationOutcome, Resource } from '@medplum/fhirtypes';
import type { Analysed, ImagingOperations } from '../../findings/imaging-operations.ts';
import { deadlineIn } from '../../kernel/deadline.ts';
import { type Problem, problem, statusOf } from '../../kernel/errors.ts';
import { answer, type FhirRequest, type FhirResponse, refuse, withQuery } from '../../kernel/fhir-http.ts';
import { isObject } from '../../kernel/json-object.ts';
import { toOperationOutcome } from '../../kernel/operation-outcome.ts';
import type { Result } from '../../kernel/result.ts';
import type { Store } from '../../store/contract.ts';
import { analysisRequestOf } from './imaging-parameters.ts';
import { shown } from './resource.ts';

export interface ImagingApi {
  readonly operations: ImagingOperations;
  readonly store: Store;
  readonly baseUrl: string;
}

/** How long `$analyze` waits for pictures before it says where the results will be found. */
const PATIENCE_MS = 30_000;

/** Calls that wait at a time: each takes one of the places of MAX_IN_FLIGHT, and hooks need them. */
const MOST_WAITING = 8;

/**
 * What may be done with an ImagingStudy, which is not kept here: `POST ImagingStudy/$analyze`, and the notifications of a
 * Subscription of the EHR (R4, channel `rest-hook` with a payload): `PUT ImagingStudy/[id]`, or POST. Undefined for any
 * other request.
 */
export function imagingHandler({ operations, store, baseUrl }: ImagingApi) {
  let waiting = 0;

  async function analyze(request: FhirRequest): Promise<FhirResponse> {
    const asked = analysisRequestOf(request.body);
    if (!asked.ok) return refuse(asked.error);
    const waits = !prefersAsync(request) && waiting < MOST_WAITING;
    if (!waits) return respond(await operations.analyze(asked.value, deadlineIn(0)));
    waiting++;
    const analysed = await operations.analyze(asked.value, deadlineIn(PATIENCE_MS)).finally(() => waiting--);
    return respond(analysed);
  }

  async function respond(analysed: Result<Analysed>): Promise<FhirResponse> {
    if (!analysed.ok) return refuse(analysed.error);
    const { assessments, problems, underway, listing } = analysed.value;
    if (underway + listing > 0) return accepted(analysed.value, baseUrl);
    if (assessments.length === 0 && problems.length > 0) return refuseAll(problems);
    const stored = await Promise.all(assessments.map(({ id }) => store.read('RiskAssessment', id ?? '')));
    return answer(bundleOf(stored.filter((s) => s !== undefined).map(shown), analysed.value, baseUrl));
  }

  async function notify(request: FhirRequest, id: string | undefined): Promise<FhirResponse> {
    const { body } = request;
    if (body === undefined) return refuse(problem('unsupported-media-type'));
    if (!isObject(body)) return refuse(problem('not-an-object'));
    if (id !== undefined && body.id !== id)
      return refuse(
        problem('invalid-field', {
          expression: 'ImagingStudy.id',
          diagnostics: 'expected the id of the address',
        }),
      );
    const noted = await operations.notify({ resource: body, expression: 'ImagingStudy' });
    return noted.ok ? accepted(noted.value, baseUrl) : refuse(noted.error);
  }

  return (
    request: FhirRequest,
    path: readonly string[],
  ): Promise<FhirResponse> | FhirResponse | undefined => {
    const [type, id] = path;
    if (type !== 'ImagingStudy' || path.length > 2) return undefined;
    const { method } = request;
    if (id === '$analyze') return method === 'POST' ? analyze(request) : wrongMethod('POST');
    if (id === undefined) return method === 'POST' ? notify(request, id) : wrongMethod('POST');
    return method === 'PUT' ? notify(request, id) : wrongMethod('PUT');
  };
}

const wrongMethod = (allowed: string): FhirResponse =>
  refuse(problem('method-not-allowed'), { Allow: allowed });

/** FHIR R4, "Asynchronous Request Patterns". */
const prefersAsync = ({ headers }: FhirRequest): boolean =>
  /\brespond-async\b/.test(String(headers.prefer ?? ''));

/** What could not be analysed is said, and where what can be will be found: nothing is there before it is ready. */
function accepted(
  { tokens, subject, listing, problems, assessments }: Analysed,
  baseUrl: string,
): FhirResponse {
  const words = listing > 0 ? LISTING : wordsOf(assessments.length, tokens.length);
  const search = withQuery(`${baseUrl}/RiskAssessment`, [
    ['subject', subject],
    ['identifier', tokens.map(escaped).join(',')],
  ]);
  return {
    ...answer(outcomeOf(note(words), problems)),
    status: 202,
    headers: {
      ...answer(undefined).headers,
      ...(tokens.length > 0 && listing === 0 ? { 'Content-Location': search } : {}),
    },
  };
}

/** FHIR R4 search, "Escaping Search Parameters". The bar between system and value is left as it is. */
function escaped(token: string): string {
  const bar = token.indexOf('|');
  return token.slice(0, bar + 1) + token.slice(bar + 1).replace(/[\\,$|]/g, '\\$&');
}

const LISTING = 'The archive is being asked what pictures the study has: ask again for the results';

const wordsOf = (ready: number, pictures: number): string =>
  pictures === 0
    ? NONE_FITS
    : `${ready} of ${pictures} results are there; Content-Location is a search that finds them all when they are`;

const NONE_FITS = 'There is no picture of a kind that a model here analyses: nothing was started';

const note = (text: string): OperationOutcome => ({
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'information', code: 'informational', details: { text } }],
});

const outcomeOf = (first: OperationOutcome, problems: readonly Problem[]): OperationOutcome => ({
  ...first,
  issue: [...first.issue, ...(toOperationOutcome(problems, 'warning').issue ?? [])],
});

function bundleOf(results: readonly Resource[], { problems }: Analysed, baseUrl: string): Bundle {
  const outcome =
    problems.length > 0
      ? toOperationOutcome(problems, 'warning')
      : results.length === 0
        ? note('There is no picture of a kind that a model here analyses')
        : undefined;
  const entry = [
    ...results.map(
      (resource): BundleEntry<Resource> => ({
        fullUrl: `${baseUrl}/${resource.resourceType}/${resource.id}`,
        resource,
      }),
    ),
    ...(outcome ? [{ resource: outcome }] : []),
  ];
  return { resourceType: 'Bundle', type: 'collection', entry };
}

const refuseAll = (problems: readonly Problem[]): FhirResponse => ({
  ...answer(toOperationOutcome(problems)),
  status: statusOf(problems[0]!.code),
});
