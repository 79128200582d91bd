import type { Manifest } from '../inference/manifest.ts';
import type { Abstention, Prediction } from '../inference/prediction.ts';
import { durationWords } from '../kernel/clock.ts';
import { frequencyWords, intervalWords, percentWords, ratioWords } from './percent.ts';

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
  return [
    `${frequencyWords(p.probability)} people with these values ${manifest.wording.verb} within ${yearsOf(p.horizon)}`,
    ` (${level}% interval ${intervalWords(low, high)})`,
    compared && p.comparison ? `, ${compared} (${percentWords(p.comparison.probability)})` : '',
    '.',
  ].join('');
}

/** "5-year" → "5 years": for the end of a sentence. */
export function yearsOf(horizon: string): string {
  const [number = '', unit = ''] = durationWords(horizon).split('-');
  return `${number} ${unit}${number === '1' ? '' : 's'}`;
}

/** "No 5-year mortality risk: creatinine is missing (none in 12 months)". */
export const abstentionSentence = (a: Abstention, manifest: Manifest): string =>
  `No ${riskName(a.horizon, manifest)}: ${a.because}`;
