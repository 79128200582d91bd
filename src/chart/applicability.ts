import type { Chart } from './types.ts';

/** For whom a model was made: structurally a manifest's `applicability`. */
export interface Applicability {
  /** Limits in completed years, both inclusive. */
  readonly age?: { readonly min: number; readonly max: number } | undefined;
  readonly exclude: readonly Exclusion[];
  /** All of them must be known to hold. */
  readonly only?: readonly Exclusion[] | undefined;
}

/** A condition by which a model is, or is not, for somebody. */
export interface Exclusion {
  readonly concept: string;
  /** Absent: any, as long as one is known. */
  readonly value?: boolean | string | undefined;
  /** Completes "not for ...": "pregnancy", or "only for ...": "people in intensive care". */
  readonly because: string;
  readonly window?: string | undefined;
}

/** Why a model was not made for this patient. */
export interface Inapplicable {
  readonly reason: 'not-applicable' | 'out-of-range';
  /** One line: "not for pregnancy", "age 17 is outside 20 to 90 years". */
  readonly because: string;
  readonly concepts: readonly string[];
}

/**
 * The first exclusion that is known to hold, else the first condition that is not, else an age out of range. What is
 * not known excludes nobody, and makes nobody one of those for whom alone a model was made.
 */
export function checkApplicability(
  chart: Chart,
  { age, exclude, only = [] }: Applicability,
): Inapplicable | undefined {
  const excluded = exclude.find((e) => mayHold(chart, e));
  if (excluded) return notApplicable(excluded, 'not for');
  const lacking = only.find((o) => !holds(chart, o));
  if (lacking) return notApplicable(lacking, 'only for');
  return age && outOfRange(chart, age);
}

const notApplicable = ({ concept, because }: Exclusion, words: string): Inapplicable => ({
  reason: 'not-applicable',
  because: `${words} ${because}`,
  concepts: [concept],
});

/** Whether a condition is known to hold. */
export function holds(chart: Chart, { concept, value, window }: Omit<Exclusion, 'because'>): boolean {
  const reading = chart.read({ concept, window, required: false, comparator: 'reject' });
  return reading.state === 'used' && (value === undefined || reading.input.value === value);
}

/** Also where one of two contradictory values says so. */
function mayHold(chart: Chart, exclusion: Exclusion): boolean {
  if (holds(chart, exclusion)) return true;
  const { concept, value, window } = exclusion;
  const reading = chart.read({ concept, window, required: false, comparator: 'reject' });
  return reading.state === 'unusable' && reading.input.values?.some((v) => v === value) === true;
}

function outOfRange(chart: Chart, { min, max }: { min: number; max: number }): Inapplicable | undefined {
  const reading = chart.read({ concept: 'age', required: false, comparator: 'reject' });
  if (reading.state !== 'used') return undefined;
  const years = Math.floor(Number(reading.input.value));
  if (years >= min && years <= max) return undefined;
  return {
    reason: 'out-of-range',
    because: `age ${years} is outside ${min} to ${max} years`,
    concepts: ['age'],
  };
}
