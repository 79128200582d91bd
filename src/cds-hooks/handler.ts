import type { Resource } from '@medplum/fhirtypes';
import { chartFromFhir } from '../chart/from-fhir.ts';
import type { PatientChart } from '../chart/types.ts';
import type { Clock } from '../kernel/clock.ts';
import { type Deadline, deadlineIn, earlier } from '../kernel/deadline.ts';
import { type Problem, problem } from '../kernel/errors.ts';
import { isObject } from '../kernel/json-object.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { describeService, type ServiceDescription } from './discovery.ts';
import type { HookDefinition } from './hook-definition.ts';
import { hooks } from './hooks.ts';
import { type FetchFhir, resolvePrefetch } from './prefetch.ts';
import { type HookRequest, parseHookRequest } from './request.ts';
import { toResponse } from './response.ts';
import type { CdsResponse, CdsService, PendingWork, ServiceRequest } from './types.ts';

export interface CdsHooksDependencies {
  readonly services: readonly CdsService[];
  /** Opens the queries of one call to the caller's FHIR server; all must end by the deadline. */
  readonly openFhirSession: (deadline: Deadline) => FetchFhir;
  /** Pages of one prefetch key that are followed. */
  readonly mostPages?: number;
  /** Makes results durable; cards leave only after it succeeded. */
  readonly record: (resources: readonly Resource[]) => Promise<Result<void>>;
  /** Finishes what missed the deadline, after the answer left. */
  readonly finishLater: (work: PendingWork) => void;
  /** Time for a whole call, from its arrival to its answer. */
  readonly deadlineMs: number;
  readonly clock: Clock;
}

/** Of the deadline, kept back from fetching: for the models, storing and the answer itself. */
const FOR_MODELS_MS = 100;

/** Kept back from the models as well: for storing and the answer itself. */
const FOR_STORING_MS = 30;

export type CallResult = Result<CdsResponse, readonly Problem[]>;

/** The protocol, without HTTP: discovery, and one call from body to cards. */
export interface CdsHooks {
  readonly discovery: { readonly services: readonly ServiceDescription[] };
  call(serviceId: string, body: unknown): Promise<CallResult>;
}

interface Endpoint {
  readonly service: CdsService;
  readonly definition: HookDefinition;
  readonly description: ServiceDescription;
}

/**
 * The same id may stand under several hooks: calls are routed by (id, hook).
 * @throws Error for a service of an unknown hook and for two of the same id and hook
 */
export function createCdsHooks(dependencies: CdsHooksDependencies): CdsHooks {
  const endpoints = dependencies.services.map(toEndpoint);
  refuseTwins(dependencies.services);
  return {
    discovery: { services: endpoints.map((e) => e.description) },
    async call(serviceId, body) {
      const endpoint = findEndpoint(endpoints, serviceId, body);
      if (!endpoint.ok) return err([endpoint.error]);
      const request = parseHookRequest(body, endpoint.value.definition);
      if (!request.ok) return request;
      return answer(endpoint.value, request.value, dependencies);
    },
  };
}

function toEndpoint(service: CdsService): Endpoint {
  const definition = hooks.get(service.hook);
  if (!definition) throw new Error(`service ${service.id} declares the unknown hook ${service.hook}`);
  return { service, definition, description: describeService(service) };
}

function refuseTwins(services: readonly CdsService[]): void {
  const names = services.map(({ id, hook }) => `${id} under ${hook}`);
  const twin = names.find((name, i) => names.indexOf(name) < i);
  if (twin) throw new Error(`there are two services ${twin}`);
}

function findEndpoint(endpoints: readonly Endpoint[], id: string, body: unknown): Result<Endpoint> {
  const candidates = endpoints.filter((e) => e.service.id === id);
  const [first] = candidates;
  if (!first) return err(problem('unknown-service'));
  const hook = isObject(body) ? body.hook : undefined;
  return ok(candidates.find((e) => e.service.hook === hook) ?? first);
}

async function answer(
  endpoint: Endpoint,
  request: HookRequest,
  deps: CdsHooksDependencies,
): Promise<CallResult> {
  const deadline = deadlineIn(deps.deadlineMs);
  const fetchFhir = deps.openFhirSession(earlier(deadline, FOR_MODELS_MS));
  const chart = await openChart(endpoint, request, fetchFhir, deps);
  if (!chart.ok) return chart;
  const { hook, hookInstance, context } = request;
  const question: ServiceRequest = {
    ...{ hook, hookInstance, context, chart: chart.value },
    deadline: earlier(deadline, FOR_STORING_MS),
    ...readingOf(request, fetchFhir),
  };
  const { cards, resources, pending = [] } = await endpoint.service.respond(question);
  const recorded = await deps.record(resources);
  if (!recorded.ok) return err([recorded.error]);
  for (const work of pending) deps.finishLater(work);
  return ok(toResponse(cards));
}

function readingOf(
  { fhirServer, accessToken }: HookRequest,
  fetchFhir: FetchFhir,
): Pick<ServiceRequest, 'readFhir'> {
  return fhirServer ? { readFhir: (url) => fetchFhir({ fhirServer, accessToken, url }) } : {};
}

async function openChart(
  endpoint: Endpoint,
  request: HookRequest,
  fetchFhir: FetchFhir,
  deps: CdsHooksDependencies,
): Promise<Result<PatientChart, readonly Problem[]>> {
  const data = await resolvePrefetch(request, endpoint.description.prefetch, fetchFhir, deps.mostPages);
  if (!data.ok) return data;
  const { patientId } = request.context;
  const { fhirServer } = request;
  const now = deps.clock.now();
  const chart = chartFromFhir({ ...data.value, patientId, now, ...(fhirServer ? { fhirServer } : {}) });
  return chart.ok ? chart : err([chart.error]);
}
