import type { OperationOutcome, RiskAssessment } from '@medplum/fhirtypes';
import type { Clock } from '../../kernel/clock.ts';
import { type Problem, problem } from '../../kernel/errors.ts';
import type { CardFeedback } from '../../kernel/feedback.ts';
import { toOperationOutcome } from '../../kernel/operation-outcome.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { parseFeedback } from './parse.ts';

/** A card that this server has given, by the result behind it. */
export interface KnownCard {
  /** Id of the service that gave it. */
  readonly service: string;
  readonly assessment: RiskAssessment;
}

/** What was done with a card that is known. */
export interface AnsweredCard extends KnownCard {
  readonly feedback: CardFeedback;
}

export interface FeedbackDependencies {
  readonly serviceIds: ReadonlySet<string>;
  /** Those of the cards that are known, by uuid. */
  readonly findCards: (uuids: readonly string[]) => Promise<ReadonlyMap<string, KnownCard>>;
  /** Makes feedback durable, all or nothing. The same feedback twice is the same. */
  readonly record: (answered: readonly AnsweredCard[]) => Promise<Result<void>>;
  readonly clock: Clock;
}

/** One feedback call, from body to the OperationOutcome that says what became of it. */
export type FeedbackHandler = (
  serviceId: string,
  body: unknown,
) => Promise<Result<OperationOutcome, readonly Problem[]>>;

/**
 * Feedback on cards (CDS Hooks 2.0.1, "Feedback"). A malformed entry refuses the whole call; an unknown card costs its
 * own entry, so that a client that mixes up cards loses nothing of the others.
 */
export function createFeedback({
  serviceIds,
  findCards,
  record,
  clock,
}: FeedbackDependencies): FeedbackHandler {
  return async (serviceId, body) => {
    if (!serviceIds.has(serviceId)) return err([problem('unknown-service')]);
    const entries = parseFeedback(body);
    if (!entries.ok) return entries;
    const ahead = entries.value.flatMap((entry, i) => (isAhead(entry, clock) ? [notYet(i)] : []));
    if (ahead.length > 0) return err(ahead);
    const cards = await findCards([...new Set(entries.value.map(({ card }) => card))]);
    const sorted = entries.value.map((feedback) => answered(feedback, serviceId, cards));
    const known = sorted.filter((entry) => entry !== undefined);
    const recorded = known.length > 0 ? await record(known) : ok(undefined);
    if (!recorded.ok) return err([recorded.error]);
    return ok(outcomeOf(sorted));
  };
}

/** Clocks differ by less than this. The latest outcome of a card counts, so one of the future would count for ever. */
const SKEW_MS = 5 * 60_000;

const isAhead = ({ at }: CardFeedback, clock: Clock): boolean =>
  Date.parse(at) > clock.now().getTime() + SKEW_MS;

const notYet = (i: number): Problem =>
  problem('invalid-field', {
    expression: `feedback[${i}].outcomeTimestamp`,
    diagnostics: 'expected a time that has been',
  });

/** A card of another service is as unknown as any: the address says whose feedback it is. */
function answered(
  feedback: CardFeedback,
  service: string,
  cards: ReadonlyMap<string, KnownCard>,
): AnsweredCard | undefined {
  const card = cards.get(feedback.card);
  return card?.service === service ? { ...card, feedback } : undefined;
}

function outcomeOf(entries: readonly (AnsweredCard | undefined)[]): OperationOutcome {
  const unknown = entries.flatMap((entry, i) =>
    entry ? [] : [problem('unknown-card', { expression: `feedback[${i}].card` })],
  );
  const text = `${entries.length - unknown.length} of ${entries.length} feedback entries stored`;
  const stored = { severity: 'information' as const, code: 'informational' as const, details: { text } };
  const warnings = toOperationOutcome(unknown, 'warning').issue;
  return { resourceType: 'OperationOutcome', issue: [stored, ...warnings] };
}
