import { groupWords } from '../../findings/group-words.ts';
import { ageWords } from '../../findings/sentences.ts';
import { type Html, html } from '../html.ts';
import { list, section, table } from '../layout.ts';
import { count, date, plainPercent, predicted, sentenceCase } from '../numbers.ts';
import { effectBar } from './charts.ts';
import { effectUnit, effectWords } from './effects.ts';
import type { Estimate } from './estimate.ts';
import type { NotUsedRow, UsedRow } from './input-rows.ts';
import { pictureFacts } from './picture-section.ts';
import { reasonWords } from './reasons.ts';
import type { ResultView } from './result-view.ts';
import { valueAndDate, valueWords } from './values.ts';

/** The inputs' effects, largest first, as bars with the same numbers beside them. */
export function whySection(estimate: Estimate): Html | undefined {
  const { comparison } = estimate;
  const effects = estimate.inputs
    .flatMap((row) => (row.effect === undefined ? [] : [{ row, effect: row.effect }]))
    .toSorted((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
  if (effects.length === 0) return undefined;
  const largest = Math.abs(effects[0]?.effect ?? 0);
  const first = effects.length > AT_A_GLANCE + NEXT_TO_NOTHING ? AT_A_GLANCE : effects.length;
  const rest = effects.slice(first);
  const against = comparison ? `compared with ${comparison.group}` : 'compared with the reference person';
  return section(
    'why',
    'Why',
    html`<p>How each value moves this estimate, in ${effectUnit(estimate)}, ${against}. ${meaningOf(estimate)}</p>
${effectsTable('Effect of each input', effects.slice(0, first), largest, estimate)}
${rest.length > 0 && html`<details class="more"><summary>${count(rest.length)} more inputs, each with a smaller effect</summary>${effectsTable('Smaller effects', rest, largest, estimate)}</details>`}`,
  );
}

/** More than can be taken in at a glance: the rest is folded away, unless it is next to nothing. */
const AT_A_GLANCE = 10;
const NEXT_TO_NOTHING = 2;

interface Effect {
  readonly row: UsedRow;
  readonly effect: number;
}

const effectsTable = (
  caption: string,
  effects: readonly Effect[],
  largest: number,
  estimate: Estimate,
): Html => html`<table class="effects"><caption>${caption}</caption>
<thead><tr><th scope="col">Input</th><th scope="col" class="direction">Lowers <span aria-hidden="true">◂ ▸</span> raises</th><th scope="col" class="number">${estimate.score ? 'Effect' : 'Points'}</th></tr></thead>
<tbody>${effects.map(({ row, effect }) => effectRow(row, effect, largest, estimate))}</tbody></table>`;

const meaningOf = ({ score }: Estimate): string =>
  score
    ? 'They say how the score is made up, not what causes it.'
    : 'These are associations the model learned, not causes: changing a value need not change the risk.';

function effectRow(row: UsedRow, effect: number, largest: number, estimate: Estimate): Html {
  const words = effectWords(effect, estimate);
  return html`<tr><th scope="row">${sentenceCase(row.label)}<span class="detail">${valueAndDate(row)}</span></th>
<td>${effectBar(effect, largest)}</td><td class="number">${arrow(effect, words)} ${words}</td></tr>\n`;
}

function arrow(effect: number, words: string): Html | undefined {
  if (!/[1-9]/.test(words)) return undefined;
  return effect > 0
    ? html`<span role="img" aria-label="raises">▲</span>`
    : html`<span role="img" aria-label="lowers">▼</span>`;
}

/** Every value the estimate rests on, and where it came from. */
export function inputsSection(inputs: readonly UsedRow[], title = 'What it was based on'): Html {
  const picture = inputs.find((row) => row.isPicture);
  const known = inputs.filter((row) => !row.imputed && !row.isPicture);
  const rows = known.map((row) => [
    sentenceCase(row.label),
    valueWords(row),
    row.date ? html`<span class="date">${date(row.date)}</span>` : '',
    originWords(row),
  ]);
  const values =
    known.length > 0 && table('Values used', ['Input', 'Value', 'Date', 'Source in the record'], rows);
  const body = html`${picture && pictureFacts(picture)}${values}`;
  return section('inputs', title, picture || values ? body : none);
}

/** Its resources; for a computed value also the inputs that it was computed from. */
const originWords = ({ sources, derivedFrom }: UsedRow): Html =>
  html`${derivedFrom.length > 0 && `computed from ${derivedFrom.join(', ')} `}${sources.slice(0, MOST_SOURCES).map((source) => html`<code>${source}</code> `)}${sources.length > MOST_SOURCES && `and ${sources.length - MOST_SOURCES} more`}`;

/** Of a series in a table; all are in the resource. */
const MOST_SOURCES = 3;

const none = html`<p>No value of this patient is recorded with this result.</p>`;

/** What was looked for and had no part. Absent is never treated as normal, so it is always said. */
export function notUsedSection(notUsed: readonly NotUsedRow[], inputs: readonly UsedRow[]): Html {
  const old = inputs.flatMap(({ label, staleDays }) =>
    staleDays === undefined ? [] : [[sentenceCase(label), `used, ${ageWords(staleDays)} old`, '']],
  );
  const rows = [
    ...notUsed.map((r) => [sentenceCase(r.label), reasonWords(r.reason), r.required ? 'yes' : 'no']),
    ...old,
  ];
  const body =
    rows.length > 0
      ? table('Inputs that were missing, old or left out', ['Input', 'Reason', 'Required'], rows)
      : html`<p>Nothing: every input the model looks for was found, recent and used.</p>`;
  return section('not-used', 'What was missing, old or left out', body);
}

export function certaintySection(estimate: Estimate, view: ResultView): Html {
  const statements = [
    intervalStatement(estimate),
    overlapStatement(estimate),
    imputedStatement(estimate.inputs),
  ];
  return section(
    'certainty',
    'How sure is this',
    list([...statements.filter((s) => s !== undefined), ...view.notes]),
  );
}

function intervalStatement({ interval, score }: Estimate): string {
  if (score) return 'A score adds up what is known: it says nothing of how sure that is.';
  return interval
    ? `${plainPercent(interval.level)} interval: ${predicted(interval.low)} to ${predicted(interval.high)}.`
    : 'No interval is recorded with this result: treat the number with caution.';
}

function overlapStatement({ interval, comparison }: Estimate): string | undefined {
  if (!interval || !comparison) return undefined;
  const inside = comparison.probability >= interval.low && comparison.probability <= interval.high;
  return inside
    ? `The interval includes the risk of ${groupWords(comparison.group)}: this patient may not differ from them.`
    : undefined;
}

function imputedStatement(inputs: readonly UsedRow[]): string | undefined {
  const filled = inputs.filter((row) => row.imputed).length;
  if (filled === 0) return undefined;
  return `${count(filled)} of ${count(inputs.length)} inputs ${filled === 1 ? 'was' : 'were'} not available and filled in by the model: ${filled === 1 ? 'its effect says' : 'their effects say'} nothing about this patient.`;
}
