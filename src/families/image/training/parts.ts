import type { Labels } from './image-set.ts';

export type Part = 'training' | 'test';

const LEARNED = new Set(['train', 'val']);

/** Rows of a part, by their column `split`: what is marked neither `train` nor `val` is never learned from. */
export const testPart =
  (part: Part) =>
  ({ split = '' }: Labels): boolean =>
    LEARNED.has(split) === (part === 'training');
