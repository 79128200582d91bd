import type { UnusableInput, UnusableReason, UsedInput } from '../kernel/evidence.ts';
import type { Concept } from './catalogue.ts';
import type { Entry } from './entry.ts';
import type { InputSpec, Reading } from './types.ts';

export const used = (input: UsedInput): Reading => ({ state: 'used', input });

/** Nothing is there; `none-in-window` when there is something, but all of it is too old. */
export function missing(
  { concept, required, window }: InputSpec,
  reason: 'none' | 'none-in-window',
): Reading {
  return {
    state: 'missing',
    input: { concept, required, reason, ...(window === undefined ? {} : { window }) },
  };
}

export const unusable = (
  { concept, required }: InputSpec,
  reason: UnusableReason,
  origin: Pick<UnusableInput, 'date' | 'source'> = {},
): Reading => ({ state: 'unusable', input: { concept, required, reason, ...origin } });

/** When and where an entry says what it says. */
export function originOf(entry: Pick<Entry, 'date' | 'source'>): {
  readonly date?: string;
  readonly source?: string;
} {
  const source = entry.source();
  const { date } = entry;
  return { ...(date === undefined ? {} : { date }), ...(source === undefined ? {} : { source }) };
}

/** The canonical unit of a concept that has one. */
export const unitOf = (concept: Concept): { readonly unit?: string } =>
  'unit' in concept && concept.unit !== undefined ? { unit: concept.unit } : {};
