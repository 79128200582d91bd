import { cardKey, type FeedbackGroup, type ReceivedFeedback } from '../insight/feedback/aggregate.ts';
import type { FeedbackData } from '../insight/feedback/read.ts';
import type { Span } from '../insight/feedback/spans.ts';
import { answeredOf, reasonsOf, type Tally } from '../insight/feedback/tally.ts';
import { shareOf } from '../kernel/wilson.ts';

/** A group as `--json` prints it: exact counts, for those who run the server. */
export const groupJson = ({ service, model, version, total, spans }: FeedbackGroup) => ({
  service,
  model,
  version,
  total: tallyJson(total),
  spans: spans.map(({ start, tally }) => ({ start, ...tallyJson(tally) })),
});

function tallyJson(tally: Tally) {
  const { shown, accepted, overridden } = tally;
  const answered = answeredOf(tally);
  const share = shareOf(accepted, answered);
  return {
    shown,
    answered,
    accepted,
    overridden,
    ...(share ? { acceptedOfAnswered: share } : {}),
    reasons: reasonsOf(tally),
  };
}

/** Everything that clinicians wrote, latest first, without whom it is about. */
export const commentsOf = ({ cards, feedback }: FeedbackData) =>
  feedback
    .flatMap((one) => {
      const { service, model, version } = cards.get(cardKey(one.focus, one.service))!;
      const { at, outcome, reason, comment } = one;
      return comment ? [{ at, service, model, version, outcome, ...codeOf(reason), comment }] : [];
    })
    .sort((a, b) => (a.at < b.at ? 1 : -1));

const codeOf = (reason: ReceivedFeedback['reason']) => (reason ? { reason: reason.code } : {});

const COLUMNS = ['shown', 'answered', 'accepted', 'set aside', 'accepted of answered (95% interval)'];

/** The same for people. */
export function linesOf(
  groups: readonly FeedbackGroup[],
  by: Span,
  comments: ReturnType<typeof commentsOf> | undefined,
): readonly string[] {
  if (groups.length === 0) return ['No card was made in this period.'];
  return [
    ...groups.flatMap((group) => groupLines(group, by)),
    ...(comments ?? []).map(
      (c) => `${c.at}  ${c.model} ${c.version}  ${c.outcome}  ${c.comment.replace(/\s+/g, ' ')}`,
    ),
    'shown: results that became a card, each once, on the day they were made; answered: those with feedback,',
    'the last of each card. Not every EHR sends it for every card.',
  ];
}

function groupLines({ service, model, version, total, spans }: FeedbackGroup, by: Span): string[] {
  const rows = [
    ['from', ...COLUMNS],
    ...spans.map(({ start, tally }) => [start, ...cellsOf(tally)]),
    ['all', ...cellsOf(total)],
  ];
  const reasons = reasonsOf(total).map(({ reason, count }) => `  ${String(count).padStart(6)}  ${reason}`);
  return [
    `${service}  ${model} ${version}, by ${by}`,
    ...rows.map(([first = '', ...cells]) => `  ${first.padEnd(11)}${cells.map(padded).join('  ')}`),
    ...(reasons.length > 0 ? ['  set aside because:', ...reasons] : []),
    '',
  ];
}

const padded = (cell: string, i: number): string => cell.padStart(COLUMNS[i]!.length);

function cellsOf(tally: Tally): string[] {
  const { shown, accepted, overridden } = tally;
  return [...[shown, answeredOf(tally), accepted, overridden].map(String), shareWords(tally)];
}

function shareWords(tally: Tally): string {
  const share = shareOf(tally.accepted, answeredOf(tally));
  if (!share) return 'no answer';
  const [low, high] = share.ci95.map((x) => (100 * x).toFixed(1));
  return `${(100 * share.value).toFixed(1)}% (${low} to ${high})`;
}
