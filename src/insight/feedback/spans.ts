/** What figures over time are counted by; weeks begin on Monday. All in UTC. */
export const SPANS = ['day', 'week', 'month'] as const;

export type Span = (typeof SPANS)[number];

const DAY_MS = 86_400_000;

/** The first day of the span that an instant lies in: `2026-11-23`. */
export function spanStart(iso: string, span: Span): string {
  const day = new Date(iso);
  if (span === 'month') day.setUTCDate(1);
  if (span === 'week') day.setTime(day.getTime() - ((day.getUTCDay() + 6) % 7) * DAY_MS);
  return day.toISOString().slice(0, 10);
}

/** The day so many days ago, from its beginning. */
export function daysAgo(now: Date, days: number): Date {
  const midnight = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  return new Date(midnight - days * DAY_MS);
}
