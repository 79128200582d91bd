import type { EvidenceValue } from '../kernel/evidence.ts';
import { ownValue, quantityValue, type ValueOrReason } from './canonical-value.ts';
import type { Concept } from './catalogue.ts';
import type { Entry } from './entry.ts';
import { earliestInstant } from './fhir-elements.ts';
import { unitOf } from './readings.ts';

/** A value of a row or of an example. Without a unit it is in the canonical one; without a date it is of now. */
export interface DatedValue {
  readonly value: EvidenceValue | null | undefined;
  readonly unit?: string | undefined;
  /** FHIR `dateTime`. */
  readonly date?: string | undefined;
}

/** The entry of a given value; none for what says that there is no value: undefined, null and NaN. */
export function givenEntry(given: DatedValue, now: Date): Entry | undefined {
  const { value, unit, date } = given;
  if (value === undefined || value === null || Number.isNaN(value)) return undefined;
  return {
    state: 'valued',
    at: date === undefined ? now.getTime() : earliestInstant(date),
    date: date !== undefined && earliestInstant(date) === undefined ? undefined : date,
    source: () => undefined,
    read: (concept) => valueIn(concept, value, unit),
    order: { updatedAt: () => 0, id: () => '', content: () => JSON.stringify(given) },
  };
}

function valueIn(concept: Concept, value: EvidenceValue, unit: string | undefined): ValueOrReason {
  if (unit === undefined) return ownValue(concept, value);
  if (concept.kind === 'quantity') return quantityValue(concept, value, unit);
  return unit === unitOf(concept).unit ? ownValue(concept, value) : { reason: 'unknown-unit' };
}
