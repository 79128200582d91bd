import { durationDays } from '../kernel/clock.ts';
import type { InputSpec } from './types.ts';

const DAY_MS = 86_400_000;

/** Clocks and time zones differ: up to this far ahead a date is today's. */
const TOLERANCE_MS = DAY_MS;

export const isFuture = (at: number, now: Date): boolean => at > now.getTime() + TOLERANCE_MS;

/** The first instant of the window that ends at `now`; without a window there is none. */
export const windowStart = (window: string | undefined, now: Date): number =>
  window === undefined ? Number.NEGATIVE_INFINITY : now.getTime() - durationDays(window) * DAY_MS;

/** `staleDays` of a value, from the age on that the input calls stale: whole days, or whole hours of less than two. */
export function staleness(at: number, { stale }: InputSpec, now: Date): { readonly staleDays?: number } {
  if (stale === undefined) return {};
  const days = (now.getTime() - at) / DAY_MS;
  return days >= durationDays(stale)
    ? { staleDays: days < 2 ? Math.floor(days * 24) / 24 : Math.floor(days) }
    : {};
}
