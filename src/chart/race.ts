import { type Fields, isObject } from '../kernel/json-object.ts';

/** Extension of US Core; its categories are the five of the US Office of Management and Budget (1997). */
const RACE = 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-race';

/** CDC Race and Ethnicity, `urn:oid:2.16.840.1.113883.6.238`. */
const CATEGORIES: ReadonlyMap<unknown, string> = new Map([
  ['1002-5', 'american-indian'],
  ['2028-9', 'asian'],
  ['2054-5', 'black'],
  ['2076-8', 'pacific-islander'],
  ['2106-3', 'white'],
  ['2131-1', 'other'],
]);

/**
 * The race that a Patient states, for equations of groups defined by it. Several categories are one of their own,
 * `several`, which no such equation was made for; "unknown" and "asked but unknown" say nothing.
 */
export function raceOf({ extension }: Fields): string | undefined {
  const stated = listOf(extension)
    .filter((e) => e.url === RACE)
    .flatMap((e) => listOf(e.extension))
    .filter((e) => e.url === 'ombCategory')
    .flatMap((e) => (isObject(e.valueCoding) ? (CATEGORIES.get(e.valueCoding.code) ?? []) : []));
  const [first, ...others] = new Set(stated);
  return others.length > 0 ? 'several' : first;
}

const listOf = (given: unknown): readonly Fields[] => (Array.isArray(given) ? given.filter(isObject) : []);
