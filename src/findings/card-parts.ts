import type { Manifest } from '../inference/manifest.ts';
import type { ModelOutput } from '../inference/prediction.ts';
import type { LoadedModel } from '../inference/registry.ts';
import { SUMMARY_LIMIT, shorten } from '../kernel/text.ts';
import type { Answer } from './answer.ts';
import { abstentionDetail, answerDetail, type CardLines, type Pictured } from './card-detail.ts';
import { type OverrideReason, overrideReasons } from './override-reasons.ts';
import { toPercent } from './percent.ts';
import { abstentionSentence, answerName, answerWords, capitalise, comparisonWords } from './sentences.ts';

/** What a card says; a service adds nothing but the card's `uuid`. */
export interface CardParts {
  readonly summary: string;
  readonly detail: string;
  readonly indicator: 'info' | 'warning' | 'critical';
  readonly source: { readonly label: string; readonly url: string };
  readonly overrideReasons?: readonly OverrideReason[];
  readonly links?: readonly CardPartsLink[];
}

export interface CardPartsLink {
  readonly label: string;
  readonly url: string;
  readonly type: 'absolute';
}

const WHY = 'Why, from which data, how sure';

/** The card of one model alone. */
export function cardPartsFor(
  output: ModelOutput,
  loaded: LoadedModel,
  resultUrl: string,
  modelUrl: string,
  lines: CardLines & Pictured = {},
): CardParts {
  const { manifest } = loaded;
  const source = { label: `Kairos · ${manifest.title.en}`, url: modelUrl };
  const label = lines.heatMap ? 'The picture, where the network looked, how sure' : WHY;
  const links = [{ label, url: resultUrl, type: 'absolute' as const }];
  if (output.kind === 'abstention') {
    const summary = shorten(abstentionSentence(output, manifest), SUMMARY_LIMIT);
    return {
      summary,
      detail: abstentionDetail(output, loaded, modelUrl),
      indicator: 'info',
      source,
      links,
    };
  }
  return {
    summary: headlineWithin(SUMMARY_LIMIT, output, manifest),
    detail: answerDetail(output, loaded, modelUrl, lines),
    indicator: indicatorOf(output),
    source,
    overrideReasons,
    links,
  };
}

/**
 * "5-year mortality risk 12% (9.2–16%), about twice that of women aged 63", "NEWS2 7 points, high", "Pneumonia on the
 * chest radiograph 93% (88–97%): high".
 */
export function headline(answer: Answer, manifest: Manifest): string {
  const figure = `${capitalise(answerName(manifest))} ${answerWords(answer, manifest)}`;
  if (answer.kind === 'prediction' && manifest.outcome.present)
    return `${figure}: ${answer.band ?? answer.risk}`;
  const compared = answer.kind === 'prediction' ? comparisonWords(answer) : undefined;
  return [figure, compared].filter(Boolean).join(', ');
}

/** The headline, without its comparison where that would be cut in the middle. */
export function headlineWithin(limit: number, answer: Answer, manifest: Manifest): string {
  const whole = headline(answer, manifest);
  if (whole.length <= limit) return whole;
  return shorten(`${capitalise(answerName(manifest))} ${answerWords(answer, manifest)}`, limit);
}

/** An interval of more points of percentage is too wide to alarm anybody with. */
const WIDE_INTERVAL = 20;

/** The manifest's indicator, but never `critical` on old values, a wide interval or a risk without one. */
export function indicatorOf(answer: Answer): Answer['indicator'] {
  const isStale = answer.evidence.used.some((u) => u.staleDays !== undefined);
  return answer.indicator === 'critical' && (isStale || isUnsure(answer)) ? 'warning' : answer.indicator;
}

/** A score is what its points add up to: it has no interval to be wide. */
function isUnsure(answer: Answer): boolean {
  if (answer.kind === 'score') return false;
  return !answer.interval || toPercent(answer.interval.high) - toPercent(answer.interval.low) > WIDE_INTERVAL;
}
