import { isObject } from '../../kernel/json-object.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { Address } from './address.ts';
import { checkDiscovery, checkFeedback, checkResponse, isListed } from './check/index.ts';
import { buildContext, type ContextOptions } from './context.ts';
import { type ListedService, listedServices } from './discovery.ts';
import { type Failure, usage } from './failure.ts';
import { buildFeedback, type FeedbackOptions } from './feedback.ts';
import { type FhirServer, fetchTemplate } from './fhir-server.ts';
import type { FhirResource } from './files.ts';
import { type Body, type Call, type Exchange, type Surroundings, send } from './http.ts';
import { evaluate } from './local-search.ts';
import { assemblePrefetch, type Prefetch, type Source } from './prefetch.ts';
import type { FeedbackReport, HookReport } from './report.ts';
import { buildRequest, withoutToken } from './request.ts';
import { type Client, signCall } from './sign.ts';

export interface FireOptions {
  readonly address: Address;
  readonly hook?: string | undefined;
  readonly context: ContextOptions;
  /** Fill the prefetch; what they lack the service must get from `fhirServer`. */
  readonly files: readonly FhirResource[];
  /** Without files it is asked here, and the service gets everything as prefetch. */
  readonly fhirServer?: FhirServer | undefined;
  /** The server is only named to the service, which asks it itself. */
  readonly noPrefetch?: boolean | undefined;
  /** Signs every call, discovery included. */
  readonly client?: Client | undefined;
  readonly feedback?: FeedbackOptions | undefined;
}

/** Asks for the list of services, fires the hook at one of them and checks both answers. */
export async function fire(options: FireOptions, around: Surroundings): Promise<Result<HookReport, Failure>> {
  const { address } = options;
  const discovered = await call({ url: address.discovery }, options, around);
  if (!discovered.ok) return discovered;
  if (address.service === undefined) return ok(listReport(discovered.value));
  return fireAt(address.service, discovered.value, options, around);
}

function listReport(discovered: Exchange): HookReport {
  const services = listedServices(discovered);
  return { ...outcomeOf(discovered), services, findings: checkDiscovery(discovered), notes: [] };
}

async function fireAt(
  url: string,
  discovered: Exchange,
  options: FireOptions,
  around: Surroundings,
): Promise<Result<HookReport, Failure>> {
  const service = chooseService(listedServices(discovered), options);
  if (!service.ok) return service;
  const { hook, prefetch: templates } = service.value;
  const context = buildContext(hook, options.context);
  if (!context.ok) return context;
  const prefetch = await prefetchFor(templates, context.value, options, around);
  if (!prefetch.ok) return prefetch;
  const { values, notes } = prefetch.value;
  const isAskedHere = !options.noPrefetch && options.files.length === 0;
  const fhirServer = isAskedHere ? undefined : options.fhirServer;
  const request = buildRequest({ hook, context: context.value, prefetch: values, fhirServer }, around.newId);
  const answered = await call({ url, body: request }, options, around);
  if (!answered.ok) return answered;
  const findings = [
    ...checkDiscovery(discovered),
    ...isListed(discovered, options.address.serviceId, hook),
    ...checkResponse(answered.value),
  ];
  const report = { ...outcomeOf(answered.value), request: withoutToken(request), findings, notes };
  return ok(options.feedback ? await withFeedback(report, options.feedback, options, around) : report);
}

/** The hook that was asked for, or the only one that the service is listed under. */
function chooseService(
  services: readonly ListedService[],
  { address, hook }: FireOptions,
): Result<ListedService, Failure> {
  const id = address.serviceId ?? '';
  const candidates = services.filter((s) => s.id === id);
  const [first, ...others] = candidates;
  const named = candidates.find((s) => s.hook === hook);
  if (named) return ok(named);
  if (hook !== undefined) return ok({ id, hook, prefetch: first?.prefetch ?? {} });
  if (first && others.length === 0) return ok(first);
  return err(usage(first ? 'the service has several hooks: name one by --hook' : whatIsListed(services)));
}

const whatIsListed = (services: readonly ListedService[]): string =>
  services.length > 0
    ? `the service is not listed (${services.map((s) => s.id).join(', ')}): correct the address, or name a --hook`
    : 'no services are listed: name the hook by --hook';

async function prefetchFor(
  templates: Readonly<Record<string, string>>,
  context: Readonly<Record<string, unknown>>,
  { files, fhirServer, noPrefetch }: FireOptions,
  around: Surroundings,
): Promise<Result<Prefetch, Failure>> {
  const source: Source | undefined =
    files.length > 0
      ? async (query) => ok(evaluate(query, files))
      : fhirServer && ((query) => fetchTemplate(query, fhirServer, around));
  if (noPrefetch || !source) return ok({ values: {}, notes: [] });
  return assemblePrefetch(templates, context, source);
}

/** Sends feedback for the first card. Whatever keeps it from being sent, the report of the call stays. */
async function withFeedback(
  report: HookReport,
  feedback: FeedbackOptions,
  options: FireOptions,
  around: Surroundings,
): Promise<HookReport> {
  const cards =
    isObject(report.response) && Array.isArray(report.response.cards) ? report.response.cards : [];
  const body = buildFeedback(cards[0], feedback, around.clock.now());
  if (!body.ok) return { ...report, failure: body.error };
  const url = `${report.url}/feedback`;
  const answered = await call({ url, body: body.value }, options, around);
  if (!answered.ok) return { ...report, failure: answered.error };
  const { status, ms } = answered.value;
  const sent: FeedbackReport = { url, request: body.value, status, ms };
  return { ...report, feedback: sent, findings: [...report.findings, ...checkFeedback(answered.value)] };
}

async function call(what: Call, { client }: FireOptions, around: Surroundings) {
  const token = client ? await signCall(what.url, client, around) : undefined;
  return send({ ...what, token }, around);
}

const outcomeOf = ({ url, status, ms, body }: Exchange) => ({ url, status, ms, ...responseOf(body) });

const responseOf = (body: Body) => (body.kind === 'json' ? { response: body.value } : {});
