import { type Fields, isObject } from '../kernel/json-object.ts';
import { concepts } from './catalogue.ts';
import { isCodingList } from './fhir-elements.ts';

const RXNORM = 'http://www.nlm.nih.gov/research/umls/rxnorm';

const listed = [...concepts.values()]
  .filter((c) => c.kind === 'medication')
  .flatMap(({ id, codes }) => codes.map(({ system, code, display }) => ({ id, system, code, display })));

const BY_CODE = grouped(listed.map((l) => [`${l.system}|${l.code}`, l.id]));

/** Ingredient name → concepts. RxNorm builds the names of products from those of their ingredients. */
const BY_NAME = grouped(listed.map((l) => [l.display.toLowerCase(), l.id]));

const NAMES = new RegExp(`(?<![\\w-])(?:${[...BY_NAME.keys()].map(escaped).join('|')})(?![\\w-])`, 'g');

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function grouped(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, string[]>();
  for (const [key, id] of pairs) index.set(key, [...(index.get(key) ?? []), id]);
  return index;
}

/** A longer text is no name of a medication. */
const LONGEST_NAME = 400;

/**
 * The medication concepts that a CodeableConcept means. Orders are for products ("warfarin sodium 5 MG Oral Tablet"),
 * the catalogue lists ingredients: a product counts where its RxNorm display or its text names one as a whole word.
 */
export function medicationsOf(concept: unknown): readonly string[] {
  if (!isObject(concept)) return [];
  const codings = isCodingList(concept.coding) ? concept.coding : [];
  const byCode = codings.flatMap(({ system, code }) => BY_CODE.get(`${system}|${code}`) ?? []);
  const names = [concept.text, ...codings.filter((c) => c.system === RXNORM).map((c) => c.display)];
  return [...new Set([...byCode, ...names.flatMap(medicationsNamed)])];
}

/** The medication concepts whose ingredient a text names. */
export function medicationsNamed(text: unknown): readonly string[] {
  if (typeof text !== 'string' || text.length > LONGEST_NAME) return [];
  return (text.toLowerCase().match(NAMES) ?? []).flatMap((name) => BY_NAME.get(name) ?? []);
}

/** Whether a concept says anything that could be told from others. */
export const saysSomething = (concept: Fields): boolean =>
  typeof concept.text === 'string' || (isCodingList(concept.coding) && concept.coding.length > 0);
