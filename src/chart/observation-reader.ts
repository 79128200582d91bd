import type { UnusableInput, UnusableReason } from '../kernel/evidence.ts';
import { conceptOf } from './catalogue.ts';
import { newestFirst } from './entry-order.ts';
import { referenceTo } from './fhir-elements.ts';
import type { Entry } from './observation-index.ts';
import { readValue } from './observation-value.ts';
import { missing, unusable, used } from './readings.ts';
import { isFuture, staleness, windowStart } from './time-window.ts';
import type { InputSpec, Reading } from './types.ts';

/**
 * What Observations say of one concept, by the rule of values (README): the latest inside the window is the value, and
 * where it cannot be used nothing older takes its place.
 */
export function readEntries(entries: readonly Entry[], spec: InputSpec, now: Date): Reading {
  if (entries.length === 0) return missing(spec, 'none');
  const start = windowStart(spec.window, now);
  const inside = entries.filter((e) => e.at === undefined || e.at >= start);
  const chosen = first(inside, (a, b) => rankOf(a) - rankOf(b) || newestFirst(a, b));
  if (!chosen) return missing(spec, 'none-in-window');
  const reading = readEntry(chosen, spec, now);
  return reading.state === 'used' ? withLeftOut(reading, inside, spec) : reading;
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

function readEntry(entry: Entry, spec: InputSpec, now: Date): Reading {
  const { state, at, date, node } = entry;
  const origin = originOf(entry);
  if (state !== 'valued') return unusable(spec, state, origin);
  if (at === undefined || date === undefined) return unusable(spec, 'undated', origin);
  if (isFuture(at, now)) return unusable(spec, 'future-dated', origin);
  const concept = conceptOf(spec.concept);
  const read = readValue(concept, node, spec.comparator);
  if ('reason' in read) return unusable(spec, read.reason, origin);
  const unit = concept.kind === 'quantity' ? { unit: concept.unit } : {};
  return used({ concept: spec.concept, ...read, ...unit, ...origin, ...staleness(at, spec, now) });
}

/** A panel is the source of what its components say. */
function originOf({ date, observation }: Entry): { readonly date?: string; readonly source?: string } {
  const source = referenceTo('Observation', observation);
  return { ...(date === undefined ? {} : { date }), ...(source === undefined ? {} : { source }) };
}

/** Names what was ignored although it was there: the newest value in error, and the first that is not dated. */
function withLeftOut(reading: Reading, inside: readonly Entry[], spec: InputSpec): Reading {
  if (inside.length === 1) return reading;
  const inError = inside.filter((e) => e.state === 'in-error');
  const undated = inside.filter((e) => e.state === 'valued' && e.at === undefined);
  const leftOut = [...ignored(inError, 'in-error', spec), ...ignored(undated, 'undated', spec)];
  return leftOut.length === 0 ? reading : { ...reading, leftOut };
}

function ignored(
  entries: readonly Entry[],
  reason: UnusableReason,
  { concept, required }: InputSpec,
): readonly UnusableInput[] {
  const newest = first(entries, newestFirst);
  return newest ? [{ concept, required, reason, ...originOf(newest), replaced: true }] : [];
}
