import type { ModelOutput, Prediction } from '../inference/prediction.ts';
import type { LoadedModel } from '../inference/registry.ts';
import { SUMMARY_LIMIT, shorten } from '../kernel/text.ts';
import { abstentionDetail, predictionDetail } from './card-detail.ts';
import { type OverrideReason, overrideReasons } from './override-reasons.ts';
import { abstentionSentence, capitalise, comparisonWords, riskName, riskWords } from './sentences.ts';

/** What a card says about one result; a service adds nothing but the card's `uuid`. */
export interface CardParts {
  readonly summary: string;
  readonly detail: string;
  readonly indicator: 'info' | 'warning' | 'critical';
  readonly source: { readonly label: string; readonly url: string };
  readonly overrideReasons?: readonly OverrideReason[];
  readonly links?: readonly { readonly label: string; readonly url: string; readonly type: 'absolute' }[];
}

export function cardPartsFor(
  output: ModelOutput,
  loaded: LoadedModel,
  resultUrl: string,
  modelUrl: string,
): CardParts {
  const { manifest } = loaded;
  const source = { label: `Kairos · ${manifest.title.en}`, url: modelUrl };
  const links = [{ label: 'Why, from which data, how sure', url: resultUrl, type: 'absolute' as const }];
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
    summary: shorten(summaryOf(output, loaded), SUMMARY_LIMIT),
    detail: predictionDetail(output, loaded, modelUrl),
    indicator: indicatorOf(output),
    source,
    overrideReasons,
    links,
  };
}

function summaryOf(p: Prediction, { manifest }: LoadedModel): string {
  const compared = comparisonWords(p);
  return `${capitalise(riskName(p.horizon, manifest))} ${riskWords(p)}${compared ? `, ${compared}` : ''}`;
}

/** Wider than this on the probability scale, an interval is too wide to alarm anybody with. */
const WIDE_INTERVAL = 0.2;

/** The manifest's indicator, but never `critical` on a wide interval or old values. */
function indicatorOf({ indicator, interval, evidence }: Prediction): Prediction['indicator'] {
  const isWide = interval.high - interval.low > WIDE_INTERVAL;
  const isStale = evidence.used.some((u) => u.staleDays !== undefined);
  return indicator === 'critical' && (isWide || isStale) ? 'warning' : indicator;
}
