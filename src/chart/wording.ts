import type {
  EvidenceValue,
  MissingInput,
  UnusableInput,
  UnusableReason,
  UsedInput,
} from '../kernel/evidence.ts';
import { type Concept, conceptOf } from './catalogue.ts';
import { earliestInstant } from './fhir-elements.ts';
import { readableUnit } from './readable-units.ts';
import { unitOf } from './readings.ts';
import { spanWords } from './span-words.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "12 Nov 2026", "Nov 2026", "2026": as exact as the date is, in UTC. Empty for what is no FHIR date or dateTime. */
export function formatDate(date: string): string {
  const at = earliestInstant(date);
  if (at === undefined) return '';
  const instant = new Date(at);
  const parts = [instant.getUTCDate(), MONTHS[instant.getUTCMonth()], date.slice(0, 4)];
  if (date.length > 10) parts[2] = instant.getUTCFullYear();
  return parts.slice(date.length >= 10 ? 0 : date.length === 7 ? 1 : 2).join(' ');
}

/** "12 Nov 2026 06:10 UTC": on the clock of whoever wrote it, with its offset; the date alone where there is no time. */
export function formatDateTime(date: string): string {
  const [, day, time, offset = ''] =
    /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})[\d:.]*(Z|[+-]\d{2}:\d{2})$/.exec(date) ?? [];
  return day ? `${formatDate(day)} ${time} ${offset === 'Z' ? 'UTC' : offset}` : formatDate(date);
}

/** "15.9 %", "118 mmHg", "<5 mg/L", "current smoker", "63 years": with the decimals of the catalogue. */
export function formatValue({ concept: id, value, unit, comparator }: UsedInput): string {
  const concept = conceptOf(id);
  if (typeof value !== 'number' || !('decimals' in concept)) return answerWords(concept, value);
  const number = comparator ? bound(value, concept.decimals) : decimal(concept, value);
  return [`${SIGNS[comparator ?? '']}${number}`, readableUnit(unit ?? '')].filter(Boolean).join(' ');
}

const SIGNS = { '': '', '<': '<', '<=': '≤', '>': '>', '>=': '≥' } as const;

/** Somebody is 63 until the day of being 64; everything else is rounded. */
function decimal({ id, decimals = 0 }: { id: string; decimals?: number | undefined }, value: number): string {
  if (id === 'age') return String(Math.floor(value));
  const text = value.toFixed(decimals);
  return value !== 0 && Number(text) === 0 ? String(Number(value.toPrecision(1))) : text;
}

/** A bound is a figure of a method, not a measurement: "<5", not "<5.0". */
const bound = (value: number, decimals = 0): string => String(Number(value.toFixed(decimals)) || value);

function answerWords(concept: Concept, value: EvidenceValue): string {
  const answers = 'values' in concept ? (concept.values ?? []) : [];
  const found = answers.find((a) => a.value === value);
  if (found) return found.display;
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}

/** "none in 12 months", "none found". */
export const whyMissing = ({ reason, window }: MissingInput): string =>
  reason === 'none' || window === undefined ? 'none found' : `none in ${spanWords(window)}`;

const REASONS: Readonly<Record<UnusableReason, string>> = {
  'unknown-unit': 'in an unknown unit',
  'no-unit': 'without a unit',
  implausible: 'implausible value',
  'not-a-number': 'not a number',
  comparator: 'known only as below or above a limit',
  undated: 'not dated',
  'future-dated': 'dated in the future',
  'unknown-code': 'unknown answer',
  'in-error': 'entered in error',
  'no-value': 'no result',
  contradictory: 'values of the same time contradict each other',
};

/** "in an unknown unit", "entered in error; another value was used", "implausible value (3 times); another ...". */
export function whyUnusable(input: UnusableInput): string {
  const { reason, replaced, count, concept, values } = input;
  if (values) return `contradictory values at the same time: ${bothWords(concept, values)}`;
  const times = count === undefined ? '' : ` (${count} times)`;
  return `${REASONS[reason]}${times}${replaced ? '; another value was used' : ''}`;
}

/** "1.0 mg/dL and 4.0 mg/dL". */
function bothWords(concept: string, values: readonly EvidenceValue[]): string {
  const unit = unitOf(conceptOf(concept));
  return values.map((value) => formatValue({ concept, value, ...unit })).join(' and ');
}
