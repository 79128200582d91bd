import type { EvidenceValue, UnusableReason } from '../kernel/evidence.ts';
import type { CodedConcept, Concept, QuantityConcept } from './catalogue.ts';
import { conversionTo, IDENTITY } from './units.ts';

/** A value in the concept's canonical unit or vocabulary, or why there is none. */
export type ValueOrReason = { readonly value: EvidenceValue } | { readonly reason: UnusableReason };

/**
 * Converts a number in `unit` (UCUM, or a spelling of `unitAliases`) to the concept's canonical unit; plausibility is
 * judged there. A unit that is not given is not guessed.
 */
export function quantityValue(
  concept: QuantityConcept,
  number: unknown,
  unit: string | undefined,
): ValueOrReason {
  if (!isNumber(number)) return { reason: 'not-a-number' };
  if (!unit) return { reason: 'no-unit' };
  const conversion = conversionTo(concept, unit);
  if (!conversion) return { reason: 'unknown-unit' };
  const value = conversion === IDENTITY ? number : rounded(number * conversion.slope + conversion.intercept);
  return isPlausible(value, concept.plausible) ? { value } : { reason: 'implausible' };
}

/** A value that is already in the concept's own unit or vocabulary. */
export function ownValue(concept: Concept, value: unknown): ValueOrReason {
  switch (concept.kind) {
    case 'quantity':
      return quantityValue(concept, value, concept.unit);
    case 'condition':
    case 'medication':
      return truthValue(value);
    case 'coded':
      return answerValue(concept.values, value);
    case 'patient':
      return patientValue(concept, value);
    case 'image':
      return { reason: 'unknown-code' };
  }
}

function patientValue(concept: Extract<Concept, { kind: 'patient' }>, value: unknown): ValueOrReason {
  if (concept.values) return answerValue(concept.values, value);
  if (!concept.plausible) return truthValue(value);
  if (!isNumber(value)) return { reason: 'not-a-number' };
  return isPlausible(value, concept.plausible) ? { value } : { reason: 'implausible' };
}

const truthValue = (value: unknown): ValueOrReason =>
  typeof value === 'boolean' ? { value } : { reason: 'unknown-code' };

/** `value` if it is one that an answer code of the concept stands for. */
export function answerValue(answers: CodedConcept['values'], value: unknown): ValueOrReason {
  const found = answers.find((a) => a.value === value);
  return found ? { value: found.value } : { reason: 'unknown-code' };
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

const isPlausible = (value: number, { min, max }: { min: number; max: number }): boolean =>
  value >= min && value <= max;

/** Twelve significant digits: what is beyond them is noise of binary arithmetic, not measurement. */
const rounded = (value: number): number => Number(value.toPrecision(12));
