import { SNOMED } from '../kernel/canonical.ts';
import type { Fields } from '../kernel/json-object.ts';
import { conceptOf, concepts } from './catalogue.ts';
import { nameKey } from './names.ts';
import { conditionTerms, withBroader } from './terms.ts';

/** ICD-10 and its national modifications, whose categories mean the same. */
const ICD_10: ReadonlySet<unknown> = new Set([
  'http://hl7.org/fhir/sid/icd-10-cm',
  'http://hl7.org/fhir/sid/icd-10',
  'http://fhir.de/CodeSystem/bfarm/icd-10-gm',
]);

export const ICD_9_CM = 'http://hl7.org/fhir/sid/icd-9-cm';

const conditions = [...concepts.values()].filter((c) => c.kind === 'condition');

const catalogued = (id: string) => conceptOf(id).codes;

/** `system|code` → the concepts that list it. */
const LISTED = indexBy((id) => [
  ...catalogued(id).map(({ system, code }) => `${system}|${code}`),
  ...Object.keys(conditionTerms.get(id)?.snomed ?? {}).map((code) => `${SNOMED}|${code}`),
]);

/** Name → the concepts that are called so. */
const NAMED = indexBy((id) =>
  [
    conceptOf(id).label,
    ...catalogued(id).map(({ display }) => display),
    ...Object.values(conditionTerms.get(id)?.snomed ?? {}),
    ...(conditionTerms.get(id)?.names ?? []),
  ].map(nameKey),
);

function indexBy(keysOf: (id: string) => readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const index = new Map<string, Set<string>>();
  for (const { id } of conditions)
    for (const key of keysOf(id)) {
      const ids = index.get(key) ?? new Set();
      index.set(key, ids);
      for (const broader of withBroader(id)) ids.add(broader);
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

const ICD_10_RULES = conditions.flatMap(({ id, icd10Prefixes }) =>
  withBroader(id).flatMap((concept) => rulesOf(concept, icd10Prefixes)),
);
const ICD_9_RULES = conditions.flatMap(({ id, icd9Prefixes }) =>
  withBroader(id).flatMap((concept) => rulesOf(concept, icd9Prefixes)),
);

const rulesFor = (system: unknown): readonly Rule[] => {
  if (system === ICD_9_CM) return ICD_9_RULES;
  return ICD_10.has(system) ? ICD_10_RULES : [];
};

/** What the codes and the words of a Condition say. */
export interface Classified {
  readonly concepts: readonly string[];
  /** It has a code of a system that the catalogue knows: what is none of its concepts is another disease. */
  readonly isKnown: boolean;
}

/**
 * The condition concepts that are meant: those that list a code, for ICD those that it descends from, and those whose
 * name is all that the text or a display says. Each brings what it is a kind of.
 */
export function classifyCondition(text: unknown, codings: readonly Fields[]): Classified {
  const found = new Set(conditionsOf(codings));
  for (const name of [text, ...codings.map((c) => c.display)])
    if (typeof name === 'string') addAll(NAMED.get(nameKey(name)), found);
  return { concepts: [...found], isKnown: codings.some(isOfKnownSystem) };
}

/** The condition concepts that codes mean, and what these are kinds of. */
export function conditionsOf(codings: readonly Fields[]): readonly string[] {
  const found = new Set<string>();
  for (const { system, code } of codings) {
    addAll(LISTED.get(`${system}|${code}`), found);
    if (typeof code === 'string') addDescendants(code.toUpperCase(), rulesFor(system), found);
  }
  return [...found];
}

const isOfKnownSystem = ({ system, code }: Fields): boolean =>
  typeof code === 'string' && (system === SNOMED || system === ICD_9_CM || ICD_10.has(system));

function addAll(ids: Iterable<string> = [], found: Set<string>): void {
  for (const id of ids) found.add(id);
}

function addDescendants(code: string, rules: readonly Rule[], found: Set<string>): void {
  const category = code.slice(0, 3);
  for (const { concept, from, to, prefix } of rules)
    if (category >= from && category <= to && code.startsWith(prefix)) found.add(concept);
}
