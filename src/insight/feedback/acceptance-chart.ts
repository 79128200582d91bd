import type { Share } from '../../kernel/wilson.ts';
import { type Html, html } from '../html.ts';
import { date } from '../numbers.ts';

export interface AcceptancePoint {
  /** First day of the span. */
  readonly start: string;
  readonly share: Share;
}

const WIDTH = 640;
const HEIGHT = 220;
const LEFT = 44;
const RIGHT = 24;
const TOP = 12;
const BOTTOM = 30;
const PLOT_WIDTH = WIDTH - LEFT - RIGHT;
const PLOT_HEIGHT = HEIGHT - TOP - BOTTOM;

/** The share accepted in each span with its interval, at its place in time. The numbers stand in a table beside it. */
export function acceptanceChart(points: readonly AcceptancePoint[]): Html | undefined {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || first === last) return undefined;
  const [from, to] = [Date.parse(first.start), Date.parse(last.start)];
  const x = (start: string): string => {
    const along = (Date.parse(start) - from) / (to - from);
    return (LEFT + 12 + (PLOT_WIDTH - 24) * along).toFixed(1);
  };
  return html`<svg class="acceptance" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Share of answered cards that were accepted, over ${points.length} spans of time">
${[0, 0.25, 0.5, 0.75, 1].map(tick)}
<polyline points="${points.map((p) => `${x(p.start)},${y(p.share.value)}`).join(' ')}" class="curve"/>
${points.map(({ start, share }) => mark(x(start), share))}
<text x="${x(first.start)}" y="${HEIGHT - 10}" class="tick">${date(first.start)}</text>
<text x="${x(last.start)}" y="${HEIGHT - 10}" text-anchor="end" class="tick">${date(last.start)}</text>
</svg>`;
}

const y = (share: number): string => (TOP + PLOT_HEIGHT * (1 - share)).toFixed(1);

const tick = (share: number): Html => html`
<line x1="${LEFT}" x2="${LEFT + PLOT_WIDTH}" y1="${y(share)}" y2="${y(share)}" class="grid"/>
<text x="${LEFT - 5}" y="${y(share)}" dy="3.5" text-anchor="end" class="tick">${100 * share}%</text>`;

const mark = (x: string, { value, ci95: [low, high] }: Share): Html => html`
<line x1="${x}" x2="${x}" y1="${y(low)}" y2="${y(high)}" class="span-interval"/>
<circle cx="${x}" cy="${y(value)}" r="4" class="point"/>`;
