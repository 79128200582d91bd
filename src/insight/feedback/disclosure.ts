import type { SpanTally } from './aggregate.ts';
import { answeredOf, type ReasonCount, reasonsOf, type Tally } from './tally.ts';

/** Fewer people than this are not shown: somebody might know who they are. */
export const FEWEST = 5;

const isFew = (count: number): boolean => count > 0 && count < FEWEST;

/** Outcomes of so few cards, on either side, that they would tell of single patients. */
export const hasFewOutcomes = ({ accepted, overridden }: Sums): boolean =>
  isFew(accepted + overridden) || isFew(accepted) || isFew(overridden);

type Sums = Pick<Tally, 'shown' | 'accepted' | 'overridden'>;

/** "fewer than 5", or the count. */
export const countOrFew = (count: number): string =>
  isFew(count) ? `fewer than ${FEWEST}` : count.toLocaleString('en');

export interface SpanShown extends SpanTally {
  readonly isHidden: boolean;
}

/**
 * Spans with few cards or outcomes are hidden, and then as many more, the smallest first, as it takes that what is
 * missing from the total tells of no few either.
 */
export function spansShown(spans: readonly SpanTally[]): readonly SpanShown[] {
  const bySize = spans.toSorted((a, b) => answeredOf(a.tally) - answeredOf(b.tally));
  const hidden = new Set(spans.filter(({ tally }) => tellsOfFew(tally)));
  for (const span of bySize) {
    if (hidden.size === 0 || !tellsOfFew(sumOf([...hidden]))) break;
    hidden.add(span);
  }
  return spans.map((span) => ({ ...span, isHidden: hidden.has(span) }));
}

const tellsOfFew = (tally: Sums): boolean => isFew(tally.shown) || hasFewOutcomes(tally);

const sumOf = (spans: readonly SpanTally[]): Sums =>
  spans.reduce<Sums>(
    (sum, { tally }) => ({
      shown: sum.shown + tally.shown,
      accepted: sum.accepted + tally.accepted,
      overridden: sum.overridden + tally.overridden,
    }),
    { shown: 0, accepted: 0, overridden: 0 },
  );

/** Reasons with few are put together, and with the next larger ones until they are few no more. */
export function reasonsShown(tally: Tally): readonly Readonly<ReasonCount>[] {
  const reasons = [...reasonsOf(tally)];
  let others = 0;
  while (reasons.length > 0 && (isFew(reasons.at(-1)!.count) || isFew(others)))
    others += reasons.pop()!.count;
  return others === 0 ? reasons : [...reasons, { reason: 'Other reasons', count: others }];
}
