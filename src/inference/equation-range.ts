import type { Declined, EquationInputs, ValidRange } from './equation.ts';

/** Declines values that lie outside: beyond what an equation was made for nothing is known. */
export function outsideRange(inputs: EquationInputs, ranges: readonly ValidRange[]): Declined | undefined {
  const outside = ranges.filter(({ concept, min, max, isBelow }) => {
    const value = inputs.number(concept);
    return value < min || value > max || (isBelow === true && value === max);
  });
  if (outside.length === 0) return undefined;
  return {
    declined: 'out-of-range',
    because: outside.map((range) => sentence(range, inputs.number(range.concept))).join(', '),
    concepts: outside.map(({ concept }) => concept),
  };
}

const sentence = ({ label, min, max, isBelow, unit }: ValidRange, value: number): string =>
  `${label} ${Number(value.toPrecision(4))} is outside ${min} to ${isBelow ? 'under ' : ''}${max} ${unit}`;
