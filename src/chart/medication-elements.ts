import type { Fields } from '../kernel/json-object.ts';
import { isObject } from '../kernel/json-object.ts';
import {
  earliestInstant,
  isOptionalString,
  malformedConcept,
  malformedIdentity,
  malformedPeriod,
} from './fhir-elements.ts';
import type { Malformed } from './observation-elements.ts';
import type { Statement } from './presence.ts';

type Says = Statement['says'];

/** R4 MedicationRequest status → what it says. An order that was carried out in full is over. */
const OF_REQUEST: ReadonlyMap<unknown, Says> = new Map([
  ['active', 'present'],
  ['unknown', 'present'],
  ['on-hold', 'past'],
  ['completed', 'past'],
  ['stopped', 'past'],
  ['cancelled', 'absent'],
  ['draft', 'absent'],
  ['entered-in-error', 'in-error'],
]);

/** R4 MedicationStatement status → what it says. */
const OF_STATEMENT: ReadonlyMap<unknown, Says> = new Map([
  ['active', 'present'],
  ['unknown', 'present'],
  ['completed', 'past'],
  ['stopped', 'past'],
  ['on-hold', 'past'],
  ['intended', 'absent'],
  ['not-taken', 'absent'],
  ['entered-in-error', 'in-error'],
]);

const STATUSES: ReadonlyMap<unknown, ReadonlyMap<unknown, Says>> = new Map([
  ['MedicationRequest', OF_REQUEST],
  ['MedicationStatement', OF_STATEMENT],
]);

export const isMedicationUse = ({ resourceType }: Fields): boolean => STATUSES.has(resourceType);

const NO_ORDER: readonly unknown[] = ['proposal', 'plan', 'option'];

/** Of a use without fault. A plan is no order, and an order not to give something is the opposite of one. */
export function saysOf({ resourceType, status, intent, doNotPerform }: Fields): Says {
  const says = STATUSES.get(resourceType)?.get(status) ?? 'absent';
  const isOrdered = doNotPerform !== true && !NO_ORDER.includes(intent);
  return isOrdered || says === 'in-error' ? says : 'absent';
}

/** What is malformed of the elements that are read, but for the code. */
export function malformedUse(use: Fields): Malformed | undefined {
  if (use.status === undefined) return { code: 'required-field', path: 'status' };
  const path = STATUSES.get(use.resourceType)?.has(use.status) ? malformedDetails(use) : 'status';
  return path === undefined ? undefined : { code: 'invalid-field', path };
}

function malformedDetails(use: Fields): string | undefined {
  const date = ['authoredOn', 'effectiveDateTime', 'dateAsserted'].find((n) => !isOptionalString(use[n]));
  return malformedIdentity(use) ?? date ?? malformedPeriod(use.effectivePeriod, 'effectivePeriod');
}

/** `medication[x]`. */
export function malformedMedication({
  medicationCodeableConcept: concept,
  medicationReference: reference,
}: Fields): string | undefined {
  if (reference !== undefined && !isObject(reference)) return 'medicationReference';
  return malformedConcept(concept, 'medicationCodeableConcept');
}

/** When it was ordered or last known to be taken. What has begun and not ended is taken now, and has no date. */
export function datedUse({ authoredOn, effectiveDateTime, effectivePeriod, dateAsserted }: Fields) {
  const date =
    authoredOn ?? effectiveDateTime ?? (isObject(effectivePeriod) ? effectivePeriod.end : dateAsserted);
  const at = earliestInstant(date);
  return { at, date: at === undefined ? undefined : (date as string) };
}
