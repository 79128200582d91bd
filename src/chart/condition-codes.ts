import type { Fields } from '../kernel/json-object.ts';
import { concepts } from './catalogue.ts';

/** ICD-10 and its national modifications, whose categories mean the same. */
const ICD_10: ReadonlySet<unknown> = new Set([
  'http://hl7.org/fhir/sid/icd-10-cm',
  'http://hl7.org/fhir/sid/icd-10',
  'http://fhir.de/CodeSystem/bfarm/icd-10-gm',
]);

const conditions = [...concepts.values()].filter((c) => c.kind === 'condition');

/** `system|code` → the concepts that list it. */
const LISTED = listedCodes();

function listedCodes(): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, string[]>();
  for (const { id, codes } of conditions)
    for (const { system, code } of codes) {
      const key = `${system}|${code}`;
      index.set(key, [...(index.get(key) ?? []), id]);
    }
  return index;
}

interface Rule {
  readonly concept: string;
  /** Categories between which a code lies. */
  readonly from: string;
  readonly to: string;
  /** How a code starts. */
  readonly prefix: string;
}

const RULES: readonly Rule[] = conditions.flatMap(({ id, icd10Prefixes }) =>
  icd10Prefixes.map((text): Rule => {
    const [from = '', to = ''] = text.split('-');
    return to === ''
      ? { concept: id, from: text.slice(0, 3), to: text.slice(0, 3), prefix: text }
      : { concept: id, from, to, prefix: '' };
  }),
);

/** The condition concepts that a code means: those that list it, and for ICD-10 those that it descends from. */
export function conditionsOf(codings: readonly Fields[]): readonly string[] {
  const found = new Set<string>();
  for (const { system, code } of codings) {
    for (const concept of LISTED.get(`${system}|${code}`) ?? []) found.add(concept);
    if (typeof code === 'string' && ICD_10.has(system)) addDescendants(code.toUpperCase(), found);
  }
  return [...found];
}

function addDescendants(code: string, found: Set<string>): void {
  const category = code.slice(0, 3);
  for (const { concept, from, to, prefix } of RULES)
    if (category >= from && category <= to && code.startsWith(prefix)) found.add(concept);
}
