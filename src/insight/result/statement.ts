import { groupWords } from '../../findings/group-words.ts';
import { frequencyWords, peopleFor, percentWords, ratioWords } from '../../findings/percent.ts';
import { type Html, html } from '../html.ts';
import { plainPercent, predicted, quantity, sentenceCase } from '../numbers.ts';
import { iconArray, riskBars, scaleBar } from './charts.ts';
import type { Estimate, Outcome } from './estimate.ts';
import { withinSpan } from './horizon.ts';

/** The estimate in the words of the card: "12 in 100", "93%" of a finding, "7 points". */
export const figureOf = (estimate: Estimate): string =>
  estimate.probability === undefined
    ? scoreWords(estimate)
    : estimate.present
      ? percentWords(estimate.probability / 100)
      : frequency(estimate.probability, estimate);

/** "7 points"; empty for a probability. */
export const scoreWords = ({ score }: Outcome): string => (score ? quantity(score.value, score.unit) : '');

/** What the page says first. */
export const statement = (estimate: Estimate, trend: string | undefined): Html =>
  estimate.probability === undefined
    ? scoreStatement(estimate, trend)
    : riskStatement(estimate, estimate.probability, trend);

function riskStatement(estimate: Estimate, probability: number, trend: string | undefined): Html {
  if (estimate.present) return presentStatement(estimate, probability, trend);
  const { outcome, rationale, qualitativeRisk, band, horizonDays } = estimate;
  const [count, of] = frequency(probability, estimate).split(' in ');
  const within = withinSpan(horizonDays);
  return html`<div class="headline">
<div>
<h1><span class="big">${count} in ${of}</span> ${outcome}${within}</h1>
<p class="lead">Of ${of} patients with these values, <strong>${count}</strong> ${count === '1' ? 'is' : 'are'} expected to
have this outcome${within}${intervalWords(estimate)}.</p>
${qualitativeRisk && html`<p><span class="tag">${sentenceCase(qualitativeRisk)} risk, by the levels of this model${nameOf(band, qualitativeRisk)}</span></p>`}
${trendLine(trend)}</div>
${probability >= 1 && iconArray(probability)}
</div>
<section class="panel" aria-labelledby="compared"><h2 id="compared">Compared with others</h2>
${riskBars(estimate, probability)}
${comparisonWords(estimate)}
${rationale && html`<p>${rationale}</p>`}
</section>`;
}

/** A finding is there or not: its probability is said of pictures like this one, and compared with nobody. */
function presentStatement(estimate: Estimate, probability: number, trend: string | undefined): Html {
  const { outcome, rationale, qualitativeRisk: level, band } = estimate;
  return html`<div class="headline">
<div>
<h1><span class="big">${figureOf(estimate)}</span> ${outcome}</h1>
${rationale && html`<p class="lead">${rationale}</p>`}
${level && html`<p><span class="tag">${sentenceCase(level)} probability, by the levels of this model${nameOf(band, level)}</span></p>`}
${trendLine(trend)}</div>
${probability >= 1 && iconArray(probability)}
</div>
<section class="panel" aria-labelledby="compared"><h2 id="compared">How likely</h2>
${riskBars(estimate, probability, 'This picture')}
</section>`;
}

/** The name of the band, where it says more than the level. */
const nameOf = (band: string | undefined, level: string): string =>
  band && band.toLowerCase() !== level.toLowerCase() ? `: ${band}` : '';

function scoreStatement(estimate: Estimate, trend: string | undefined): Html {
  const { outcome, rationale, qualitativeRisk, band, horizonDays } = estimate;
  const level = qualitativeRisk && `${sentenceCase(qualitativeRisk)} risk, by the levels of this model`;
  return html`<div class="headline">
<div>
<h1><span class="big">${scoreWords(estimate)}</span> ${band ? sentenceCase(band) : outcome}</h1>
${rationale && html`<p class="lead">${rationale}</p>`}
<p>About: ${outcome}${withinSpan(horizonDays)}.</p>
${level && html`<p><span class="tag">${level}</span></p>`}
${trendLine(trend)}</div>
</div>
${scaleSection(estimate)}`;
}

/** Where the score lies on its scale; nothing for a scale without ends. */
function scaleSection({ score, scale }: Estimate): Html | undefined {
  if (!score || !scale) return undefined;
  return html`<section class="panel" aria-labelledby="scale"><h2 id="scale">On its scale</h2>
${scaleBar(score.value, scale)}
</section>`;
}

const trendLine = (trend: string | undefined): Html | undefined =>
  trend === undefined ? undefined : html`<p><strong>Trend:</strong> ${trend}.</p>`;

/** In the words of the card: all numbers of a result count in the same number of people, so that they compare. */
function frequency(percentage: number, { probability = percentage, comparison }: Estimate): string {
  const both = [probability, ...(comparison ? [comparison.probability] : [])].map((p) => p / 100);
  return frequencyWords(percentage / 100, peopleFor(...both));
}

export const intervalWords = ({ interval }: Outcome): string =>
  interval
    ? ` (${plainPercent(interval.level)} interval ${predicted(interval.low)} to ${predicted(interval.high)})`
    : '';

function comparisonWords(estimate: Estimate): Html | undefined {
  const { comparison, relativeRisk } = estimate;
  if (!comparison) return html`<p>No comparison group is recorded with this result.</p>`;
  const compared =
    relativeRisk === undefined
      ? ''
      : ` This patient's risk is ${ratioWords(relativeRisk)} ${comparison.group}.`;
  return html`<p>Among ${groupWords(comparison.group)}: ${frequency(comparison.probability, estimate)}.${compared}</p>`;
}
