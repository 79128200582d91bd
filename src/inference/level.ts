import type { Manifest } from './manifest.ts';
import type { ModelOutput } from './prediction.ts';

type Level = Pick<Exclude<ModelOutput, { kind: 'abstention' }>, 'risk' | 'indicator' | 'band'>;

/**
 * What the thresholds of a manifest call an answer: the first one that it is below. `limits` stand for their `below`
 * where they depend on the person.
 */
export function levelOf(
  answer: number,
  { thresholds }: Pick<Manifest, 'thresholds'>,
  limits: readonly number[] = thresholds.flatMap((t) => t.below ?? []),
): Level {
  const place = limits.findIndex((limit) => answer < limit);
  const { risk, indicator, band } = thresholds.at(place)!;
  return { risk, indicator, ...(band ? { band } : {}) };
}
