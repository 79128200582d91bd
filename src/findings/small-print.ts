import type { LoadedModel } from '../inference/registry.ts';
import { escapeMarkdown } from './markdown.ts';
import { headlineFigure } from './metrics.ts';

/** The same on every card of a model, whoever the patient is. */
const printed = new WeakMap<LoadedModel, string>();

/** The last line of a card: whose answer it is, how good, for whom not, and what must be shown with it. */
export function smallPrint(loaded: LoadedModel, modelUrl: string): string {
  const sentences = printed.get(loaded) ?? sentencesOf(loaded, headlineFigure(loaded.metrics));
  printed.set(loaded, sentences);
  return printOf(sentences, modelUrl);
}

/** Without how good the model is: there is no number that this would be about. */
export const smallPrintWithoutFigure = (loaded: LoadedModel, modelUrl: string): string =>
  printOf(sentencesOf(loaded), modelUrl);

const printOf = (sentences: string, modelUrl: string): string =>
  `_${sentences}. [How it works and when not to use it](${modelUrl})_`;

function sentencesOf({ manifest }: LoadedModel, figure?: string): string {
  const { name, version, intendedUse, acknowledgement } = manifest;
  return [
    'Research use',
    `${name} ${version}${figure ? `: ${figure}` : ''}`,
    ...(acknowledgement ? [asSentence(acknowledgement)] : []),
    `Not for ${intendedUse.outOfScope.slice(0, 2).map(inBrief).join('; ')}`,
  ].join('. ');
}

/** Without the full stop that the next sentence brings. */
export const asSentence = (text: string): string => escapeMarkdown(text.trim().replace(/\.$/, ''));

/** "Acute illness: the tests are those of a stable day." → "acute illness": the model's page has the rest. */
export function inBrief(sentence: string): string {
  const [what = ''] = sentence.replace(/\.$/, '').split(': ');
  return escapeMarkdown(/^\p{Lu}\p{Ll}/u.test(what) ? what.charAt(0).toLowerCase() + what.slice(1) : what);
}
