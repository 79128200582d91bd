import { conceptOf } from '../chart/catalogue.ts';
import type { Abstention, Prediction, Score } from '../inference/prediction.ts';
import type { LoadedModel } from '../inference/registry.ts';
import type { Answer } from './answer.ts';
import { driversTable } from './drivers-table.ts';
import { furtherWords } from './further.ts';
import { gapWords } from './gaps.ts';
import { groupWords, membersOf } from './group-words.ts';
import { escapeMarkdown } from './markdown.ts';
import { frequencyWords, peopleFor } from './percent.ts';
import { scaleWords, scoreValue } from './score-words.ts';
import { answerName, capitalise, intervalNote, within } from './sentences.ts';
import { smallPrint, smallPrintWithoutFigure } from './small-print.ts';

/** Nobody reads more than eight lines; the head of the drivers' table takes two. */
const MOST_LINES = 8;
const TABLE_HEAD = 2;

/** What a service knows beyond the answer of the one model, each a line. */
export interface CardLines {
  /** "Was 9.0% on 3 Mar 2026". */
  readonly trend?: string | undefined;
  /** "Not estimated: PREVENT (total cholesterol missing)". */
  readonly others?: string | undefined;
}

/** GitHub-flavoured Markdown: the statement, what drives it, what was not there, the small print. */
export function answerDetail(
  answer: Answer,
  loaded: LoadedModel,
  modelUrl: string,
  { trend, others }: CardLines = {},
): string {
  const { manifest } = loaded;
  const further = furtherWords(answer, manifest);
  const before = [statement(answer, loaded), further && `${escapeMarkdown(further)}.`, trend].filter(Boolean);
  const after = [
    [gapWords(answer.evidence), ...answer.cautions.map(escapeMarkdown)].filter(Boolean).join(' '),
    others,
  ].filter(Boolean);
  const drivers = driversTable(answer, manifest, MOST_LINES - TABLE_HEAD - before.length - after.length);
  return [...before, drivers, ...after, smallPrint(loaded, modelUrl)].filter(Boolean).join('\n\n');
}

export function abstentionDetail(a: Abstention, loaded: LoadedModel, modelUrl: string): string {
  const needed = a.reason.startsWith('required-input')
    ? `Needed for an estimate: ${a.concepts.map((c) => conceptOf(c).label).join(', ')}.`
    : 'The model was not made for this situation.';
  return [needed, gapWords(a.evidence), smallPrintWithoutFigure(loaded, modelUrl)]
    .filter(Boolean)
    .join('\n\n');
}

const statement = (answer: Answer, loaded: LoadedModel): string =>
  answer.kind === 'score' ? scoreStatement(answer, loaded) : riskStatement(answer, loaded);

function riskStatement(p: Prediction, { manifest }: LoadedModel): string {
  const who = membersOf(p.comparison?.group);
  const people = p.comparison ? peopleFor(p.probability, p.comparison.probability) : undefined;
  const risk = `**${frequencyWords(p.probability, people)}** ${who} with these values ${manifest.wording.verb}${within(p.horizon)}`;
  const group = p.comparison
    ? ` Among ${groupWords(p.comparison.group)}: **${frequencyWords(p.comparison.probability, people)}**.`
    : '';
  return `${risk}${intervalNote(p)}.${group}`;
}

/** "NEWS2 **7 points** (scale 0 to 20): high (urgent response)." */
function scoreStatement({ value, band }: Score, { manifest }: LoadedModel): string {
  const scale = scaleWords(manifest);
  return [
    `${escapeMarkdown(capitalise(answerName(manifest)))} **${scoreValue(value, manifest)}**`,
    scale ? ` (scale ${scale})` : '',
    band ? `: ${escapeMarkdown(band)}` : '',
    '.',
  ].join('');
}
