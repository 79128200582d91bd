import type { Manifest } from '../inference/manifest.ts';
import { SUMMARY_LIMIT, shorten } from '../kernel/text.ts';
import type { CardParts } from './card-parts.ts';
import { plainText } from './markdown.ts';
import { type NotEstimated, notEstimatedWords } from './not-estimated.ts';
import { answerName, capitalise, noEstimate } from './sentences.ts';

/** The card of a model that was asked and failed: it says so, carries no number, and is not stored. */
export const failedCard = (manifest: Manifest, modelUrl: string): CardParts =>
  card(
    manifest,
    modelUrl,
    `${noEstimate(manifest)}: the model failed`,
    'The model could not compute an estimate. Nothing is known from this about the patient, and the other results are not affected.',
  );

/** The card of a model that did not finish in time: its result is there when the record is opened again. */
export const pendingCard = (manifest: Manifest, modelUrl: string): CardParts =>
  card(
    manifest,
    modelUrl,
    `${capitalise(answerName(manifest))} is still being computed`,
    'The estimate was not ready in time and is being finished. Open the record again to see it.',
  );

/** The card of a picture that is being analysed: pixels take longer than a hook may wait. */
export const imagePendingCard = (manifest: Manifest, modelUrl: string): CardParts =>
  card(
    manifest,
    modelUrl,
    `${capitalise(answerName(manifest))}: analysis under way`,
    'The picture is being analysed. Nothing is known yet. Open the record again to see the result.',
  );

/**
 * The card of a picture that a model could not be shown.
 *
 * @param because in one line, without a full stop: "the picture could not be fetched (the archive does not answer)"
 */
export const imageUnreadCard = (manifest: Manifest, modelUrl: string, because: string): CardParts =>
  card(
    manifest,
    modelUrl,
    `${noEstimate(manifest)}: ${plainText(because)}`,
    'The picture was not analysed. Nothing is known from this about the patient. Open the record again later to have it tried once more.',
  );

/** One card for several of them: a clinician has ten seconds. */
export function unansweredCard(without: Pick<NotEstimated, 'failed' | 'late'>, modelsUrl: string): CardParts {
  const { failed, late } = without;
  const counts = [
    ...(late.length > 0 ? [`${estimates(late.length)} still being computed`] : []),
    ...(failed.length > 0 ? [`${estimates(failed.length)} failed`] : []),
  ];
  const again = late.length > 0 ? ' Open the record again to see what was not ready in time.' : '';
  return {
    summary: counts.join(', '),
    detail: `${notEstimatedWords({ ...without, wanting: [] })}${again}\n\n_Research use. [The models and when not to use them](${modelsUrl})_`,
    indicator: 'info',
    source: { label: 'Kairos · Prognosis', url: modelsUrl },
  };
}

const estimates = (count: number): string => `${count} ${count === 1 ? 'estimate' : 'estimates'}`;

function card({ name, version, title }: Manifest, url: string, summary: string, detail: string): CardParts {
  return {
    summary: shorten(summary, SUMMARY_LIMIT),
    detail: `${detail}\n\n_Research use. ${name} ${version}. [How it works and when not to use it](${url})_`,
    indicator: 'info',
    source: { label: `Kairos · ${title.en}`, url },
  };
}
