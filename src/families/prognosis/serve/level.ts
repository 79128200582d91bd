import type { Manifest } from '../../../inference/manifest.ts';
import type { ModelOutput } from '../../../inference/prediction.ts';

type Level = Pick<Exclude<ModelOutput, { kind: 'abstention' }>, 'risk' | 'indicator' | 'band'>;

/** What the thresholds of a manifest call an answer: the first one that it is below. */
export function levelOf(
  answer: number,
  { thresholds }: { readonly thresholds: Manifest['thresholds'] },
): Level {
  const { risk, indicator, band } = thresholds.find((t) => t.below === undefined || answer < t.below)!;
  return { risk, indicator, ...(band ? { band } : {}) };
}
