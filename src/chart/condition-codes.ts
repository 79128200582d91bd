import type { Fields } from '../kernel/json-object.ts';
import { concepts } from './catalogue.ts';

/** ICD-10 and its national modifications, whose categories mean the same. */
const ICD_10: ReadonlySet<unknown> = new Set([
  'http://hl7.org/fhir/sid/icd-10-cm',
  'http://hl7.org/fhir/sid/icd-10',
  'http://fhir.de/CodeSystem/bfarm/icd-10-gm',
]);

export const ICD_9_CM = 'http://hl7.org/fhir/sid/icd-9-cm';

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

const rulesOf = (concept: string, prefixes: readonly string[]): readonly Rule[] =>
  prefixes.map((text) => {
    const [from = '', to = ''] = text.split('-');
    return to === ''
      ? { concept, from: text.slice(0, 3), to: text.slice(0, 3), prefix: text }
      : { concept, from, to, prefix: '' };
  });

const ICD_10_RULES = conditions.flatMap(({ id, icd10Prefixes }) => rulesOf(id, icd10Prefixes));
const ICD_9_RULES = conditions.flatMap(({ id, icd9Prefixes }) => rulesOf(id, icd9Prefixes));

const rulesFor = (system: unknown): readonly Rule[] => {
  if (system === ICD_9_CM) return ICD_9_RULES;
  return ICD_10.has(system) ? ICD_10_RULES : [];
};

/** The condition concepts that a code means: those that list it, and for ICD those that it descends from. */
export function conditionsOf(codings: readonly Fields[]): readonly string[] {
  const found = new Set<string>();
  for (const { system, code } of codings) {
    for (const concept of LISTED.get(`${system}|${code}`) ?? []) found.add(concept);
    if (typeof code === 'string') addDescendants(code.toUpperCase(), rulesFor(system), found);
  }
  return [...found];
}

function addDescendants(code: string, rules: readonly Rule[], found: Set<string>): void {
  const category = code.slice(0, 3);
  for (const { concept, from, to, prefix } of rules)
    if (category >= from && category <= to && code.startsWith(prefix)) found.add(concept);
}
