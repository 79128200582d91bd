import type { Extension } from '@medplum/fhirtypes';
import { part } from '../../findings/extension-parts.ts';

/** One point of a survival curve, in percent. */
export interface CurvePoint {
  readonly months: number;
  readonly survival: number;
  readonly low: number;
  readonly high: number;
}

/** No points where the lists are not of equal length, or not of numbers that a curve can have. */
export function toCurve(extension: Extension | undefined): readonly CurvePoint[] {
  const [months, survival, low, high] = ['months', 'survival', 'low', 'high'].map((name) =>
    (part(extension, name)?.valueString ?? '').split(' ').map(Number),
  ) as [number[], number[], number[], number[]];
  const points = months.map((m, i) => ({
    months: m,
    survival: survival[i] ?? Number.NaN,
    low: low[i] ?? Number.NaN,
    high: high[i] ?? Number.NaN,
  }));
  return points.length > 1 && points.every(isPoint) ? points.toSorted((a, b) => a.months - b.months) : [];
}

const isPoint = ({ months, ...percents }: CurvePoint): boolean =>
  months >= 0 && Object.values(percents).every((p) => p >= 0 && p <= 100);
