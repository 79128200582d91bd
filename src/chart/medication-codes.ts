import type { Fields } from '../kernel/json-object.ts';
import { concepts } from './catalogue.ts';
import { isCodingList } from './fhir-elements.ts';
import { LONGEST_NAME } from './names.ts';
import { medicationTerms } from './terms.ts';

export const RXNORM = 'http://www.nlm.nih.gov/research/umls/rxnorm';

export const ATC = 'http://www.whocc.no/atc';

/** ATC, and the national edition whose codes mean the same. */
const ATC_SYSTEMS: ReadonlySet<unknown> = new Set([
  ATC,
  'http://fhir.de/CodeSystem/bfarm/atc',
  'urn:oid:2.16.840.1.113883.6.73',
]);

const medications = [...concepts.values()].filter((c) => c.kind === 'medication');

const listed = medications.flatMap(({ id, codes }) =>
  codes.map(({ system, code, display }) => ({ id, system, code, display })),
);

const terms = [...medicationTerms];

const products = terms.flatMap(([id, { rxnorm }]) =>
  Object.keys(rxnorm).map((code): [string, string] => [`${RXNORM}|${code}`, id]),
);

const BY_CODE = grouped([
  ...listed.map((l): [string, string] => [`${l.system}|${l.code}`, l.id]),
  ...products,
]);

/** How ATC codes start → the concept. */
const BY_ATC = terms.flatMap(([id, { atc }]) => atc.map((prefix) => ({ id, prefix })));

/** Name of an ingredient or a brand → concepts. RxNorm builds the names of products from those of their ingredients. */
const BY_NAME = grouped([
  ...listed.map((l): [string, string] => [l.display.toLowerCase(), l.id]),
  ...terms.flatMap(([id, { names }]) => names.map((name): [string, string] => [name.toLowerCase(), id])),
]);

const NAMES = new RegExp(`(?<![\\w-])(?:${[...BY_NAME.keys()].map(escaped).join('|')})(?![\\w-])`, 'g');

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function grouped(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, string[]>();
  for (const [key, id] of pairs) index.set(key, [...(index.get(key) ?? []), id]);
  return index;
}

/** What a CodeableConcept of a medication says. */
export interface ClassifiedMedication {
  readonly concepts: readonly string[];
  /** What it is can be told: from its words, or because its code is one that tells. */
  readonly isKnown: boolean;
}

/**
 * The medication concepts that a CodeableConcept means. Orders are for products ("warfarin sodium 5 MG Oral Tablet"),
 * the catalogue lists ingredients: a product counts where a display or the text names one as a whole word, by the first
 * characters of its ATC code, or where its RxNorm code is listed. RxNorm codes do not tell their ingredient; one that is
 * not listed is known only where words stand beside it.
 */
export function classifyMedication(concept: Fields): ClassifiedMedication {
  const codings = isCodingList(concept.coding) ? concept.coding : [];
  const names = [concept.text, ...codings.map((c) => c.display)];
  const found = new Set([...codings.flatMap(conceptsOfCode), ...names.flatMap(medicationsNamed)]);
  const isWorded = names.some((n) => typeof n === 'string' && n.trim() !== '');
  const isKnown = codings.some(
    ({ system, code }) =>
      typeof code === 'string' && (ATC_SYSTEMS.has(system) || (system === RXNORM && isWorded)),
  );
  return { concepts: [...found], isKnown: isKnown || found.size > 0 };
}

function conceptsOfCode({ system, code }: Fields): readonly string[] {
  if (!ATC_SYSTEMS.has(system)) return BY_CODE.get(`${system}|${code}`) ?? [];
  const upper = String(code).toUpperCase();
  return BY_ATC.flatMap(({ id, prefix }) => (upper.startsWith(prefix) ? [id] : []));
}

/** The medication concepts whose ingredient a text names. */
export function medicationsNamed(text: unknown): readonly string[] {
  if (typeof text !== 'string' || text.length > LONGEST_NAME) return [];
  return (text.toLowerCase().match(NAMES) ?? []).flatMap((name) => BY_NAME.get(name) ?? []);
}

/** What could be said of it where it is not known; undefined where it says nothing at all. */
export function wordsOfMedication(concept: Fields): readonly string[] | undefined {
  const codings = isCodingList(concept.coding) ? concept.coding : [];
  const words = [
    concept.text,
    ...codings.map((c) => c.display),
    ...codings.map(({ system, code }) => code && `${system === RXNORM ? 'RxNorm' : 'code'} ${code}`),
  ];
  const found = words.filter((w): w is string => typeof w === 'string' && w.trim() !== '');
  return found.length > 0 ? found : undefined;
}
