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
import { pictureLine } from './picture-words.ts';
import { scaleWords, scoreValue } from './score-words.ts';
import { answerName, basisWords, capitalise, intervalNote, presentSentence, within } from './sentences.ts';
import { inBrief, smallPrint, smallPrintWithoutFigure } from './small-print.ts';

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

/** What the heat map of the answer shows, in words. */
export interface Pictured {
  readonly heatMap?: string | undefined;
}

/** GitHub-flavoured Markdown: the statement, what drives it, what was not there, the small print. */
export function answerDetail(
  answer: Answer,
  loaded: LoadedModel,
  modelUrl: string,
  { trend, others, heatMap }: CardLines & Pictured = {},
): string {
  const { manifest } = loaded;
  const further = furtherWords(answer, manifest);
  const before = [
    statement(answer, loaded),
    further && `${escapeMarkdown(further)}.`,
    pictureLine(answer.evidence, heatMap),
    trend,
  ].filter(Boolean);
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
    : notMadeFor(loaded);
  const lines = [needed, pictureLine(a.evidence), gapWords(a.evidence)];
  return [...lines, smallPrintWithoutFigure(loaded, modelUrl)].filter(Boolean).join('\n\n');
}

/** A picture that is refused is another one than those that the model knows: nothing follows for the patient. */
const notMadeFor = ({ manifest: { image, intendedUse } }: LoadedModel): string =>
  image
    ? `Nothing is known from this about the patient. The model is made for: ${inBrief(intendedUse.population)}.`
    : 'The model was not made for this situation.';

const statement = (answer: Answer, loaded: LoadedModel): string =>
  answer.kind === 'score' ? scoreStatement(answer, loaded) : riskStatement(answer, loaded);

function riskStatement(p: Prediction, { manifest }: LoadedModel): string {
  if (manifest.outcome.present) return presentSentence(p, manifest, (figure) => `**${figure}**`);
  const who = membersOf(p.comparison?.group);
  const people = p.comparison ? peopleFor(p.probability, p.comparison.probability) : undefined;
  const risk = `**${capitalise(frequencyWords(p.probability, people))}** ${who} with ${basisWords(manifest)} ${manifest.wording.verb}${within(p.horizon)}`;
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
