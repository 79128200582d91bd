import { UCUM } from '../kernel/canonical.ts';
import { type Fields, isObject } from '../kernel/json-object.ts';
import { answerValue, quantityValue, type ValueOrReason } from './canonical-value.ts';
import type { CodedConcept, Concept, QuantityConcept } from './catalogue.ts';
import type { Comparator, ReadValue } from './entry.ts';
import { isCodingList, isOptionalString, malformedConcept } from './fhir-elements.ts';
import type { InputSpec } from './types.ts';
import { isBare } from './units.ts';

/** The types that `value[x]` has in R4 (https://hl7.org/fhir/R4/observation.html), as its element names. */
const VALUE_ELEMENTS = [
  'valueQuantity',
  'valueCodeableConcept',
  'valueString',
  'valueBoolean',
  'valueInteger',
  'valueRange',
  'valueRatio',
  'valueSampledData',
  'valueTime',
  'valueDateTime',
  'valuePeriod',
] as const;

/**
 * Whether an Observation or component says anything. A quantity without its number does not, and neither does a value
 * that stands beside a `dataAbsentReason`, which the standard forbids (invariant obs-6).
 */
export function hasValue(node: Fields): boolean {
  if (node.dataAbsentReason !== undefined) return false;
  const { valueQuantity } = node;
  if (isObject(valueQuantity)) return valueQuantity.value !== undefined;
  return VALUE_ELEMENTS.some((element) => node[element] !== undefined);
}

/** The path of the first malformed element of `value[x]`; `value` when there is more than one of them. */
export function malformedValue(node: Fields): string | undefined {
  let given = 0;
  for (const element of VALUE_ELEMENTS) if (node[element] !== undefined) given++;
  if (given > 1) return 'value';
  if (node.valueQuantity !== undefined) return malformedQuantity(node.valueQuantity);
  return malformedConcept(node.valueCodeableConcept, 'valueCodeableConcept');
}

/** The number itself is not looked at: one that is none makes the value unusable, not the request. */
function malformedQuantity(quantity: unknown): string | undefined {
  if (!isObject(quantity)) return 'valueQuantity';
  const wrong = ['unit', 'system', 'code', 'comparator'].find((name) => !isOptionalString(quantity[name]));
  return wrong && `valueQuantity.${wrong}`;
}

/** Reads `value[x]` of a node that {@link malformedValue} found nothing wrong with. */
export function readValue(concept: Concept, node: Fields, comparators: InputSpec['comparator']): ReadValue {
  if (concept.kind === 'quantity') return readQuantity(concept, node, comparators);
  return readAnswer(('values' in concept && concept.values) || [], node);
}

function readQuantity(
  concept: QuantityConcept,
  node: Fields,
  comparators: InputSpec['comparator'],
): ReadValue {
  const { valueQuantity: quantity, valueInteger } = node;
  if (valueInteger !== undefined) return readInteger(concept, valueInteger);
  if (!isObject(quantity)) return { reason: 'not-a-number' };
  const found = quantityValue(concept, quantity.value, unitOf(quantity));
  const { comparator } = quantity;
  if ('reason' in found || comparator === undefined) return found;
  if (comparators === 'reject' || !isComparator(comparator)) return { reason: 'comparator' };
  return { ...found, comparator };
}

/** An integer has no unit: only of scores, counts and ratios is it known what it means. */
function readInteger(concept: QuantityConcept, value: unknown): ValueOrReason {
  return quantityValue(concept, value, isBare(concept.unit) ? concept.unit : undefined);
}

/** The UCUM code, else what people read: a code of another system is not a unit that could be converted. */
const unitOf = ({ system, code, unit }: Fields): string | undefined =>
  (system === UCUM && code !== undefined ? code : unit) as string | undefined;

const COMPARATORS: ReadonlySet<unknown> = new Set<Comparator>(['<', '<=', '>=', '>']);

const isComparator = (value: unknown): value is Comparator => COMPARATORS.has(value);

function readAnswer(
  answers: CodedConcept['values'],
  { valueBoolean, valueCodeableConcept }: Fields,
): ReadValue {
  if (typeof valueBoolean === 'boolean') return answerValue(answers, valueBoolean);
  const codings = isObject(valueCodeableConcept) ? valueCodeableConcept.coding : undefined;
  return readCodings(answers, isCodingList(codings) ? codings : []);
}

/** Several codings are translations of one answer: where they contradict each other, nothing is known. */
function readCodings(answers: CodedConcept['values'], codings: readonly Fields[]): ReadValue {
  const values = new Set(
    codings.flatMap(({ system, code }) =>
      answers.filter((a) => a.code === code && a.system === system).map((a) => a.value),
    ),
  );
  const [value] = values;
  return value === undefined || values.size > 1 ? { reason: 'unknown-code' } : { value };
}
