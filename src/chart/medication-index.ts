import { type Problem, problem } from '../kernel/errors.ts';
import { type Fields, isObject } from '../kernel/json-object.ts';
import { referenceTo } from './fhir-elements.ts';
import type { Located } from './located.ts';
import { classifyMedication, wordsOfMedication } from './medication-codes.ts';
import {
  datedUse,
  isMedicationUse,
  malformedMedication,
  malformedUse,
  saysOf,
} from './medication-elements.ts';
import { shownName } from './names.ts';
import { orderOf } from './observed-entry.ts';
import { addStatement, type PresenceIndex } from './presence.ts';
import { checkSubject } from './subject-check.ts';

/** Medication resources of the same answer, by reference. */
export type Medications = ReadonlyMap<string, Fields>;

/** Those that a search brings along with its matches (`_include`). */
export const medicationsAmong = (located: readonly Located[]): Medications =>
  new Map(
    located.flatMap(({ resource }) =>
      isMedication(resource) ? [[`Medication/${resource.id}`, resource] as const] : [],
    ),
  );

const isMedication = (resource: unknown): resource is Fields =>
  isObject(resource) && resource.resourceType === 'Medication';

/**
 * Adds a MedicationRequest or MedicationStatement (R4) to the index if it is of the catalogue; a Medication by itself
 * belongs to nobody and is passed over. A malformed element among those that are used is the answer.
 */
export function indexMedication(
  { resource, expression }: Located,
  isSubject: (reference: string) => boolean,
  medications: Medications,
  index: PresenceIndex,
): Problem | undefined {
  if (isMedication(resource)) return undefined;
  if (!isObject(resource) || !isMedicationUse(resource))
    return problem('wrong-resource-type', { expression, diagnostics: EXPECTED });
  const wrong = checkSubject(resource, expression, isSubject);
  if (wrong) return wrong;
  const path = malformedMedication(resource);
  if (path) return problem('invalid-field', { expression: `${expression}.${path}` });
  const taken = whatIsTaken(resource, medications);
  const { concepts, isKnown } = classifyMedication(taken);
  if (concepts.length === 0 && (isKnown || wordsOfMedication(taken))) {
    if (!isKnown && saysOf(resource) === 'present')
      index.unread.push(shownName(wordsOfMedication(taken) ?? []));
    return undefined;
  }
  const malformed = malformedUse(resource);
  if (malformed) return problem(malformed.code, { expression: `${expression}.${malformed.path}` });
  addUse(resource, concepts, index);
  return undefined;
}

const EXPECTED = 'expected a MedicationRequest or MedicationStatement';

function addUse(use: Fields, concepts: readonly string[], index: PresenceIndex): void {
  const says = saysOf(use);
  if (concepts.length === 0 && says === 'present') index.isIncomplete = true;
  addStatement(index, concepts, {
    says,
    ...datedUse(use),
    source: () => referenceTo(String(use.resourceType), use),
    order: orderOf(use),
  });
}

/** Of a reference that leads nowhere here, only its display may say what it is. */
function whatIsTaken(use: Fields, medications: Medications): Fields {
  const { medicationCodeableConcept: given, medicationReference: reference } = use;
  const concept = isObject(reference) ? referredTo(reference, use, medications)?.code : given;
  if (isObject(concept)) return concept;
  return { text: isObject(reference) ? reference.display : undefined };
}

function referredTo(
  { reference }: Fields,
  { contained }: Fields,
  medications: Medications,
): Fields | undefined {
  if (typeof reference !== 'string') return undefined;
  if (!reference.startsWith('#')) return medications.get(reference.split('/').slice(-2).join('/'));
  const list: readonly unknown[] = Array.isArray(contained) ? contained : [];
  return list.filter(isObject).find((r) => r.id === reference.slice(1));
}
