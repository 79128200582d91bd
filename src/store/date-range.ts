/** Everything between two instants in milliseconds since 1970, both included. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

const DATE = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}:\d{2})(:\d{2})?(\.\d+)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/;

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * The instants that a FHIR R4 date, dateTime or instant stands for: `2026-11` is all of November. Without a time
 * zone it is UTC. Undefined for what is no date. Search compares such intervals
 * (https://hl7.org/fhir/R4/search.html#prefix).
 */
export function dateRange(text: string | undefined): Interval | undefined {
  const match = DATE.exec(text ?? '');
  if (!match) return undefined;
  const [, year = '', month = '01', day = '01', time, seconds, fraction, zone] = match;
  const start = Date.parse(`${year}-${month}-${day}T00:00:00Z`);
  // `2026-02-30` would parse, as 2 March.
  if (Number.isNaN(start) || new Date(start).getUTCDate() !== Number(day)) return undefined;
  if (time === undefined) return { low: start, high: endOf(start, match[2], match[3]) };
  const low = Date.parse(`${year}-${month}-${day}T${time}${seconds ?? ':00'}${fraction ?? ''}${zone ?? 'Z'}`);
  return Number.isNaN(low) ? undefined : { low, high: low + precision(seconds, fraction) - 1 };
}

function endOf(start: number, month: string | undefined, day: string | undefined): number {
  if (day) return start + DAY_MS - 1;
  const next = new Date(start);
  if (month) next.setUTCMonth(next.getUTCMonth() + 1);
  else next.setUTCFullYear(next.getUTCFullYear() + 1);
  return next.getTime() - 1;
}

function precision(seconds: string | undefined, fraction: string | undefined): number {
  if (fraction) return 1;
  return seconds ? SECOND_MS : MINUTE_MS;
}
