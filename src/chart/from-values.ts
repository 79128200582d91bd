import type { EvidenceValue } from '../kernel/evidence.ts';
import { ownValue, quantityValue, type ValueOrReason } from './canonical-value.ts';
import { type Concept, conceptOf } from './catalogue.ts';
import { earliestInstant } from './fhir-elements.ts';
import { missing, unusable, used } from './readings.ts';
import { isFuture, staleness, windowStart } from './time-window.ts';
import type { Chart, InputSpec, Reading } from './types.ts';

/** A value of a row or of an example. Without a unit it is in the canonical one; without a date it is of now. */
export interface DatedValue {
  readonly value: EvidenceValue | null | undefined;
  readonly unit?: string | undefined;
  /** FHIR `dateTime`. */
  readonly date?: string | undefined;
}

/** Undefined, null and NaN mean that there is no value. */
export type GivenValue = EvidenceValue | DatedValue | null | undefined;

/**
 * A chart from plain values by concept id: rows of data sets, examples, files on the command line. Units, plausibility
 * and dates are checked as they are for FHIR.
 * @throws RangeError for a concept that is not in the catalogue
 */
export function chartFromValues({
  now,
  values,
}: {
  readonly now: Date;
  readonly values: Readonly<Record<string, GivenValue>>;
}): Chart {
  const given = new Map(Object.entries(values).map(([id, value]) => [conceptOf(id).id, toDated(value)]));
  return { now, read: (spec) => read(spec, given.get(spec.concept), now) };
}

const toDated = (given: GivenValue): DatedValue =>
  typeof given === 'object' && given !== null ? given : { value: given };

function read(spec: InputSpec, given: DatedValue | undefined, now: Date): Reading {
  const concept = conceptOf(spec.concept);
  const { value, unit, date } = given ?? { value: undefined };
  if (value === undefined || value === null || Number.isNaN(value)) return missing(spec, 'none');
  const at = date === undefined ? now.getTime() : earliestInstant(date);
  if (at === undefined) return unusable(spec, 'undated');
  const origin = date === undefined ? {} : { date };
  if (concept.kind !== 'patient' && at < windowStart(spec.window, now))
    return missing(spec, 'none-in-window');
  if (isFuture(at, now)) return unusable(spec, 'future-dated', origin);
  const found = valueIn(concept, value, unit);
  if ('reason' in found) return unusable(spec, found.reason, origin);
  return used({
    concept: spec.concept,
    ...found,
    ...unitOf(concept),
    ...origin,
    ...staleness(at, spec, now),
  });
}

function valueIn(concept: Concept, value: EvidenceValue, unit: string | undefined): ValueOrReason {
  if (unit === undefined) return ownValue(concept, value);
  if (concept.kind === 'quantity') return quantityValue(concept, value, unit);
  return unit === unitOf(concept).unit ? ownValue(concept, value) : { reason: 'unknown-unit' };
}

const unitOf = (concept: Concept): { readonly unit?: string } =>
  'unit' in concept && concept.unit !== undefined ? { unit: concept.unit } : {};
