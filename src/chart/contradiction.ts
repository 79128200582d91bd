import type { EvidenceValue } from '../kernel/evidence.ts';
import { type Concept, conceptOf } from './catalogue.ts';
import type { Entry } from './entry.ts';
import { originOf, unusable } from './readings.ts';
import type { InputSpec, Reading } from './types.ts';

/** Two laboratories that round differ by less. */
const ROUNDING = 0.05;

/** Of the plausible range: what is small as a share of the value (a temperature, a pH) may be much of it. */
const SHARE_OF_RANGE = 0.025;

/**
 * Unusable where another entry says clearly otherwise at the same time as the chosen one: nobody knows which is true. A
 * newer version of the same resource corrects the older one and contradicts nothing.
 */
export function contradicted(chosen: Entry, entries: readonly Entry[], spec: InputSpec): Reading | undefined {
  if (chosen.state !== 'valued' || chosen.at === undefined || entries.length === 1) return undefined;
  const concept = conceptOf(spec.concept);
  const value = readOf(chosen, concept, spec);
  if (value === undefined) return undefined;
  const others = entries
    .filter((e) => e !== chosen && e.state === 'valued' && e.at === chosen.at && !isVersionOf(e, chosen))
    .flatMap((e) => readOf(e, concept, spec) ?? [])
    .filter((other) => differ(value, other, concept));
  if (others.length === 0) return undefined;
  const reading = unusable(spec, 'contradictory', originOf(chosen));
  if (reading.state !== 'unusable') return reading;
  return { ...reading, input: { ...reading.input, values: extremes([value, ...others]) } };
}

function readOf(entry: Entry, concept: Concept, { comparator }: InputSpec): EvidenceValue | undefined {
  const read = entry.read(concept, comparator);
  return 'value' in read ? read.value : undefined;
}

const isVersionOf = (a: Entry, b: Entry): boolean =>
  a.order.id() !== '' && a.order.id() === b.order.id() && a.order.updatedAt() !== b.order.updatedAt();

function differ(a: EvidenceValue, b: EvidenceValue, concept: Concept): boolean {
  if (typeof a !== 'number' || typeof b !== 'number') return a !== b;
  const gap = Math.abs(a - b);
  const { min, max } = ('plausible' in concept && concept.plausible) || {
    min: 0,
    max: Number.POSITIVE_INFINITY,
  };
  return gap > ROUNDING * Math.max(Math.abs(a), Math.abs(b)) || gap > SHARE_OF_RANGE * (max - min);
}

/** The least and the greatest of numbers, else the first two answers: in an order that no arrival changes. */
function extremes(values: readonly EvidenceValue[]): readonly EvidenceValue[] {
  const sorted = [...new Set(values)].sort((a, b) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : 1,
  );
  return [sorted[0]!, sorted.at(-1)!];
}
