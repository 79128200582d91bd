import type { Entry } from './entry.ts';

/** What has a place in the order of a record. */
export type Ordered = Pick<Entry, 'at' | 'order'>;

/**
 * Sorts the newest first: by date, then by what the entries say of their own order, so that the order of arrival never
 * matters. What is not dated comes last.
 */
export function newestFirst(a: Ordered, b: Ordered): number {
  return (
    descending(a.at ?? Number.NEGATIVE_INFINITY, b.at ?? Number.NEGATIVE_INFINITY) ||
    descending(a.order.updatedAt(), b.order.updatedAt()) ||
    descending(a.order.id(), b.order.id()) ||
    descending(a.order.content(), b.order.content())
  );
}

function descending<T extends number | string>(a: T, b: T): number {
  if (a === b) return 0;
  return a > b ? -1 : 1;
}

/** The newest of a list that is in no order. */
export function newestOf<T extends Ordered>(list: readonly T[]): T | undefined {
  let newest: T | undefined;
  for (const one of list) if (!newest || newestFirst(one, newest) < 0) newest = one;
  return newest;
}
