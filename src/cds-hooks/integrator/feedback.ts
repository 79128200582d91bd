import { isObject } from '../../kernel/json-object.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { type Failure, usage } from './failure.ts';

export interface FeedbackOptions {
  readonly outcome: 'accepted' | 'overridden';
  /** Code of one of the card's override reasons. */
  readonly reason?: string | undefined;
  readonly comment?: string | undefined;
}

/** The body of feedback on one card (CDS Hooks 2.0.1, "Feedback"). */
export function buildFeedback(card: unknown, options: FeedbackOptions, now: Date): Result<object, Failure> {
  if (!isObject(card)) return err(usage('there is no card to send feedback for'));
  if (typeof card.uuid !== 'string' || !card.uuid)
    return err(usage('the card has no uuid: there can be no feedback for it'));
  const details = options.outcome === 'accepted' ? ok(accepted(card)) : overridden(card, options);
  if (!details.ok) return details;
  const outcomeTimestamp = now.toISOString();
  const entry = { card: card.uuid, outcome: options.outcome, outcomeTimestamp, ...details.value };
  return ok({ feedback: [entry] });
}

/** What somebody would choose: the recommended suggestion, or else the first. */
function accepted(card: Record<string, unknown>): object {
  const suggestions = listOf(card.suggestions).filter((s) => typeof s.uuid === 'string');
  const chosen = suggestions.find((s) => s.isRecommended === true) ?? suggestions[0];
  return chosen ? { acceptedSuggestions: [{ id: chosen.uuid }] } : {};
}

function overridden(card: Record<string, unknown>, options: FeedbackOptions): Result<object, Failure> {
  const { reason: code, comment } = options;
  const reasons = listOf(card.overrideReasons);
  const reason = reasons.find((r) => r.code === code);
  if (code !== undefined && !reason) {
    const known = reasons.flatMap((r) => (typeof r.code === 'string' ? [r.code] : [])).join(', ');
    return err(usage(known ? `--reason must be one of: ${known}` : 'the card offers no override reasons'));
  }
  const overrideReason = {
    ...(reason ? { reason: codingOf(reason) } : {}),
    ...(comment ? { userComment: comment } : {}),
  };
  return ok(Object.keys(overrideReason).length > 0 ? { overrideReason } : {});
}

const listOf = (value: unknown): readonly Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

const codingOf = ({ code, system, display }: Record<string, unknown>): object =>
  Object.fromEntries(
    Object.entries({ code, system, display }).filter(([, v]) => typeof v === 'string' && v !== ''),
  );
