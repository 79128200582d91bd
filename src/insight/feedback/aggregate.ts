import type { RecordedFeedback } from '../../findings/feedback-observation.ts';
import { type Span, spanStart } from './spans.ts';
import { addCard, addOutcome, emptyTally, type Tally } from './tally.ts';

/** A result that became a card of a service. */
export interface ShownCard {
  /** `RiskAssessment/<id>`, as feedback refers to it. */
  readonly reference: string;
  readonly service: string;
  readonly model: string;
  readonly version: string;
  /** When it was made. */
  readonly at: string;
}

/** A result is another card in another service. */
export const cardKey = (reference: string, service: string): string => `${reference} ${service}`;

export interface ReceivedFeedback extends RecordedFeedback {
  readonly id: string;
  readonly receivedAt: string;
}

/** One version of a model in one service. */
export interface FeedbackGroup {
  readonly service: string;
  readonly model: string;
  readonly version: string;
  readonly total: Tally;
  /** In order; only those in which a card was shown. */
  readonly spans: readonly SpanTally[];
}

export interface SpanTally {
  /** First day. */
  readonly start: string;
  readonly tally: Tally;
}

/**
 * Cards and what was done with them, by service, model and version and over time. A card counts on the day it was made,
 * with the last outcome that was sent for it; feedback on other cards is left out.
 */
export function aggregate(
  cards: Iterable<ShownCard>,
  feedback: Iterable<ReceivedFeedback>,
  span: Span,
): readonly FeedbackGroup[] {
  const outcomes = lastOutcomes(feedback);
  const groups = Map.groupBy(cards, ({ service, model, version }) =>
    JSON.stringify([service, model, version]),
  );
  return [...groups.values()].map((group) => groupOf(group, outcomes, span)).sort(inOrder);
}

function groupOf(
  cards: readonly ShownCard[],
  outcomes: ReadonlyMap<string, ReceivedFeedback>,
  span: Span,
): FeedbackGroup {
  const { service, model, version } = cards[0]!;
  const spans = Map.groupBy(cards, (card) => spanStart(card.at, span));
  return {
    service,
    model,
    version,
    total: tallyOf(cards, outcomes),
    spans: [...spans]
      .map(([start, within]) => ({ start, tally: tallyOf(within, outcomes) }))
      .sort((a, b) => (a.start < b.start ? -1 : 1)),
  };
}

function tallyOf(cards: readonly ShownCard[], outcomes: ReadonlyMap<string, ReceivedFeedback>): Tally {
  const tally = emptyTally();
  for (const { reference, service } of cards) {
    addCard(tally);
    const last = outcomes.get(cardKey(reference, service));
    if (last) addOutcome(tally, last);
  }
  return tally;
}

/** Clinicians change their minds: the last word on each card. */
function lastOutcomes(feedback: Iterable<ReceivedFeedback>): ReadonlyMap<string, ReceivedFeedback> {
  const last = new Map<string, ReceivedFeedback>();
  for (const one of feedback) {
    const key = cardKey(one.focus, one.service);
    const known = last.get(key);
    if (!known || isLater(one, known)) last.set(key, one);
  }
  return last;
}

/** By the time of the outcome, then of its arrival; the rest only makes it certain. */
function isLater(a: ReceivedFeedback, b: ReceivedFeedback): boolean {
  if (a.at !== b.at) return a.at > b.at;
  return a.receivedAt === b.receivedAt ? a.id > b.id : a.receivedAt > b.receivedAt;
}

const inOrder = (a: FeedbackGroup, b: FeedbackGroup): number =>
  a.service.localeCompare(b.service) ||
  a.model.localeCompare(b.model) ||
  b.version.localeCompare(a.version, 'en', { numeric: true });
