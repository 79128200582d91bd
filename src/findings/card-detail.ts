import { conceptOf } from '../chart/catalogue.ts';
import { formatDate, formatValue, whyMissing, whyUnusable } from '../chart/wording.ts';
import type { Abstention, Contribution, ModelOutput, Prediction } from '../inference/prediction.ts';
import type { LoadedModel } from '../inference/registry.ts';
import type { UsedInput } from '../kernel/evidence.ts';
import { escapeMarkdown } from './markdown.ts';
import { headlineFigure } from './metrics.ts';
import { frequencyWords, intervalWords, peopleFor, pointsWords } from './percent.ts';
import { ageWords, capitalise, listWords, yearsOf } from './sentences.ts';

/** Nobody reads more than eight lines; the statement takes one, the head of the table two. */
const LINES_FOR_DRIVERS_AND_NOTES = 5;
const FEWEST_DRIVERS = 3;

/** Below this share of the largest effect an input is not worth a clinician's second. */
const MINOR = 0.1;

/** GitHub-flavoured Markdown: the statement, what drives it, what was not there, the small print. */
export function predictionDetail(p: Prediction, loaded: LoadedModel, modelUrl: string): string {
  const notes = [gaps(p), ...p.cautions.map(escapeMarkdown)].filter(Boolean).join(' ');
  const drivers = driversTable(p, LINES_FOR_DRIVERS_AND_NOTES - (notes ? 1 : 0));
  return [statement(p, loaded), drivers, notes, smallPrint(loaded, modelUrl)].filter(Boolean).join('\n\n');
}

export function abstentionDetail(a: Abstention, loaded: LoadedModel, modelUrl: string): string {
  const needed = a.reason.startsWith('required-input')
    ? `Needed for an estimate: ${a.concepts.map(label).join(', ')}.`
    : 'The model was not made for this situation.';
  return [needed, gaps(a), printOf(sentencesOf(loaded), modelUrl)].filter(Boolean).join('\n\n');
}

function statement(p: Prediction, { manifest }: LoadedModel): string {
  const { low, high, level } = p.interval;
  const who = p.comparison?.group.split(' ')[0] ?? 'people';
  const people = p.comparison ? peopleFor(p.probability, p.comparison.probability) : undefined;
  const risk = `**${frequencyWords(p.probability, people)}** ${who} with these values ${manifest.wording.verb} within ${yearsOf(p.horizon)}`;
  const interval = `(${Math.round(level * 100)}% interval ${intervalWords(low, high)})`;
  const group = p.comparison
    ? ` Among all ${p.comparison.group}: **${frequencyWords(p.comparison.probability, people)}**.`
    : '';
  return `${risk} ${interval}.${group}`;
}

function driversTable(p: Prediction, most: number): string {
  const rows = driversOf(p, most).map(({ concept, effect }) => {
    const used = p.evidence.used.find((u) => u.concept === concept);
    return `| ${capitalise(label(concept))} | ${used ? valueAndDate(used) : ''} | ${pointsWords(effect)} |`;
  });
  if (rows.length === 0) return '';
  return ['| What drives it | Value | Effect, points |', '|---|---|---|', ...rows].join('\n');
}

/** The few inputs with the largest effect, measured ones only: an imputed value says nothing of this patient. */
function driversOf(p: Prediction, most: number): readonly Contribution[] {
  const measured = p.contributions
    .filter((c) => !c.imputed)
    .toSorted((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
  const largest = Math.abs(measured[0]?.effect ?? 0);
  return measured
    .slice(0, most)
    .filter((c, i) => i < FEWEST_DRIVERS || Math.abs(c.effect) >= MINOR * largest);
}

const valueAndDate = (used: UsedInput): string =>
  [escapeMarkdown(formatValue(used)), used.date ? formatDate(used.date) : ''].filter(Boolean).join(' · ');

/** What was looked for and not found, not usable, or old. */
function gaps({ evidence }: ModelOutput): string {
  const missing = withReasons(evidence.missing, whyMissing);
  const unusable = withReasons(evidence.unusable, whyUnusable);
  return [
    missing && `Not available: ${missing}.`,
    unusable && `Left out: ${unusable}.`,
    ...oldValues(evidence.used),
  ]
    .filter(Boolean)
    .join(' ');
}

/** "albumin and GGT (none found); creatinine (none in 12 months)": what has the same reason together. */
function withReasons<T extends { readonly concept: string }>(
  inputs: readonly T[],
  reasonOf: (input: T) => string,
): string {
  return [...Map.groupBy(inputs, reasonOf)]
    .map(([reason, group]) => `${listWords(group.map(({ concept }) => label(concept)))} (${reason})`)
    .join('; ');
}

/** "Hemoglobin A1c is 11 months old.": what is equally old together. */
function oldValues(used: readonly UsedInput[]): string[] {
  const stale = used.flatMap(({ concept, staleDays }) =>
    staleDays === undefined ? [] : [{ concept, age: ageWords(staleDays) }],
  );
  return [...Map.groupBy(stale, ({ age }) => age)].map(([age, group]) => {
    const names = listWords(group.map(({ concept }) => label(concept)));
    return `${capitalise(names)} ${group.length === 1 ? 'is' : 'are'} ${age} old.`;
  });
}

/** The same on every card of a model, whoever the patient is. */
const printed = new WeakMap<LoadedModel, string>();

function smallPrint(loaded: LoadedModel, modelUrl: string): string {
  const sentences = printed.get(loaded) ?? sentencesOf(loaded, headlineFigure(loaded.metrics));
  printed.set(loaded, sentences);
  return printOf(sentences, modelUrl);
}

const printOf = (sentences: string, modelUrl: string): string =>
  `_${sentences}. [How it works and when not to use it](${modelUrl})_`;

function sentencesOf({ manifest }: LoadedModel, figure?: string): string {
  const { name, version, intendedUse } = manifest;
  return [
    'Research use',
    `${name} ${version}${figure ? `: ${figure}` : ''}`,
    `Not for ${intendedUse.outOfScope.slice(0, 2).map(inBrief).join('; ')}`,
  ].join('. ');
}

/** "Acute illness: the tests are those of a stable day." → "acute illness": the model's page has the rest. */
function inBrief(sentence: string): string {
  const [what = ''] = sentence.replace(/\.$/, '').split(': ');
  return escapeMarkdown(/^\p{Lu}\p{Ll}/u.test(what) ? what.charAt(0).toLowerCase() + what.slice(1) : what);
}

const label = (concept: string): string => conceptOf(concept).label;
