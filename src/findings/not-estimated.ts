import { conceptOf } from '../chart/catalogue.ts';
import type { Manifest } from '../inference/manifest.ts';
import type { Abstention } from '../inference/prediction.ts';
import { answerName as nameOf } from './sentences.ts';

/** A model that could not answer for want of a value. */
export interface Wanting {
  readonly manifest: Manifest;
  readonly abstention: Abstention;
}

/** What was asked and gave no estimate, beside those that did. */
export interface NotEstimated {
  readonly wanting: readonly Wanting[];
  readonly failed: readonly Manifest[];
  readonly late: readonly Manifest[];
}

/** Names in a line, and values behind one name; who wants them all opens the results. */
const MOST_NAMES = 4;
const MOST_VALUES = 3;

/** "Not estimated: NEWS2 (respiratory rate missing); 2-year kidney failure risk (…). Still being computed: …". */
export function notEstimatedWords({ wanting, failed, late }: NotEstimated): string {
  return [
    sentence(
      'Not estimated',
      wanting.toSorted(byWant).map((w) => `${nameOf(w.manifest)} (${wantWords(w)})`),
      '; ',
    ),
    sentence('Failed', failed.map(nameOf), ', '),
    sentence('Still being computed', late.map(nameOf), ', '),
  ]
    .filter(Boolean)
    .join(' ');
}

/** What is wanting least comes first: it is the easiest to add. */
export const byWant = (a: Wanting, b: Wanting): number =>
  a.abstention.concepts.length - b.abstention.concepts.length;

/** "creatinine and albumin missing", "creatinine not usable". */
export function wantWords({ abstention: { concepts, reason } }: Wanting): string {
  const labels = concepts.map((c) => conceptOf(c).label);
  return `${enumerate(labels, ', ', MOST_VALUES)} ${reason === 'required-input-missing' ? 'missing' : 'not usable'}`;
}

const sentence = (start: string, names: readonly string[], separator: string): string =>
  names.length === 0 ? '' : `${start}: ${enumerate(names, separator, MOST_NAMES)}.`;

function enumerate(names: readonly string[], separator: string, most: number): string {
  const shown = names.slice(0, most);
  const more = names.length - shown.length;
  return shown.join(separator) + (more > 0 ? ` and ${more} more` : '');
}
