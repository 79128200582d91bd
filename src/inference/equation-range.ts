import type { Declined, EquationInputs } from './equation.ts';

/** The values that an equation was made for, both limits included. */
export interface ValidRange {
  readonly concept: string;
  /** For sentences: "systolic blood pressure". */
  readonly label: string;
  readonly min: number;
  readonly max: number;
  /** For sentences: "mmHg"; none for years. */
  readonly unit: string;
}

/** Declines values that lie outside: beyond what an equation was made for nothing is known. */
export function outsideRange(inputs: EquationInputs, ranges: readonly ValidRange[]): Declined | undefined {
  const outside = ranges.filter(({ concept, min, max }) => {
    const value = inputs.number(concept);
    return value < min || value > max;
  });
  if (outside.length === 0) return undefined;
  return {
    declined: 'out-of-range',
    because: outside.map((range) => sentence(range, inputs.number(range.concept))).join(', '),
    concepts: outside.map(({ concept }) => concept),
  };
}

const sentence = ({ label, min, max, unit }: ValidRange, value: number): string =>
  `${label} ${Number(value.toPrecision(4))} is outside ${min} to ${max} ${unit}`;
