import { points } from '../numbers.ts';
import type { Estimate } from './estimate.ts';

/** "+3.1" percentage points, or "+3" points of a score: signed, nothing has no sign. */
export function effectWords(effect: number, { probability }: Estimate): string {
  const words = points(effect);
  return probability === undefined ? words.replace(/\.0$/, '') : words;
}

/** What effects are counted in. */
export function effectUnit({ probability, score }: Estimate): string {
  if (probability !== undefined) return 'percentage points';
  return score?.unit ?? 'the unit of the score';
}
