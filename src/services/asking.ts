import { createHash } from 'node:crypto';
import type { Card, PendingWork, ServiceAnswer, ServiceRequest } from '../cds-hooks/types.ts';
import { selectInputs } from '../chart/select.ts';
import type { Chart } from '../chart/types.ts';
import { type Finding, findingFor } from '../findings/finding.ts';
import type { Links } from '../findings/links.ts';
import { failedCard, pendingCard } from '../findings/unanswered.ts';
import type { ModelOutput } from '../inference/prediction.ts';
import type { LoadedModel } from '../inference/registry.ts';
import { byDeadline } from '../kernel/deadline.ts';
import { describeDefect, type Logger } from '../kernel/logger.ts';
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
  /** A clinician has ten seconds. */
  readonly mostCards: number;
}

/** Every concept that the models may read, once: what a service asks the EHR for. */
export const conceptsOf = (models: readonly AskedModel[]): readonly string[] => [
  ...new Set(
    models.flatMap(({ loaded: { manifest } }) => [
      ...manifest.inputs.map((i) => i.concept),
      ...manifest.applicability.exclude.map((e) => e.concept),
    ]),
  ),
];

type Asking = (request: ServiceRequest) => Promise<ServiceAnswer>;

type Answer =
  | { readonly state: 'answered'; readonly finding: Finding }
  | { readonly state: 'failed' }
  | { readonly state: 'late'; readonly pending: PendingWork };

/**
 * Asks models about a patient within the deadline of the call. A model that fails or is late costs its own card, which
 * says so, and nothing else. Late work is handed over to be finished; asked again for the same inputs, the model is not
 * started twice and its finding is there as soon as it is ready.
 */
export function createAsking(models: readonly AskedModel[], options: AskingOptions): Asking {
  const underway: Underway<Finding> = createUnderway();
  return async (request) => {
    const answers = await Promise.all(models.map((model) => answerOf(model, request, options, underway)));
    return toServiceAnswer(models, answers, options);
  };
}

async function answerOf(
  model: AskedModel,
  request: ServiceRequest,
  options: AskingOptions,
  underway: Underway<Finding>,
): Promise<Answer> {
  const key = () => workKey(model.loaded, request);
  const late = (work: Promise<Finding>): Answer => {
    const kept = underway.keep(key(), work);
    return { state: 'late', pending: { key: key(), finish: async () => (await kept).resources } };
  };
  try {
    const isOver = request.deadline.remainingMs() === 0;
    const start = () => ask(model, request, options);
    const work = underway.find(key) ?? (isOver ? afterTheAnswer().then(start) : start());
    if (isOver) return late(Promise.resolve(work));
    if (!(work instanceof Promise)) return { state: 'answered', finding: work };
    const outcome = await byDeadline(request.deadline, work);
    return outcome.inTime ? { state: 'answered', finding: outcome.value } : late(work);
  } catch (cause) {
    const { name } = model.loaded.manifest;
    options.log.error({ model: name, error: describeDefect(cause) }, 'a model failed');
    return { state: 'failed' };
  }
}

/** A finding at once where the model gives one, otherwise the promise of one. */
function ask(
  model: AskedModel,
  request: ServiceRequest,
  { links, service }: AskingOptions,
): Finding | Promise<Finding> {
  const { loaded } = model;
  const context = { ...subjectOf(request), service, loaded, links };
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
  const { evidence } = selectInputs(chart, manifest.inputs);
  const facts = [manifest.name, manifest.version, context.patientId, context.encounterId, evidence];
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}

/** Predictions first, the most unusual risk on top; then what is pending or failed; then abstentions. */
function toServiceAnswer(
  models: readonly AskedModel[],
  answers: readonly Answer[],
  { links, mostCards }: AskingOptions,
): ServiceAnswer {
  const ranked = answers.map((answer, i) => rankedCard(models[i]!.loaded, answer, links));
  const cards = ranked.toSorted((a, b) => b.priority - a.priority).slice(0, mostCards);
  const pending = answers.flatMap((a) => (a.state === 'late' ? [a.pending] : []));
  return {
    cards: cards.map(({ card }) => card),
    resources: answers.flatMap((a) => (a.state === 'answered' ? a.finding.resources : [])),
    ...(pending.length > 0 ? { pending } : {}),
  };
}

/** Between predictions, whose priority is positive, and abstentions, whose is -1. */
const UNANSWERED_PRIORITY = -0.5;

function rankedCard(
  { manifest }: LoadedModel,
  answer: Answer,
  links: Links,
): { card: Card; priority: number } {
  if (answer.state === 'answered') {
    const { cardId, card, priority } = answer.finding;
    return { card: { uuid: cardId, ...card }, priority };
  }
  const card = answer.state === 'late' ? pendingCard : failedCard;
  return { card: card(manifest, links.model(manifest)), priority: UNANSWERED_PRIORITY };
}
