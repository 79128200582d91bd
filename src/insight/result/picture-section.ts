import { type Colour, HEAT_COLOURS } from '../../kernel/heat-colours.ts';
import { type Html, html } from '../html.ts';
import { section } from '../layout.ts';
import { dateTime, sentenceCase } from '../numbers.ts';
import type { UsedRow } from './input-rows.ts';
import type { HeatMap } from './picture.ts';
import { valueWords } from './values.ts';

/** The picture with its heat map, and what that is and is not. */
export function heatMapSection({ uri, description }: HeatMap, outcome: string): Html {
  const picture = uri
    ? html`<img src="${uri}" alt="Heat map over the picture: ${description}">${legend}`
    : html`<p>The picture is no longer kept.</p>`;
  return section(
    'picture',
    'Where the network looked',
    html`<div class="split"><figure class="heat-map">${picture}
<figcaption>${sentenceCase(description)}. Left and right as you see it.</figcaption></figure>
<div><p>The warmer a place, the more it speaks for ${inSentence(outcome)}. This is where the network looked and
<strong>no outline of disease</strong>: a warm place may be healthy, and disease may lie where it is cold. Colours compare the places of this picture with each
other, so one with a low probability has warm places too.</p>
<p>Read the picture itself first. Where the warmth lies on what cannot matter (a letter, a tube, the edge of the picture),
do not trust the number.</p></div></div>`,
  );
}

/** "Pneumonia" → "pneumonia"; "COPD" as it is. */
const inSentence = (outcome: string): string =>
  /^\p{Lu}\p{Ll}/u.test(outcome) ? outcome.charAt(0).toLowerCase() + outcome.slice(1) : outcome;

const hex = (colour: Colour): string => `#${colour.map((c) => c.toString(16).padStart(2, '0')).join('')}`;

const stops = HEAT_COLOURS.map(
  (colour, i) => html`<stop offset="${i / (HEAT_COLOURS.length - 1)}" stop-color="${hex(colour)}"/>`,
);

const legend = html`<p class="scale"><span>looked less</span><svg width="120" height="12" aria-hidden="true" focusable="false"><defs><linearGradient id="heat">${stops}</linearGradient></defs><rect width="120" height="12" rx="3" fill="url(#heat)"/></svg><span>looked more</span></p>
<p class="hint">Without colour: hardly at all.</p>`;

/** Which picture it was: of which study, when it was taken. */
export function pictureFacts(row: UsedRow): Html {
  const study = row.sources[0];
  return html`<dl class="facts"><dt>${sentenceCase(row.label)}</dt><dd>${valueWords(row)}</dd>
${row.date && html`<dt>Taken</dt><dd>${dateTime(row.date)}</dd>`}
${study && html`<dt>Study</dt><dd><code>${study}</code></dd>`}
${row.instance && html`<dt>SOP Instance UID</dt><dd><code>${row.instance}</code></dd>`}</dl>`;
}
