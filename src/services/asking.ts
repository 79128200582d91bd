import { createHash } from 'node:crypto';
import type { Resource } from '@medplum/fhirtypes';
import type { Card, ServiceAnswer, ServiceRequest } from '../cds-hooks/types.ts';
import { selectInputs } from '../chart/select.ts';
import type { Chart } from '../chart/types.ts';
import { type Finding, findingFor } from '../findings/finding.ts';
import { cardUuid } from '../findings/identity.ts';
import type { Links } from '../findings/links.ts';
import { conceptsReadBy } from '../inference/manifest.ts';
import type { ModelOutput } from '../inference/prediction.ts';
import type { LoadedModel } from '../inference/registry.ts';
import { byDeadline } from '../kernel/deadline.ts';
import { describeDefect, type Logger } from '../kernel/logger.ts';
import { type Outcome, sort } from './answers.ts';
import { type PlannedCard, planCards } from './cards.ts';
import type { History } from './contract.ts';
import { type Trends, trendsOf } from './trends.ts';
import { createUnderway, type Underway } from './underway.ts';

/** A model that a service asks, whatever its family. */
export interface AskedModel {
  readonly loaded: LoadedModel;
  /** Tabular models answer at once, networks later. What is thrown counts as a failure of this model only. */
  ask(chart: Chart): ModelOutput | Promise<ModelOutput>;
}

export interface AskingOptions {
  /** Id of the service that asks: results say whose cards they became. */
  readonly service: string;
  readonly links: Links;
  readonly log: Logger;
  readonly history: History;
}

/** Every concept that the models may read, once: what a service asks the EHR for. */
export const conceptsOf = (models: readonly AskedModel[]): readonly string[] => [
  ...new Set(models.flatMap(({ loaded: { manifest } }) => conceptsReadBy(manifest))),
];

type Asking = (request: ServiceRequest) => Promise<ServiceAnswer>;

/**
 * Asks models about a patient within the deadline of the call. A model that fails or is late costs its own answer, which
 * the cards say, and nothing else. Late work is handed over to be finished; asked again for the same inputs, the model is
 * not started twice and its finding is there as soon as it is ready.
 */
export function createAsking(models: readonly AskedModel[], options: AskingOptions): Asking {
  const underway: Underway<Finding> = createUnderway();
  return async (request) => {
    const outcomes = await Promise.all(models.map((model) => outcomeOf(model, request, options, underway)));
    return toServiceAnswer(outcomes, request, options);
  };
}

async function outcomeOf(
  model: AskedModel,
  request: ServiceRequest,
  options: AskingOptions,
  underway: Underway<Finding>,
): Promise<Outcome> {
  const { loaded } = model;
  const key = () => workKey(loaded, request);
  const late = (work: Promise<Finding>): Outcome => {
    const kept = underway.keep(key(), work);
    return { loaded, state: 'late', pending: { key: key(), finish: async () => (await kept).resources() } };
  };
  try {
    const isOver = request.deadline.remainingMs() === 0;
    const start = () => ask(model, request, options);
    const work = underway.find(key) ?? (isOver ? afterTheAnswer().then(start) : start());
    if (isOver) return late(Promise.resolve(work));
    if (!(work instanceof Promise)) return { loaded, state: 'answered', finding: work };
    const outcome = await byDeadline(request.deadline, work);
    return outcome.inTime ? { loaded, state: 'answered', finding: outcome.value } : late(work);
  } catch (cause) {
    options.log.error({ model: loaded.manifest.name, error: describeDefect(cause) }, 'a model failed');
    return { loaded, state: 'failed' };
  }
}

/** A finding at once where the model gives one, otherwise the promise of one. */
function ask(
  model: AskedModel,
  request: ServiceRequest,
  { links }: AskingOptions,
): Finding | Promise<Finding> {
  const { loaded } = model;
  const context = { ...subjectOf(request), loaded, links };
  const finding = (output: ModelOutput) => findingFor(output, context);
  const output = model.ask(request.chart);
  return output instanceof Promise ? output.then(finding) : finding(output);
}

/** Lets the answer leave first. */
const afterTheAnswer = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const subjectOf = ({ context, chart }: ServiceRequest) => ({
  patientId: context.patientId,
  ...(context.encounterId ? { encounterId: context.encounterId } : {}),
  now: chart.now,
});

/** Model, version, subject and everything that the model would be told. */
function workKey({ manifest }: LoadedModel, { context, chart }: ServiceRequest): string {
  const { evidence, series } = selectInputs(chart, manifest.inputs, manifest.applicability);
  const { name, version } = manifest;
  const facts = [name, version, context.patientId, context.encounterId, evidence, [...series]];
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}

/** A clinician has ten seconds. */
const MOST_CARDS = 3;

/** Every result is stored, with the cards that show it; few become a card of their own. */
async function toServiceAnswer(
  outcomes: readonly Outcome[],
  request: ServiceRequest,
  { service, links, history, log }: AskingOptions,
): Promise<ServiceAnswer> {
  const plan = planCards(sort(outcomes), links).slice(0, MOST_CARDS);
  const trends = await trendsOf(
    plan.flatMap(({ about }) => about ?? []),
    request,
    history,
    log,
  );
  const pending = outcomes.flatMap((o) => (o.state === 'late' ? [o.pending] : []));
  return {
    cards: plan.map((planned) => cardOf(planned, service, trends)),
    resources: outcomes.flatMap((o) => (o.state === 'answered' ? stored(o.finding, plan, service) : [])),
    ...(pending.length > 0 ? { pending } : {}),
  };
}

function cardOf({ about, kind, parts }: PlannedCard, service: string, trends: Trends): Card {
  if (!about) return parts({});
  return { uuid: cardUuid(about.identity, service, kind), ...parts({ trend: trends(about) }) };
}

function stored(finding: Finding, plan: readonly PlannedCard[], service: string): readonly Resource[] {
  const shown = plan.filter(({ about }) => about === finding);
  return finding.resources(
    shown.map(({ kind }) => ({ uuid: cardUuid(finding.identity, service, kind), service })),
  );
}
