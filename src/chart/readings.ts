import type { UnusableInput, UnusableReason, UsedInput } from '../kernel/evidence.ts';
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
