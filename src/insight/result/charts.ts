import { groupWords } from '../../findings/group-words.ts';
import { type Html, html } from '../html.ts';
import { plainPercent, predicted, quantity, sentenceCase } from '../numbers.ts';
import type { Estimate } from './estimate.ts';

/** A hundred dots, as many filled as people would have the outcome: risk as a count, not only as a length. */
export function iconArray(probability: number): Html {
  const filled = Math.round(probability);
  const dots = Array.from({ length: 100 }, (_, i) => {
    const [x, y] = [(i % 10) * 10 + 5, Math.floor(i / 10) * 10 + 5];
    return html`<circle cx="${x}" cy="${y}" r="3.6" class="${i < filled ? 'dot dot-on' : 'dot'}"/>`;
  });
  return html`<svg class="icon-array" viewBox="0 0 100 100" width="140" height="140" role="img" aria-label="${filled} of 100 dots filled">${dots}</svg>`;
}

/** The patient's risk with its interval, above the risk of the comparison group, on one scale. */
export function riskBars(
  { interval, comparison }: Estimate,
  probability: number,
  label = 'This patient',
): Html {
  const top = scaleTop(Math.max(probability, interval?.high ?? 0, comparison?.probability ?? 0));
  return html`<div class="risk-bars">
${bar(label, probability, top, 'bar-patient', interval)}
${comparison && bar(sentenceCase(groupWords(comparison.group)), comparison.probability, top, 'bar-group')}
<p class="scale" aria-hidden="true"><span>0%</span><span>${plainPercent(top)}</span></p>
</div>`;
}

function bar(label: string, value: number, top: number, kind: string, interval?: Estimate['interval']): Html {
  const at = (v: number): string => `${((100 * v) / top).toFixed(2)}%`;
  const whisker =
    interval &&
    html`<line x1="${at(interval.low)}" x2="${at(interval.high)}" y1="10" y2="10" class="whisker"/>
<line x1="${at(interval.low)}" x2="${at(interval.low)}" y1="5" y2="15" class="whisker"/>
<line x1="${at(interval.high)}" x2="${at(interval.high)}" y1="5" y2="15" class="whisker"/>`;
  return html`<p class="bar-label"><span>${label}</span> <span class="number">${predicted(value)}</span></p>
<svg class="bar" width="100%" height="20" aria-hidden="true" focusable="false">
<rect x="0" y="0" width="100%" height="20" rx="3" class="track"/>
<rect x="0" y="0" width="${at(value)}" height="20" rx="3" class="${kind}"/>${whisker}
</svg>`;
}

/** A score between the ends of its scale. */
export function scaleBar(
  value: number,
  { low, high }: { readonly low: number; readonly high: number },
): Html {
  const share = Math.min(1, Math.max(0, (value - low) / (high - low)));
  return html`<svg class="bar" width="100%" height="20" role="img" aria-label="${quantity(value)} on a scale from ${quantity(low)} to ${quantity(high)}">
<rect x="0" y="0" width="100%" height="20" rx="3" class="track"/>
<rect x="0" y="0" width="${(100 * share).toFixed(2)}%" height="20" rx="3" class="bar-patient"/>
</svg>
<p class="scale" aria-hidden="true"><span>${quantity(low)}</span><span>${quantity(high)}</span></p>`;
}

const TOPS = [1, 2, 5, 10, 20, 30, 40, 50, 60, 80];

/** The smallest round scale that holds the value. */
const scaleTop = (value: number): number => TOPS.find((top) => top >= value) ?? 100;

/** One input's effect as a bar to the left (lowers) or the right (raises) of the middle. */
export function effectBar(effect: number, largest: number): Html {
  const width = largest > 0 ? (50 * Math.abs(effect)) / largest : 0;
  const x = effect < 0 ? 50 - width : 50;
  return html`<svg class="effect" width="100%" height="14" aria-hidden="true" focusable="false">
<rect x="${x.toFixed(2)}%" y="1" width="${width.toFixed(2)}%" height="12" rx="2" class="${effect < 0 ? 'lowers' : 'raises'}"/>
<line x1="50%" x2="50%" y1="0" y2="14" class="axis"/></svg>`;
}
