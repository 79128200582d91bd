import { setImmediate } from 'node:timers/promises';
import type { Observation, RiskAssessment } from '@medplum/fhirtypes';
import { cardsOf } from '../../findings/card-identifier.ts';
import { readFeedback } from '../../findings/feedback-observation.ts';
import type { Store, StoredResource } from '../../store/contract.ts';
import { cardKey, type ReceivedFeedback, type ShownCard } from './aggregate.ts';

export interface FeedbackQuery {
  /** Cards made from then on; all of them without it. */
  readonly since?: Date;
  readonly service?: string;
  readonly model?: string;
}

export interface FeedbackData {
  readonly cards: ReadonlyMap<string, ShownCard>;
  /** On these cards. */
  readonly feedback: readonly ReceivedFeedback[];
}

const PAGE = 200;

/** Every card of a period and all feedback on it, read page by page so that hooks are answered in between. */
export async function readFeedbackData(store: Store, query: FeedbackQuery): Promise<FeedbackData> {
  const cards = new Map<string, ShownCard>();
  for await (const { resource } of newestFirst(store, 'RiskAssessment', query.since)) {
    for (const card of shownCards(resource as RiskAssessment))
      if (isAsked(card, query)) cards.set(cardKey(card.reference, card.service), card);
  }
  const feedback: ReceivedFeedback[] = [];
  for await (const { resource, lastUpdated } of newestFirst(store, 'Observation', query.since)) {
    const read = readFeedback(resource as Observation);
    if (read && cards.has(cardKey(read.focus, read.service)))
      feedback.push({ ...read, id: resource.id ?? '', receivedAt: lastUpdated });
  }
  return { cards, feedback };
}

/**
 * Stored since then, newest first. What is made of the present is stored after it, so nothing of a period is behind
 * the first page that is older. What is stored meanwhile moves pages on: a resource may come twice, none is missed.
 */
async function* newestFirst(
  store: Store,
  type: string,
  since: Date = new Date(0),
): AsyncGenerator<StoredResource> {
  for (let offset = 0; ; offset += PAGE) {
    const { resources } = await store.search({ type, conditions: [], limit: PAGE, offset });
    yield* resources;
    const oldest = resources.at(-1);
    if (!oldest || resources.length < PAGE || Date.parse(oldest.lastUpdated) < since.getTime()) return;
    await setImmediate();
  }
}

/** The services that showed a result, each once; none for a result that never became a card. */
function shownCards(assessment: RiskAssessment): readonly ShownCard[] {
  const { code: model, version } = assessment.method?.coding?.[0] ?? {};
  const at = assessment.occurrenceDateTime;
  if (!model || !version || !at) return [];
  const services = new Set(cardsOf(assessment).map(({ service }) => service));
  const reference = `RiskAssessment/${assessment.id}`;
  return [...services].map((service) => ({ reference, service, model, version, at }));
}

const isAsked = ({ at, service, model }: ShownCard, query: FeedbackQuery): boolean =>
  (!query.since || Date.parse(at) >= query.since.getTime()) &&
  (query.service === undefined || query.service === service) &&
  (query.model === undefined || query.model === model);
