import type { Store } from '../../store/contract.ts';
import { type Html, html } from '../html.ts';
import { list, page, researchBanner, section, table } from '../layout.ts';
import { date } from '../numbers.ts';
import { aggregate, type FeedbackGroup } from './aggregate.ts';
import { countOrFew, FEWEST } from './disclosure.ts';
import { groupSection, outcomeCells } from './group-section.ts';
import { PERIODS, type Period, periodOf, startOf } from './periods.ts';
import { readFeedbackData } from './read.ts';
import { answeredOf } from './tally.ts';

/**
 * `/insight/feedback`: how often cards are accepted or set aside, by service and model version, and why. Counts of fewer
 * than five are not shown, and comments never.
 */
export async function feedbackPage(
  { store, now }: { readonly store: Store; readonly now: Date },
  periodKey?: unknown,
  signature?: string,
): Promise<string> {
  const period = periodOf(periodKey);
  const since = startOf(period, now);
  const { cards, feedback } = await readFeedbackData(store, since ? { since } : {});
  const groups = aggregate(cards.values(), feedback, period.span);
  const body = html`${researchBanner()}
<h1>What clinicians do with the cards</h1>
<p class="lead">Cards made ${since ? `from ${date(since.toISOString().slice(0, 10))} to today` : 'so far'}, and the feedback on them.</p>
${periodLinks(period, signature)}
${groups.length > 0 ? figures(groups, period) : nothing}
${groups.length > 0 && howToRead}`;
  return page({ title: 'Feedback', body });
}

/** A page that was opened by its signature is opened by it again. */
function periodLinks(chosen: Period, signature?: string): Html {
  const address = ({ key }: Period) =>
    `/insight/feedback?${new URLSearchParams({ period: key, ...(signature ? { s: signature } : {}) })}`;
  const link = (p: Period) =>
    html`<li><a href="${address(p)}"${p === chosen && html` aria-current="page"`}>${p.label}</a></li>`;
  return html`<nav class="periods" aria-label="Period"><ul>${PERIODS.map(link)}</ul></nav>`;
}

const nothing = html`<section class="panel"><p>No card was made in this period, so there is nothing to count.</p>
<p>Cards are made when an EHR calls a CDS service; what clinicians do with them arrives at
<code>POST /cds-services/{id}/feedback</code>.</p></section>`;

const figures = (groups: readonly FeedbackGroup[], period: Period): Html => html`
${section('summary', 'By service and model version', summaryTable(groups))}
${!groups.some((g) => answeredOf(g.total) > 0) && noFeedback}
${groups.map((group, i) => groupSection(group, period.span, `group-${i + 1}`))}`;

const noFeedback = html`<p class="banner" role="note">No feedback has come in for these cards. The EHR sends it to
<code>POST /cds-services/{id}/feedback</code>; until then nobody knows whether they help.</p>`;

const summaryTable = (groups: readonly FeedbackGroup[]): Html =>
  table(
    'Cards and what was done with them',
    [
      'Service and model',
      'Shown',
      'Answered',
      'Accepted',
      'Set aside',
      'Accepted of answered (95% interval)',
    ],
    groups.map(({ service, model, version, total }) => [
      html`${service}<span class="detail">${model} ${version}</span>`,
      countOrFew(total.shown),
      countOrFew(answeredOf(total)),
      ...outcomeCells(total),
    ]),
  );

const howToRead = section(
  'reading',
  'How to read these figures',
  list([
    'Shown: results of the model that became a card of the service, on the day they were made. A card that was shown again for unchanged data counts once. Cards that say why no estimate was made count too.',
    'Answered: cards that the EHR sent feedback on, each with the last outcome that was sent. EHRs do not send it for every card: those who answer may differ from those who do not.',
    'Accepted of answered, with its 95% interval by Wilson. It says what clinicians did with the card, not whether the estimate was right.',
    `Counts below ${FEWEST}, and what would give them away, are not shown.`,
  ]),
);
