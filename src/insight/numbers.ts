import { durationWords } from '../kernel/clock.ts';

const MINUS = '\u2212';

/** A measured percentage: 16 → "16.0%", 0.0432 → "0.043%". */
export const percent = (value: number): string => (value >= 1 ? `${value.toFixed(1)}%` : plainPercent(value));

/** A predicted percentage: what is not certain is never said to be 0% or 100%. */
export function predicted(value: number): string {
  if (value > 99.9) return '>99.9%';
  return value < 0.01 ? '<0.01%' : percent(value);
}

/** A chosen percentage, such as a threshold or a mark on a scale: 15 → "15%", 2.5 → "2.5%". */
export const plainPercent = (value: number): string =>
  `${value.toLocaleString('en', value >= 1 ? { maximumFractionDigits: 1 } : { maximumSignificantDigits: 2 })}%`;

/** Percentage points with an explicit sign: "+3.1", "−0.6"; what rounds to nothing has no sign. */
export function points(value: number): string {
  const size = Math.abs(value).toFixed(1);
  if (size === '0.0') return size;
  return `${value > 0 ? '+' : MINUS}${size}`;
}

/** A clinical value: as given, at most five significant digits, thousands grouped. */
export const quantity = (value: number, unit?: string): string =>
  `${value.toLocaleString('en', { maximumSignificantDigits: 5 })}${unit ? ` ${unit}` : ''}`;

/** A metric in three digits. */
export const decimal = (value: number): string => value.toFixed(3).replace('-', MINUS);

/** A label as the start of a line: "albumin" → "Albumin", "eGFR" and "pH" as they are. */
export const sentenceCase = (label: string): string =>
  /^\p{Ll}\p{Ll}/u.test(label) ? `${label.charAt(0).toUpperCase()}${label.slice(1)}` : label;

export const count = (value: number): string => value.toLocaleString('en');

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const ISO_DATE = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T(\d\d:\d\d))?/;

/** A FHIR date or dateTime as written, without changing its time zone: "12 Nov 2026". */
export function date(iso: string): string {
  const [, year, month, day] = ISO_DATE.exec(iso) ?? [];
  if (!year) return iso;
  const name = month ? MONTHS[Number(month) - 1] : undefined;
  return [day ? String(Number(day)) : undefined, name, year].filter(Boolean).join(' ');
}

/** With the time of day where there is one: "12 Nov 2026, 14:03". */
export function dateTime(iso: string): string {
  const time = ISO_DATE.exec(iso)?.[4];
  return time ? `${date(iso)}, ${time}${iso.endsWith('Z') ? ' UTC' : ''}` : date(iso);
}

/** "P5Y" → "5 years", "P1M" → "1 month". */
export function duration(iso: string): string {
  const [amount, unit] = durationWords(iso).split('-');
  return unit ? `${amount} ${unit}${amount === '1' ? '' : 's'}` : iso;
}
