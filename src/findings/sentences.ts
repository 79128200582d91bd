import type { Manifest } from '../inference/manifest.ts';
import type { Abstention, Prediction } from '../inference/prediction.ts';
import { durationWords } from '../kernel/clock.ts';
import { frequencyWords, intervalWords, peopleFor, percentWords, ratioWords } from './percent.ts';

/** "5-year mortality risk". */
export const riskName = (horizon: string, { wording }: Manifest): string =>
  `${durationWords(horizon)} ${wording.noun} risk`;

/** "12% (9.2–16%)". */
export const riskWords = (p: Prediction): string =>
  `${percentWords(p.probability)} (${intervalWords(p.interval.low, p.interval.high)})`;

/** "about twice that of women aged 63". */
export function comparisonWords({ comparison, probability }: Prediction): string | undefined {
  if (!comparison || comparison.probability <= 0) return undefined;
  return `${ratioWords(probability / comparison.probability)} ${comparison.group}`;
}

/** The one sentence of `prediction.rationale`. */
export function rationaleSentence(p: Prediction, manifest: Manifest): string {
  const compared = comparisonWords(p);
  const level = Math.round(p.interval.level * 100);
  const { low, high } = p.interval;
  const people = p.comparison ? peopleFor(p.probability, p.comparison.probability) : undefined;
  return [
    `${frequencyWords(p.probability, people)} people with these values ${manifest.wording.verb} within ${yearsOf(p.horizon)}`,
    ` (${level}% interval ${intervalWords(low, high)})`,
    compared && p.comparison ? `, ${compared} (${percentWords(p.comparison.probability)})` : '',
    '.',
  ].join('');
}

/** `P5Y` → "5 years", `P1Y6M` → "1 year 6 months": for the end of a sentence. */
export const yearsOf = (horizon: string): string =>
  durationWords(horizon)
    .split(' ')
    .map((part) => part.replace('-', ' ') + (part.startsWith('1-') ? '' : 's'))
    .join(' ');

/** "No 5-year mortality estimate": "no risk" would say something else. */
export const noEstimate = (horizon: string, { wording }: Manifest): string =>
  `No ${durationWords(horizon)} ${wording.noun} estimate`;

/** "No 5-year mortality estimate: creatinine is missing (none in 12 months)". */
export const abstentionSentence = (a: Abstention, manifest: Manifest): string =>
  `${noEstimate(a.horizon, manifest)}: ${a.because}`;

/** As the start of a sentence; "eGFR" and "pH" as they are. */
export const capitalise = (text: string): string =>
  /^\p{Ll}\p{Lu}/u.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);

/** "a", "a and b", "a, b and c". */
export const listWords = (items: readonly string[]): string =>
  items.length < 2 ? items.join() : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;

/** How old a value is: "11 months", "3 years". */
export function ageWords(days: number): string {
  const months = Math.floor(days / 30.4375);
  if (months >= 24) return `${Math.floor(months / 12)} years`;
  return months > 1 ? `${months} months` : `${Math.floor(days)} days`;
}
