/** Time as an argument: nothing outside the composition root reads the wall clock. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

export const fixedClock = (iso: string): Clock => ({ now: () => new Date(iso) });

const DURATION = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(\d+)H)?$/;

/** Days in an ISO 8601 duration of years, months, weeks, days and hours (mean month 30.4375 days). */
export function durationDays(duration: string): number {
  const match = DURATION.exec(duration);
  if (!match || duration === 'P')
    throw new RangeError(`not an ISO 8601 duration of hours or longer: ${duration}`);
  const [, y = '0', m = '0', w = '0', d = '0', h = '0'] = match;
  return Number(y) * 365.25 + Number(m) * 30.4375 + Number(w) * 7 + Number(d) + Number(h) / 24;
}

const DAY_MS = 86_400_000;

/** Whole and part days from one instant to a later one. */
export const daysBetween = (from: Date, to: Date): number => (to.getTime() - from.getTime()) / DAY_MS;

/** `P5Y` → "5-year", `P30D` → "30-day": for sentences on cards. */
export function durationWords(duration: string): string {
  const match = DURATION.exec(duration);
  const units = ['year', 'month', 'week', 'day', 'hour'] as const;
  const words = units.flatMap((unit, i) => (match?.[i + 1] ? [`${match[i + 1]}-${unit}`] : []));
  return words.join(' ') || duration;
}
