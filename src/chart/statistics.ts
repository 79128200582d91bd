import type { SeriesPoint } from './types.ts';

export const STATISTICS = [
  'latest',
  'first',
  'min',
  'max',
  'mean',
  'median',
  'sd',
  'slope',
  'count',
  'sum',
] as const;

/** What a series may be summed up as. */
export type Statistic = (typeof STATISTICS)[number];

export interface StatisticWindow {
  readonly now: Date;
  /** Hours before `now`: older than the first (0: from now on), at most as old as the second. Absent: all values. */
  readonly hours?: readonly [from: number, to: number] | undefined;
}

const HOUR_MS = 3_600_000;

/**
 * One number for a series that is sorted by time, in the unit of its values; `slope` is in that unit per hour, and `sd`
 * is the sample standard deviation. A boolean counts as 1 or 0; text has no number and is passed over. NaN where there
 * is nothing to say: without a value, for `slope` with fewer than two instants, for `sd` with fewer than two
 * values. `count` of nothing is 0.
 */
export function statisticOf(
  points: readonly SeriesPoint[],
  statistic: Statistic,
  window: StatisticWindow,
): number {
  const { at, values } = numbersWithin(points, window);
  if (statistic === 'count') return values.length;
  if (values.length === 0) return Number.NaN;
  if (statistic === 'sum') return sum(values);
  return OF[statistic](values, at);
}

interface Numbers {
  readonly at: readonly number[];
  readonly values: readonly number[];
}

function numbersWithin(points: readonly SeriesPoint[], { now, hours }: StatisticWindow): Numbers {
  const at: number[] = [];
  const values: number[] = [];
  for (const point of points) {
    const value = Number(point.value);
    if (typeof point.value === 'string' || !isWithin(point.at, now, hours)) continue;
    at.push(point.at);
    values.push(value);
  }
  return { at, values };
}

/** Half open, so that neighbouring periods share no value. A clock that is ahead writes values of now. */
function isWithin(at: number, now: Date, hours: StatisticWindow['hours']): boolean {
  if (!hours) return true;
  const [from, to] = hours;
  const age = Math.max(0, (now.getTime() - at) / HOUR_MS);
  return age <= to && (age > from || from === 0);
}

type Summary = (values: readonly number[], at: readonly number[]) => number;

const OF: Readonly<Record<Exclude<Statistic, 'count' | 'sum'>, Summary>> = {
  latest: (values) => values.at(-1)!,
  first: (values) => values[0]!,
  min: (values) => values.reduce((a, b) => Math.min(a, b)),
  max: (values) => values.reduce((a, b) => Math.max(a, b)),
  mean,
  median,
  sd,
  slope,
};

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function sd(values: readonly number[]): number {
  if (values.length < 2) return Number.NaN;
  const centre = mean(values);
  return Math.sqrt(sum(values.map((v) => (v - centre) ** 2)) / (values.length - 1));
}

/** Least squares. Times are taken from their mean, so that milliseconds since 1970 cost no digits. */
function slope(values: readonly number[], at: readonly number[]): number {
  const hours = at.map((t) => (t - at[0]!) / HOUR_MS);
  const [meanHours, meanValue] = [mean(hours), mean(values)];
  const spread = sum(hours.map((t) => (t - meanHours) ** 2));
  if (spread === 0) return Number.NaN;
  return sum(hours.map((t, i) => (t - meanHours) * (values[i]! - meanValue))) / spread;
}
