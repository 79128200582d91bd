import { conceptOf } from '../chart/catalogue.ts';
import type { Manifest } from '../inference/manifest.ts';
import type { Abstention, Prediction, Score } from '../inference/prediction.ts';
import { durationWords } from '../kernel/clock.ts';
import type { Answer } from './answer.ts';
import { frequencyWords, intervalWords, peopleFor, percentWords, ratioWords } from './percent.ts';
import { scaleWords, scoreAnswer, scoreValue } from './score-words.ts';

/** "5-year mortality risk". */
export const riskName = (horizon: string, { wording }: Pick<Manifest, 'wording'>): string =>
  `${durationWords(horizon)} ${wording.noun} risk`.trim();

/** What a model answers: "5-year mortality risk", "NEWS2", "pneumonia on the chest radiograph". */
export function answerName(manifest: Manifest): string {
  if (manifest.score) return manifest.score.label;
  return manifest.outcome.present
    ? presentName(manifest)
    : riskName(manifest.outcome.horizon ?? '', manifest);
}

/** What is there now has no risk; it is named with what it is seen on. */
function presentName({ wording, inputs }: Manifest): string {
  const picture = inputs.map(({ concept }) => conceptOf(concept)).find(({ kind }) => kind === 'image');
  return picture ? `${wording.noun} on the ${picture.label}` : wording.noun;
}

/** "12% (9.2–16%)"; "12%" where no interval is known. */
export const riskWords = ({ probability, interval }: Prediction): string =>
  percentWords(probability) + (interval ? ` (${intervalWords(interval.low, interval.high)})` : '');

/** The figure with what makes it readable: "12% (9.2–16%)", "7 points, high (urgent response)". */
export const answerWords = (answer: Answer, manifest: Manifest): string =>
  answer.kind === 'score' ? scoreAnswer(answer, manifest) : riskWords(answer);

/** "about twice that of women aged 63". */
export function comparisonWords({ comparison, probability }: Prediction): string | undefined {
  if (!comparison || comparison.probability <= 0) return undefined;
  return `${ratioWords(probability / comparison.probability)} ${comparison.group}`;
}

/** The one sentence of `prediction.rationale`. */
export const rationaleSentence = (answer: Answer, manifest: Manifest): string =>
  answer.kind === 'score' ? scoreSentence(answer, manifest) : riskSentence(answer, manifest);

function riskSentence(p: Prediction, manifest: Manifest): string {
  if (manifest.outcome.present) return presentSentence(p, manifest);
  const compared = comparisonWords(p);
  const people = p.comparison ? peopleFor(p.probability, p.comparison.probability) : undefined;
  return [
    `${capitalise(frequencyWords(p.probability, people))} people with ${basisWords(manifest)} ${manifest.wording.verb}${within(p.horizon)}`,
    intervalNote(p),
    compared && p.comparison ? `, ${compared} (${percentWords(p.comparison.probability)})` : '',
    '.',
  ].join('');
}

/** "these values", "such a picture": what those whom a probability is about have in common. */
export const basisWords = ({ image }: Pick<Manifest, 'image'>): string =>
  image ? 'such a picture' : 'these values';

/**
 * "93 in 100 children with such a picture have pneumonia (95% interval 88–97%), where it is as common as in the data
 * that the model learned from.": how likely a finding is depends on how common it is.
 *
 * @param emphasised how the number is made to stand out
 */
export function presentSentence(
  p: Prediction,
  manifest: Manifest,
  emphasised: (figure: string) => string = (figure) => figure,
): string {
  const { max = Number.POSITIVE_INFINITY } = manifest.applicability.age ?? {};
  const who = max <= CHILDHOOD ? 'children' : 'people';
  return `${emphasised(capitalise(frequencyWords(p.probability)))} ${who} with ${basisWords(manifest)} ${manifest.wording.verb}${intervalNote(p)}, where it is as common as in the data that the model learned from.`;
}

/** Years, as the Convention on the Rights of the Child has it (article 1). */
const CHILDHOOD = 18;

/** " (95% interval 9.2–16%)": at the end of a phrase; empty where no interval is known. */
export const intervalNote = ({ interval }: Prediction): string =>
  interval
    ? ` (${Math.round(interval.level * 100)}% interval ${intervalWords(interval.low, interval.high)})`
    : '';

/** "NEWS2 is 7 points on a scale of 0 to 20: high (urgent response)." */
export function scoreSentence({ value, band }: Score, manifest: Manifest): string {
  const scale = scaleWords(manifest);
  return [
    `${capitalise(answerName(manifest))} is ${scoreValue(value, manifest)}`,
    scale ? ` on a scale of ${scale}` : '',
    band ? `: ${band}` : '',
    '.',
  ].join('');
}

/** `P5Y` → "5 years", `P1Y6M` → "1 year 6 months": for the end of a sentence. */
export const yearsOf = (horizon: string): string =>
  durationWords(horizon)
    .split(' ')
    .map((part) => part.replace('-', ' ') + (part.startsWith('1-') ? '' : 's'))
    .join(' ');

/** " within 5 years"; empty for what has no horizon. */
export const within = (horizon: string | undefined): string => (horizon ? ` within ${yearsOf(horizon)}` : '');

/** "No 5-year mortality estimate": "no risk" would say something else. */
export const noEstimate = ({ score, outcome, wording }: Manifest): string =>
  score
    ? `No ${score.label}`
    : ['No', durationWords(outcome.horizon ?? ''), wording.noun, 'estimate'].filter(Boolean).join(' ');

/** "No 5-year mortality estimate: creatinine is missing (none in 12 months)". */
export const abstentionSentence = (a: Abstention, manifest: Manifest): string =>
  `${noEstimate(manifest)}: ${a.because}`;

/** As the start of a sentence; "eGFR" and "pH" as they are. */
export const capitalise = (text: string): string =>
  /^\p{Ll}\p{Lu}/u.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);

/** "a", "a and b", "a, b and c". */
export const listWords = (items: readonly string[]): string =>
  items.length < 2 ? items.join() : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;

/** How old a value is: "5 hours", "11 months", "3 years". */
export function ageWords(days: number): string {
  if (days < 2 && !Number.isInteger(days)) return hours(Math.round(days * 24));
  const months = Math.floor(days / 30.4375);
  if (months >= 24) return `${Math.floor(months / 12)} years`;
  return months > 1 ? `${months} months` : `${Math.floor(days)} days`;
}

const hours = (count: number): string => `${count} ${count === 1 ? 'hour' : 'hours'}`;
