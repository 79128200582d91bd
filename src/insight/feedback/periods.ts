import { daysAgo, type Span } from './spans.ts';

export interface Period {
  readonly key: string;
  readonly label: string;
  /** Absent: from the first card on. */
  readonly days?: number;
  readonly span: Span;
}

const QUARTER: Period = { key: '90', label: '90 days', days: 90, span: 'week' };

/** What the page offers; the spans are long enough to hold more than a few cards. */
export const PERIODS: readonly Period[] = [
  { key: '30', label: '30 days', days: 30, span: 'week' },
  QUARTER,
  { key: '365', label: '1 year', days: 365, span: 'month' },
  { key: 'all', label: 'All', span: 'month' },
];

/** The period of that key; 90 days for anything else. */
export const periodOf = (key: unknown): Period => PERIODS.find((p) => p.key === key) ?? QUARTER;

export const startOf = ({ days }: Period, now: Date): Date | undefined =>
  days === undefined ? undefined : daysAgo(now, days);
