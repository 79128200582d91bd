import type { UnusableInput, UsedInput } from '../kernel/evidence.ts';
import type { Entry } from './entry.ts';
import { newestFirst } from './entry-order.ts';
import { entriesInside, readEntries, readEntry } from './entry-reader.ts';
import { earliestInstant } from './fhir-elements.ts';
import { used } from './readings.ts';
import type { InputSpec, Reading, Series, SeriesPoint } from './types.ts';

/**
 * Every usable value of the window, the oldest first. What cannot be used is left out and named; it does not block the
 * rest. Values of one instant are all kept, in an order that the order of arrival does not change.
 */
export function readEntrySeries(entries: readonly Entry[], spec: InputSpec, now: Date): Series {
  const inside = entriesInside(entries, spec, now).toSorted(newestFirst).reverse();
  const points: SeriesPoint[] = [];
  const usedInputs: UsedInput[] = [];
  const unusables: UnusableInput[] = [];
  for (const entry of inside) {
    if (entry.state === 'no-value') continue;
    const { state, input } = readEntry(entry, spec, now);
    if (state === 'used') {
      points.push({ at: entry.at!, value: input.value });
      usedInputs.push(input);
    } else if (state === 'unusable') unusables.push(input);
  }
  // Where nothing can be used, the series says what its latest value would.
  if (points.length === 0) return { ...NO_SERIES, reading: readEntries(entries, spec, now) };
  return { points, used: usedInputs, leftOut: byReason(unusables), reading: compact(points, usedInputs) };
}

export const NO_SERIES = { points: [], used: [], leftOut: [] } as const;

/** A series of what is known once, as of `now` when it has no date. */
export function seriesOfOne(reading: Reading, now: Date): Series {
  if (reading.state !== 'used') return { ...NO_SERIES, reading };
  const { input, leftOut = [] } = reading;
  const at = earliestInstant(input.date) ?? now.getTime();
  return { points: [{ at, value: input.value }], used: [input], leftOut, reading };
}

/** One piece of evidence for many values: the latest, how many there are, their period and all of their sources. */
export function compact(points: readonly SeriesPoint[], inputs: readonly UsedInput[]): Reading {
  const latest = inputs.at(-1)!;
  const sources = [...new Set(inputs.flatMap((i) => i.sources ?? i.source ?? []))];
  const period = {
    count: inputs.length,
    from: dateOf(inputs[0]!, points[0]!),
    to: dateOf(latest, points.at(-1)!),
  };
  return used({ ...latest, ...period, ...(sources.length > 1 ? { sources } : {}) });
}

const dateOf = ({ date }: UsedInput, { at }: SeriesPoint): string => date ?? new Date(at).toISOString();

/** Names the newest of each reason, and how many there are. */
function byReason(oldestFirst: readonly UnusableInput[]): readonly UnusableInput[] {
  const found = new Map<string, UnusableInput>();
  for (const input of oldestFirst) {
    const count = (found.get(input.reason)?.count ?? 0) + 1;
    found.set(input.reason, { ...input, replaced: true, count });
  }
  return [...found.values()].map(({ count = 1, ...input }) => (count > 1 ? { ...input, count } : input));
}
