import { type Html, html } from '../html.ts';
import { count, percent, plainPercent } from '../numbers.ts';
import type { CalibrationPoint } from './metrics-schema.ts';

const SIZE = 320;
const LEFT = 44;
const BOTTOM = 42;
const TOP = 10;
const RIGHT = 18;
const PLOT = SIZE - LEFT - RIGHT;

/** What is observed against what is predicted, by group; on the diagonal both agree. Numbers follow in a table. */
export function calibrationChart(points: readonly CalibrationPoint[]): Html {
  const top = roundUp(Math.max(...points.flatMap((p) => [p.predicted, p.observed])));
  const x = (v: number): string => (LEFT + (PLOT * v) / top).toFixed(1);
  const y = (v: number): string => (TOP + PLOT - (PLOT * v) / top).toFixed(1);
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((t) => t * top);
  const sorted = points.toSorted((a, b) => a.predicted - b.predicted);
  return html`<svg class="calibration" viewBox="0 0 ${SIZE} ${TOP + PLOT + BOTTOM}" role="img" aria-label="Calibration plot: observed against predicted in ${points.length} groups">
${ticks.map((t) => tick(t, x(t), y(t)))}
<line x1="${x(0)}" y1="${y(0)}" x2="${x(top)}" y2="${y(top)}" class="ideal"/>
<polyline points="${sorted.map((p) => `${x(p.predicted)},${y(p.observed)}`).join(' ')}" class="curve"/>
${sorted.map((p) => html`<circle cx="${x(p.predicted)}" cy="${y(p.observed)}" r="4" class="point"/>`)}
<text x="${LEFT + PLOT / 2}" y="${TOP + PLOT + 36}" text-anchor="middle" class="axis-title">Predicted</text>
<text x="12" y="${TOP + PLOT / 2}" text-anchor="middle" transform="rotate(-90 12 ${TOP + PLOT / 2})" class="axis-title">Observed</text>
</svg>`;
}

const tick = (value: number, x: string, y: string): Html => html`
<line x1="${LEFT}" x2="${LEFT + PLOT}" y1="${y}" y2="${y}" class="grid"/>
<text x="${LEFT - 5}" y="${y}" dy="3.5" text-anchor="end" class="tick">${plainPercent(100 * value)}</text>
<text x="${x}" y="${TOP + PLOT + 16}" text-anchor="middle" class="tick">${plainPercent(100 * value)}</text>`;

const TOPS = [0.01, 0.02, 0.04, 0.1, 0.2, 0.4, 0.6, 0.8];

const roundUp = (value: number): number => TOPS.find((top) => top >= value) ?? 1;

export const calibrationRows = (points: readonly CalibrationPoint[]): readonly (readonly string[])[] =>
  points.map((p, i) => [
    String(i + 1),
    p.n === undefined ? '' : count(p.n),
    percent(100 * p.predicted),
    percent(100 * p.observed),
  ]);
