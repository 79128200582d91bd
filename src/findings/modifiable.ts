import { conceptOf } from '../chart/catalogue.ts';
import type { Manifest } from '../inference/manifest.ts';
import type { Answer } from './answer.ts';
import { listWords } from './sentences.ts';

/** What no sentence about changing an input may leave out. */
export const ASSOCIATION =
  'This is what the model associates with the result: changing an input need not change it, and is no promise.';

/**
 * `RiskAssessment.mitigation`: the inputs that raise this result and that the manifest marks as modifiable. Undefined
 * where there are none.
 */
export function mitigationOf({ contributions }: Answer, { inputs }: Manifest): string | undefined {
  const modifiable = new Set(inputs.flatMap((i) => (i.modifiable ? [i.concept] : [])));
  const raising = contributions
    .filter((c) => !c.imputed && c.effect > 0 && modifiable.has(c.concept))
    .toSorted((a, b) => b.effect - a.effect);
  if (raising.length === 0) return undefined;
  const names = listWords(raising.map((c) => conceptOf(c.concept).label));
  return `Associated with a higher result, and open to change: ${names}. ${ASSOCIATION}`;
}
