import type { RiskAssessmentPrediction } from '@medplum/fhirtypes';

const YEAR = 365.25;
const MONTH = 30.4375;
const DAY_MS = 86_400_000;

/** Days from now to the end of what a prediction is about, from its ages or its period. */
export function horizonDays({ whenRange, whenPeriod }: RiskAssessmentPrediction): number | undefined {
  const [low, high] = [whenRange?.low?.value, whenRange?.high?.value];
  if (low !== undefined && high !== undefined && high > low) return (high - low) * YEAR;
  const days = (Date.parse(whenPeriod?.end ?? '') - Date.parse(whenPeriod?.start ?? '')) / DAY_MS;
  return days > 0 ? days : undefined;
}

/** "5 years", "6 months", "30 days". */
export function spanOf(days: number): string {
  if (days >= YEAR - 1) return counted(days / YEAR, 'year');
  const months = days / MONTH;
  return isWhole(months) ? counted(months, 'month') : counted(Math.round(days), 'day');
}

const isWhole = (value: number): boolean =>
  Math.round(value) > 0 && Math.abs(value - Math.round(value)) < 0.01;

function counted(value: number, unit: string): string {
  const text = String(isWhole(value) ? Math.round(value) : Number(value.toFixed(1)));
  return `${text} ${unit}${text === '1' ? '' : 's'}`;
}

/** " within 5 years"; empty for what has no horizon. */
export const withinSpan = (days: number | undefined): string =>
  days === undefined ? '' : ` within ${spanOf(days)}`;
