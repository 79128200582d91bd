import type { UnusableInput, UnusableReason } from '../kernel/evidence.ts';
import { conceptOf } from './catalogue.ts';
import { contradicted } from './contradiction.ts';
import type { Entry } from './entry.ts';
import { newestFirst, newestOf } from './entry-order.ts';
import { missing, originOf, unitOf, unusable, used } from './readings.ts';
import { isFuture, staleness, windowStart } from './time-window.ts';
import type { InputSpec, Reading } from './types.ts';

/**
 * What entries say of one concept, by the rule of values (README): the latest inside the window is the value, and
 * where it cannot be used nothing older takes its place.
 */
export function readEntries(entries: readonly Entry[], spec: InputSpec, now: Date): Reading {
  if (entries.length === 0) return missing(spec, 'none');
  const inside = entriesInside(entries, spec, now);
  const chosen = first(inside, (a, b) => rankOf(a) - rankOf(b) || newestFirst(a, b));
  if (!chosen) return missing(spec, 'none-in-window');
  const reading = contradicted(chosen, inside, spec) ?? readEntry(chosen, spec, now);
  return reading.state === 'used' ? withLeftOut(reading, inside, spec) : reading;
}

/** Those of the window, and those that have no place in time. */
export function entriesInside(entries: readonly Entry[], { window }: InputSpec, now: Date): readonly Entry[] {
  const start = windowStart(window, now);
  return entries.filter((e) => e.at === undefined || e.at >= start);
}

/** The one that sorting would put first. */
function first(entries: readonly Entry[], compare: (a: Entry, b: Entry) => number): Entry | undefined {
  let best: Entry | undefined;
  for (const entry of entries) if (!best || compare(entry, best) < 0) best = entry;
  return best;
}

/** What is looked at first. A value that is not dated cannot be the latest, as long as there is one that is. */
function rankOf({ state, at }: Entry): number {
  if (state === 'valued') return at === undefined ? 1 : 0;
  return state === 'no-value' ? 2 : 3;
}

/** What one entry says by itself. */
export function readEntry(entry: Entry, spec: InputSpec, now: Date): Reading {
  const { state, at } = entry;
  const origin = originOf(entry);
  if (state !== 'valued') return unusable(spec, state, origin);
  if (at === undefined) return unusable(spec, 'undated', origin);
  if (isFuture(at, now)) return unusable(spec, 'future-dated', origin);
  const concept = conceptOf(spec.concept);
  const read = entry.read(concept, spec.comparator);
  if ('reason' in read) return unusable(spec, read.reason, origin);
  return used({
    concept: spec.concept,
    ...read,
    ...unitOf(concept),
    ...origin,
    ...staleness(at, spec, now),
  });
}

/** Names what was ignored although it was there: the newest value in error, and the first that is not dated. */
function withLeftOut(reading: Reading, inside: readonly Entry[], spec: InputSpec): Reading {
  if (inside.length === 1) return reading;
  const inError = inside.filter((e) => e.state === 'in-error');
  const undated = inside.filter((e) => e.state === 'valued' && e.at === undefined);
  const leftOut = [...ignored(inError, 'in-error', spec), ...ignored(undated, 'undated', spec)];
  return leftOut.length === 0 ? reading : { ...reading, leftOut };
}

/** The newest of what was passed over for this reason. */
export function ignored(
  entries: readonly Pick<Entry, 'at' | 'date' | 'source' | 'order'>[],
  reason: UnusableReason,
  { concept, required }: InputSpec,
): readonly UnusableInput[] {
  const newest = newestOf(entries);
  return newest ? [{ concept, required, reason, ...originOf(newest), replaced: true }] : [];
}
