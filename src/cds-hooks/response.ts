import { SUMMARY_LIMIT, shorten } from '../kernel/text.ts';
import type { Card, CdsResponse } from './types.ts';

/**
 * What leaves: no member that is null, "", [] or {} (CDS Hooks 2.0.1, "JSON"; `cards` itself may be empty) and no
 * summary over the limit, whatever a service made.
 */
export const toResponse = (cards: readonly Card[]): CdsResponse => ({ cards: cards.map(clean) });

function clean(card: Card): Card {
  const { summary, ...others } = withoutEmpty(card) as Card;
  return { summary: shorten(summary, SUMMARY_LIMIT), ...others };
}

/** The value without its empty members, and without members that are empty then. Undefined when nothing is left. */
export function withoutEmpty(value: unknown): unknown {
  if (value === null || value === undefined || value === '') return undefined;
  if (typeof value !== 'object') return value;
  return Array.isArray(value) ? elementsOf(value) : membersOf(value);
}

function elementsOf(list: readonly unknown[]): unknown {
  const kept = list.map(withoutEmpty).filter((element) => element !== undefined);
  return kept.length > 0 ? kept : undefined;
}

function membersOf(object: object): unknown {
  const kept = Object.entries(object).flatMap(([name, member]) => {
    const value = withoutEmpty(member);
    return value === undefined ? [] : [[name, value] as const];
  });
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}
