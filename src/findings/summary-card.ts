import { SUMMARY_LIMIT, shorten } from '../kernel/text.ts';
import type { Answer } from './answer.ts';
import type { CardLines } from './card-detail.ts';
import { type CardParts, headlineWithin, indicatorOf } from './card-parts.ts';
import { driversLine } from './drivers-table.ts';
import type { Finding } from './finding.ts';
import { gapWords } from './gaps.ts';
import type { Links } from './links.ts';
import { escapeMarkdown } from './markdown.ts';
import { byWant, type Wanting, wantWords } from './not-estimated.ts';
import { overrideReasons } from './override-reasons.ts';
import { percentWords } from './percent.ts';
import { answerName, answerWords, capitalise } from './sentences.ts';
import { asSentence } from './small-print.ts';

/** A model that answered. */
export interface Answered {
  readonly finding: Finding;
  readonly answer: Answer;
}

/** Of a detail; the head of the table takes two. */
const MOST_LINES = 8;
const TABLE_HEAD = 2;

/**
 * One card for several answers, the most important first: its statement is the card's, the others are a line each.
 *
 * @param answered in order of importance
 */
export function summaryCard(
  answered: readonly Answered[],
  links: Links,
  { trend, others }: CardLines = {},
): CardParts {
  const [first] = answered;
  if (!first) throw new RangeError('a summary of nothing');
  const about = [[driversOf(first), limitsOf(first), limitedOthers(answered.slice(1))], [others]]
    .map((line) => line.filter(Boolean).join(' '))
    .filter(Boolean);
  const room = MOST_LINES - TABLE_HEAD - about.length - (trend ? 1 : 0);
  const most = answered.length > room ? room - 1 : answered.length;
  return {
    summary: summaryOf(first, answered.length - 1),
    detail: [
      trend,
      tableOf(answered.slice(0, most)),
      alsoLine(answered.slice(most)),
      ...about,
      print(answered),
    ]
      .filter(Boolean)
      .join('\n\n'),
    indicator: indicatorOf(first.answer),
    source: { label: 'Kairos · Prognosis', url: links.models() },
    overrideReasons,
    links: answered.slice(0, most).map(({ finding }) => linkTo(finding)),
  };
}

/** "5-year mortality risk 12% (9.2–16%), about twice that of women aged 63; 3 more estimates". */
function summaryOf({ answer, finding }: Answered, others: number): string {
  const more = others === 0 ? '' : `; ${others} more ${others === 1 ? 'estimate' : 'estimates'}`;
  return headlineWithin(SUMMARY_LIMIT - more.length, answer, finding.loaded.manifest) + more;
}

function tableOf(answered: readonly Answered[]): string {
  const rows = answered.map(
    ({ finding, answer }) =>
      `| ${linked(finding)} | ${escapeMarkdown(answerWords(answer, finding.loaded.manifest))} | ${comparedWith(answer)} |`,
  );
  return ['| Estimate | Result | Compared with |', '|---|---|---|', ...rows].join('\n');
}

const comparedWith = (answer: Answer): string =>
  answer.kind === 'prediction' && answer.comparison
    ? `${percentWords(answer.comparison.probability)} of ${escapeMarkdown(answer.comparison.group)}`
    : '';

/** "What drives 5-year mortality risk: age ▲ +3.1, albumin ▼ −1.2 points.": of the answer in the headline. */
function driversOf({ answer, finding }: Answered): string {
  const line = driversLine(answer, finding.loaded.manifest);
  return line && `What drives ${escapeMarkdown(nameOf(finding))}: ${line}.`;
}

/** What was missing, old or out of range for the answer in the headline. */
const limitsOf = ({ answer }: Answered): string =>
  [gapWords(answer.evidence), ...answer.cautions.map(escapeMarkdown)].filter(Boolean).join(' ');

/** "With missing or old values, or cautions: NEWS2, FIB-4.": their results say which. */
function limitedOthers(others: readonly Answered[]): string {
  const limited = others.filter((one) => limitsOf(one) !== '');
  const names = limited.map(({ finding }) => escapeMarkdown(nameOf(finding)));
  return names.length > 0 ? `With missing or old values, or cautions: ${names.join(', ')}.` : '';
}

/** "Also: FIB-4 1.2 points, CHA2DS2-VASc 1 point.": what there is no line for. */
const alsoLine = (answered: readonly Answered[]): string =>
  answered.length > 0
    ? `Also: ${answered.map(({ finding, answer }) => `${linked(finding)} ${escapeMarkdown(answerWords(answer, finding.loaded.manifest))}`).join('; ')}.`
    : '';

const nameOf = ({ loaded: { manifest } }: Finding): string => capitalise(answerName(manifest));

const linked = (finding: Finding): string => `[${escapeMarkdown(nameOf(finding))}](${finding.urls.result})`;

const linkTo = (finding: Finding) => ({
  label: `Why: ${nameOf(finding)}`,
  url: finding.urls.result,
  type: 'absolute' as const,
});

/** Whose answers they are, and what must be shown with some of them. */
function print(answered: readonly Answered[]): string {
  const manifests = answered.map(({ finding }) => finding.loaded.manifest);
  const sentences = [
    'Research use',
    manifests.map(({ name, version }) => `${name} ${version}`).join(', '),
    ...manifests.flatMap(({ acknowledgement }) => (acknowledgement ? [asSentence(acknowledgement)] : [])),
  ];
  return `_${sentences.join('. ')}. Each name opens why, from which data and how sure._`;
}

/** One card for several models that lack what they require, when none could answer. */
export function wantingCard(wanting: readonly Wanting[], links: Links): CardParts {
  const sorted = wanting.toSorted(byWant);
  const shown = sorted.slice(0, sorted.length > MOST_LINES ? MOST_LINES - 1 : MOST_LINES);
  const more = sorted.length - shown.length;
  const lines = [
    ...shown.map((w) => `- ${escapeMarkdown(capitalise(answerName(w.manifest)))}: ${wantWords(w)}`),
    ...(more > 0 ? [`- and ${more} more`] : []),
  ];
  const [easiest] = sorted;
  const nearest = easiest ? ` Nearest: ${answerName(easiest.manifest)} (${wantWords(easiest)})` : '';
  const summary = `No estimate by ${sorted.length} models.${nearest}`;
  return {
    summary: shorten(summary, SUMMARY_LIMIT),
    detail: `${lines.join('\n')}\n\n_Research use. [The models and when not to use them](${links.models()})_`,
    indicator: 'info',
    source: { label: 'Kairos · Prognosis', url: links.models() },
  };
}
