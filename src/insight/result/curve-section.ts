import { type Html, html } from '../html.ts';
import { section, table } from '../layout.ts';
import { percent, plainPercent } from '../numbers.ts';
import type { CurvePoint } from './curve.ts';

const WIDTH = 520;
const HEIGHT = 260;
const LEFT = 48;
const RIGHT = 16;
const TOP = 10;
const BOTTOM = 42;

/** The course of the risk: a survival curve with its band, and the same numbers at some times. */
export function curveSection(curve: readonly CurvePoint[]): Html | undefined {
  const last = curve.at(-1);
  if (!last) return undefined;
  return section(
    'course',
    'How it develops over time',
    html`<p>Of 100 patients with these values, how many are expected to be without the outcome by each time. The shaded
band shows how unsure the curve is.</p>
<div class="split">${curveChart(curve, last)}
${table('Without the outcome, in percent', ['By', 'Expected', 'Band'], selected(curve).map(rowOf))}</div>`,
  );
}

function curveChart(curve: readonly CurvePoint[], last: CurvePoint): Html {
  const scale = { x: last.months || 1, bottom: bottomOf(curve) };
  const x = (months: number) => LEFT + ((WIDTH - LEFT - RIGHT) * months) / scale.x;
  const y = (value: number) => TOP + ((HEIGHT - TOP - BOTTOM) * (100 - value)) / (100 - scale.bottom);
  const path = (points: readonly CurvePoint[], of: (p: CurvePoint) => number) =>
    points.map((p) => `${x(p.months).toFixed(1)},${y(of(p)).toFixed(1)}`).join(' ');
  const band = `${path(curve, (p) => p.high)} ${path(curve.toReversed(), (p) => p.low)}`;
  return html`<svg class="survival" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Survival curve: ${percent(last.survival)} without the outcome by ${timeWords(last.months)}">
${ticks(scale.bottom).map((t) => valueTick(t, y(t)))}${timeTicks(scale.x).map((m) => timeTick(isInYears(scale.x) ? m / 12 : m, x(m)))}
<polygon points="${band}" class="band"/>
<polyline points="${path(curve, (p) => p.survival)}" class="curve"/>
<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 6}" text-anchor="middle" class="axis-title">${isInYears(scale.x) ? 'Years' : 'Months'}</text>
</svg>`;
}

const BOTTOMS = [90, 80, 60, 40, 0];

/** The scale starts at the highest round number below everything, and says so on its axis. */
const bottomOf = (curve: readonly CurvePoint[]): number =>
  BOTTOMS.find((bottom) => curve.every(({ low }) => low >= bottom)) ?? 0;

const ticks = (bottom: number): readonly number[] =>
  [0, 0.25, 0.5, 0.75, 1].map((t) => bottom + t * (100 - bottom));

const isInYears = (months: number): boolean => months >= 24;

function timeTicks(last: number): readonly number[] {
  const unit = isInYears(last) ? 12 : 1;
  const step = Math.max(1, Math.ceil(last / unit / 6)) * unit;
  return Array.from({ length: Math.floor(last / step) + 1 }, (_, i) => i * step);
}

const valueTick = (value: number, y: number): Html => html`
<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y.toFixed(1)}" y2="${y.toFixed(1)}" class="grid"/>
<text x="${LEFT - 6}" y="${y.toFixed(1)}" dy="3.5" text-anchor="end" class="tick">${plainPercent(value)}</text>`;

const timeTick = (time: number, x: number): Html => html`
<text x="${x.toFixed(1)}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle" class="tick">${time}</text>`;

/** "5 years", "6 months", "0.5 months". */
export function timeWords(months: number): string {
  const [value, unit] = months >= 12 ? [months / 12, 'year'] : [months, 'month'];
  const text = String(Number(value.toFixed(1)));
  return `${text} ${unit}${text === '1' ? '' : 's'}`;
}

/** The points nearest to the times on the axis, and the last; not the start: nothing has happened yet. */
function selected(curve: readonly CurvePoint[]): readonly CurvePoint[] {
  const end = curve.at(-1)!;
  const later = curve.filter(({ months }) => months > 0);
  const nearest = (time: number) =>
    later.reduce((best, p) => (Math.abs(p.months - time) < Math.abs(best.months - time) ? p : best), end);
  const times = timeTicks(end.months).filter((time) => time > 0);
  return [...new Set([...times.map(nearest), end])];
}

const rowOf = ({ months, survival, low, high }: CurvePoint): readonly string[] => [
  timeWords(months),
  percent(survival),
  `${percent(low)} to ${percent(high)}`,
];
