import { durationDays } from '../kernel/clock.ts';

const HOURS = /^PT(\d+)H$/;
const SPAN = /^P(?:(\d+)Y)?(?:(\d+)M)?$/;

/** A span of time at the end of a phrase: `P1Y` → "12 months", `P5Y` → "5 years", `P30D` → "30 days", `PT12H` → "12 hours". */
export function spanWords(duration: string): string {
  const hours = HOURS.exec(duration)?.[1];
  if (hours !== undefined) return count(Number(hours), 'hour');
  const [, years, months] = SPAN.exec(duration) ?? [];
  if (years === undefined && months === undefined) return count(Math.round(durationDays(duration)), 'day');
  const total = Number(years ?? 0) * 12 + Number(months ?? 0);
  return total > 12 && total % 12 === 0 ? count(total / 12, 'year') : count(total, 'month');
}

const count = (n: number, unit: string): string => `${n} ${unit}${n === 1 ? '' : 's'}`;
