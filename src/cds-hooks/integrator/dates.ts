import type { FhirResource } from './files.ts';

const DATES = [
  'effectiveDateTime',
  'started',
  'date',
  'authoredOn',
  'recordedDate',
  'occurrenceDateTime',
  'issued',
];
const PERIODS = ['effectivePeriod', 'period'];

/** When it happened, as far as the usual elements tell. */
export function dateOf(resource: FhirResource): string {
  const starts = PERIODS.map((name) => (resource[name] as { start?: unknown } | undefined)?.start);
  const date = [...DATES.map((name) => resource[name]), ...starts].find((d) => typeof d === 'string');
  return typeof date === 'string' ? date : '';
}
