import { shareOf } from '../../kernel/wilson.ts';
import { type Html, type HtmlValue, html } from '../html.ts';
import { section, table } from '../layout.ts';
import { count, date, percent } from '../numbers.ts';
import { acceptanceChart } from './acceptance-chart.ts';
import type { FeedbackGroup } from './aggregate.ts';
import { FEWEST, hasFewOutcomes, reasonsShown, type SpanShown, spansShown } from './disclosure.ts';
import type { Span } from './spans.ts';
import { answeredOf, type Tally } from './tally.ts';

const TOO_FEW = 'too few to show';

/** Accepted, set aside and the share accepted, as cells of a row. */
export function outcomeCells(tally: Tally): readonly HtmlValue[] {
  if (hasFewOutcomes(tally)) return [TOO_FEW, TOO_FEW, TOO_FEW];
  return [count(tally.accepted), count(tally.overridden), shareWords(tally)];
}

function shareWords(tally: Tally): HtmlValue {
  const share = shareOf(tally.accepted, answeredOf(tally));
  if (!share) return 'no answer';
  const [low, high] = share.ci95;
  return html`<span class="number">${percent(100 * share.value)} (${percent(100 * low)} to ${percent(100 * high)})</span>`;
}

/** One version of a model in one service over time, and why its cards were set aside. */
export function groupSection(group: FeedbackGroup, span: Span, id: string): Html | undefined {
  const { service, model, version, total } = group;
  if (answeredOf(total) === 0) return undefined;
  const body = hasFewOutcomes(total)
    ? html`<p>Fewer than ${FEWEST} cards were accepted or set aside: ${TOO_FEW}.</p>`
    : html`${overTime(spansShown(group.spans), span)}${reasonsTable(total)}`;
  return section(id, `${model} ${version} in ${service}`, body);
}

function overTime(spans: readonly SpanShown[], span: Span): Html {
  const points = spans.flatMap(({ start, tally, isHidden }) => {
    const share = isHidden ? undefined : shareOf(tally.accepted, answeredOf(tally));
    return share ? [{ start, share }] : [];
  });
  const rows = spans.map(({ start, tally, isHidden }) => [
    date(span === 'month' ? start.slice(0, 7) : start),
    ...(isHidden
      ? [TOO_FEW, '', '', '', '']
      : [count(tally.shown), count(answeredOf(tally)), ...outcomeCells(tally)]),
  ]);
  const chart = acceptanceChart(points);
  return html`${chart && html`<p>Share of the answered cards that were accepted, with its 95% interval.</p>${chart}`}
${table(
  `Over time, by ${span}`,
  [
    `${span === 'month' ? 'Month' : 'From'}`,
    'Shown',
    'Answered',
    'Accepted',
    'Set aside',
    'Accepted of answered (95% interval)',
  ],
  rows,
)}`;
}

function reasonsTable(tally: Tally): Html | undefined {
  const reasons = reasonsShown(tally);
  if (reasons.length === 0) return undefined;
  return table(
    'Why cards were set aside',
    ['Reason', 'Cards', 'Of those set aside'],
    reasons.map(({ reason, count: n }) => [reason, count(n), percent((100 * n) / tally.overridden)]),
  );
}
