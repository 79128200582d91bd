import type { Declined, EquationInputs, EquationResult } from './equation.ts';

/** Points of a range of values: `points[i]` below the limit `below[i]`, the last of them from the last limit on. */
export interface PointsTable {
  /** Ascending. */
  readonly below: readonly number[];
  /** One more than limits. */
  readonly points: readonly number[];
}

/** @throws RangeError for a value that is no number */
export function pointsIn({ below, points }: PointsTable, value: number): number {
  if (Number.isNaN(value)) throw new RangeError('no number has no points');
  const i = below.findIndex((limit) => value < limit);
  return points[i < 0 ? below.length : i]!;
}

/** Points by concept. */
export type Points = Readonly<Record<string, number>>;

/** To the resolution at which a chart or a table states a value: 36.05 °C is 36.1, 20.4 breaths are 20. */
export const toDecimals = (value: number, decimals: number): number =>
  Math.round(value * 10 ** decimals + 1e-9) / 10 ** decimals;

/** Something that holds gives its points, something that does not gives 0. */
export const pointsIf = (inputs: EquationInputs, concept: string, points: number): Points => ({
  [concept]: inputs.value(concept) === true ? points : 0,
});

/** Points that are given once for any of these: they stand beside the first that holds. */
export function pointsForAny(inputs: EquationInputs, concepts: readonly string[], points: number): Points {
  const found = concepts.find((concept) => inputs.value(concept) === true);
  return found === undefined ? {} : { [found]: points };
}

/** A score as the sum of its points, beside somebody who scores none. */
export function scoreOf(parts: Points): Pick<EquationResult, 'answer' | 'parts' | 'reference'> {
  const answer = Object.values(parts).reduce((sum, points) => sum + points, 0);
  return { answer, parts, reference: { group: 'somebody who scores no point', answer: 0 } };
}

/** What is not known is never taken as normal: without it there is no score. */
export const isUnknown = (because: string, ...concepts: readonly string[]): Declined => ({
  declined: 'required-input-missing',
  because,
  concepts,
});

export const isDeclined = (given: Points | Declined): given is Declined => 'declined' in given;
