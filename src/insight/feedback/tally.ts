import type { RecordedFeedback } from '../../findings/feedback-observation.ts';
import { canonicalReason } from '../../findings/override-reasons.ts';

export interface ReasonCount {
  /** A card's own reason in its words; another by its code alone: what stands beside it may be about a patient. */
  readonly reason: string;
  count: number;
}

/** Cards, and what became of them. */
export interface Tally {
  shown: number;
  accepted: number;
  overridden: number;
  /** Of the overridden; by `system|code`. */
  readonly reasonsByKey: Map<string, ReasonCount>;
}

export const emptyTally = (): Tally => ({ shown: 0, accepted: 0, overridden: 0, reasonsByKey: new Map() });

export const answeredOf = ({ accepted, overridden }: Tally): number => accepted + overridden;

/** Most frequent first. */
export const reasonsOf = ({ reasonsByKey }: Tally): readonly ReasonCount[] =>
  [...reasonsByKey.values()].sort((a, b) => b.count - a.count || a.reason.localeCompare(b.reason));

export function addCard(tally: Tally): void {
  tally.shown++;
}

export function addOutcome(tally: Tally, { outcome, reason }: RecordedFeedback): void {
  tally[outcome]++;
  if (outcome !== 'overridden') return;
  const key = reason ? `${reason.system ?? ''}|${reason.code}` : '';
  const known = tally.reasonsByKey.get(key);
  if (known) known.count++;
  else tally.reasonsByKey.set(key, { reason: reasonName(reason), count: 1 });
}

function reasonName(reason: RecordedFeedback['reason']): string {
  if (!reason) return 'No reason given';
  const known = canonicalReason(reason);
  return known === reason ? `Code ${reason.code}` : (known.display ?? reason.code);
}
