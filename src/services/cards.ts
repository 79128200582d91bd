import type { CardLines } from '../findings/card-detail.ts';
import type { CardParts } from '../findings/card-parts.ts';
import type { Finding } from '../findings/finding.ts';
import type { CardKind } from '../findings/identity.ts';
import { isAlarming } from '../findings/importance.ts';
import type { Links } from '../findings/links.ts';
import { notEstimatedWords } from '../findings/not-estimated.ts';
import { type Answered, summaryCard, wantingCard } from '../findings/summary-card.ts';
import { failedCard, pendingCard, unansweredCard } from '../findings/unanswered.ts';
import type { Said } from './answers.ts';

/** A card that will be shown, before anything is known of earlier results. */
export interface PlannedCard {
  /** The result that the card is about, and that feedback on it reaches; none for a model that failed or is late. */
  readonly about?: Finding;
  readonly kind: CardKind;
  parts(lines: Pick<CardLines, 'trend'>): CardParts;
}

/** Full cards beside a summary. */
const MOST_ALARMING = 2;

/**
 * Which cards a service gives. One answer: its own card. Several: one summary, the most important first, and the cards
 * of the two most alarming. None: what is missing. Nothing that applies to the patient: no card.
 */
export function planCards(said: Said, links: Links): readonly PlannedCard[] {
  const { answered } = said;
  if (answered.length > 1) {
    const alarming = answered.filter(({ answer }) => isAlarming(answer)).slice(0, MOST_ALARMING);
    return [summary(said, links), ...alarming.map((one) => full(one))];
  }
  const [only] = answered;
  const others = notEstimatedWords({ ...said, failed: [], late: [] });
  return [
    ...(only ? [full(only, others)] : []),
    ...withoutResult(said, links),
    ...(only ? [] : wanting(said, links)),
  ];
}

function summary(said: Said, links: Links): PlannedCard {
  const others = notEstimatedWords(said);
  return {
    about: said.answered[0]!.finding,
    kind: 'summary',
    parts: ({ trend }) => summaryCard(said.answered, links, { trend, others }),
  };
}

const full = ({ finding }: Answered, others?: string): PlannedCard => ({
  about: finding,
  kind: 'result',
  parts: ({ trend }) => finding.card({ trend, others }),
});

function withoutResult({ failed, late }: Said, links: Links): readonly PlannedCard[] {
  if (failed.length + late.length > 1)
    return [{ kind: 'summary', parts: () => unansweredCard({ failed, late }, links.models()) }];
  return [
    ...late.map((m): PlannedCard => ({ kind: 'result', parts: () => pendingCard(m, links.model(m)) })),
    ...failed.map((m): PlannedCard => ({ kind: 'result', parts: () => failedCard(m, links.model(m)) })),
  ];
}

function wanting({ wanting: all, findings }: Said, links: Links): readonly PlannedCard[] {
  const [first] = all;
  const about = first && findings.get(first);
  if (!about) return [];
  if (all.length === 1) return [{ about, kind: 'result', parts: () => about.card() }];
  return [{ about, kind: 'summary', parts: () => wantingCard(all, links) }];
}
