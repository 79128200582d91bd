import { type Problem, problem } from '../kernel/errors.ts';
import { type Fields, isObject } from '../kernel/json-object.ts';
import {
  earliestInstant,
  isOptionalString,
  malformedConcept,
  malformedIdentity,
  malformedPeriod,
  referenceTo,
} from './fhir-elements.ts';
import type { Located } from './located.ts';
import { medicationsNamed, medicationsOf, saysSomething } from './medication-codes.ts';
import { orderOf } from './observed-entry.ts';
import { addStatement, type PresenceIndex, type Statement } from './presence.ts';
import { checkSubject } from './subject-check.ts';

/** R4 MedicationRequest status → what it says. An order that was carried out in full is over. */
const OF_REQUEST: Readonly<Record<string, Statement['says']>> = {
  active: 'present',
  unknown: 'present',
  'on-hold': 'past',
  completed: 'past',
  stopped: 'past',
  cancelled: 'absent',
  draft: 'absent',
  'entered-in-error': 'in-error',
};

/** R4 MedicationStatement status → what it says. */
const OF_STATEMENT: Readonly<Record<string, Statement['says']>> = {
  active: 'present',
  unknown: 'present',
  completed: 'past',
  stopped: 'past',
  'on-hold': 'past',
  intended: 'absent',
  'not-taken': 'absent',
  'entered-in-error': 'in-error',
};

const STATUSES: ReadonlyMap<unknown, Readonly<Record<string, Statement['says']>>> = new Map([
  ['MedicationRequest', OF_REQUEST],
  ['MedicationStatement', OF_STATEMENT],
]);

/** Medication resources of the same answer, by reference. */
export type MedicationsByReference = ReadonlyMap<string, Fields>;

/** Those that a search brings along with its matches (`_include`). */
export const medicationResources = (located: readonly Located[]): MedicationsByReference =>
  new Map(
    located.flatMap(({ resource }) =>
      isObject(resource) && resource.resourceType === 'Medication'
        ? [[`Medication/${resource.id}`, resource] as const]
        : [],
    ),
  );

/**
 * Adds a MedicationRequest or MedicationStatement (R4) to the index if it is of the catalogue; a Medication by itself
 * belongs to nobody and is passed over. A malformed element among those that are used is the answer.
 */
export function indexMedication(
  { resource, expression }: Located,
  isSubject: (reference: string) => boolean,
  medications: MedicationsByReference,
  index: PresenceIndex,
): Problem | undefined {
  if (isObject(resource) && resource.resourceType === 'Medication') return undefined;
  const statuses = isObject(resource) ? STATUSES.get(resource.resourceType) : undefined;
  if (!isObject(resource) || !statuses)
    return problem('wrong-resource-type', {
      expression,
      diagnostics: 'expected a MedicationRequest or MedicationStatement',
    });
  const wrong = checkSubject(resource, expression, isSubject);
  if (wrong) return wrong;
  const malformed = malformedMedication(resource, statuses);
  if (malformed) return problem(malformed.code, { expression: `${expression}.${malformed.path}` });
  addStatements(resource, statuses, medications, index);
  return undefined;
}

function malformedMedication(resource: Fields, statuses: object) {
  const { status } = resource;
  if (status === undefined) return { code: 'required-field', path: 'status' } as const;
  const path =
    typeof status !== 'string' || !Object.hasOwn(statuses, status) ? 'status' : malformedDetails(resource);
  return path === undefined ? undefined : ({ code: 'invalid-field', path } as const);
}

function malformedDetails(resource: Fields): string | undefined {
  const reference = resource.medicationReference;
  if (reference !== undefined && !isObject(reference)) return 'medicationReference';
  const wrong =
    malformedIdentity(resource) ?? malformedConcept(resource.medicationCodeableConcept, 'medicationCodeableConcept');
  if (wrong) return wrong;
  const date = ['authoredOn', 'effectiveDateTime', 'dateAsserted'].find((n) => !isOptionalString(resource[n]));
  return date ?? malformedPeriod(resource.effectivePeriod, 'effectivePeriod');
}

function addStatements(
  resource: Fields,
  statuses: Readonly<Record<string, Statement['says']>>,
  medications: MedicationsByReference,
  index: PresenceIndex,
): void {
  const says = isOrderedOrTaken(resource) ? statuses[String(resource.status)]! : 'absent';
  const { concepts, isKnown } = whatIsTaken(resource, medications);
  if (!isKnown && says === 'present') index.isIncomplete = true;
  if (concepts.length > 0) addStatement(index, concepts, statementOf(resource, says));
}

const NO_ORDER = ['proposal', 'plan', 'option'];

/** A plan is no order, and an order not to give something is the opposite of one. */
const isOrderedOrTaken = ({ intent, doNotPerform }: Fields): boolean =>
  doNotPerform !== true && !NO_ORDER.includes(String(intent));

/** Of a reference that leads nowhere here, only its display may say what it is. */
function whatIsTaken(resource: Fields, medications: MedicationsByReference) {
  const { medicationCodeableConcept: given, medicationReference: reference } = resource;
  const concept = isObject(reference) ? referredTo(reference, resource, medications)?.code : given;
  if (isObject(concept)) return { concepts: medicationsOf(concept), isKnown: saysSomething(concept) };
  const display = isObject(reference) ? reference.display : undefined;
  return { concepts: medicationsNamed(display), isKnown: typeof display === 'string' };
}

function referredTo(
  { reference }: Fields,
  { contained }: Fields,
  medications: MedicationsByReference,
): Fields | undefined {
  if (typeof reference !== 'string') return undefined;
  if (!reference.startsWith('#')) return medications.get(reference.split('/').slice(-2).join('/'));
  const list: readonly unknown[] = Array.isArray(contained) ? contained : [];
  return list.filter(isObject).find((r) => r.id === reference.slice(1));
}

/** When it was ordered or last known to be taken. What has begun and not ended is taken now, and has no date. */
function statementOf(resource: Fields, says: Statement['says']): Statement {
  const { authoredOn, effectiveDateTime, effectivePeriod, dateAsserted } = resource;
  const date =
    authoredOn ?? effectiveDateTime ?? (isObject(effectivePeriod) ? effectivePeriod.end : dateAsserted);
  const at = earliestInstant(date);
  return {
    says,
    at,
    date: at === undefined ? undefined : (date as string),
    source: () => referenceTo(String(resource.resourceType), resource),
    order: orderOf(resource),
  };
}
