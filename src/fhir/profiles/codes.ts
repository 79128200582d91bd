import type { CodeSystem, CodeSystemConcept, ValueSet, ValueSetComposeInclude } from '@medplum/fhirtypes';
import type { Definitions } from './definitions.ts';

/** Code system → its codes. */
export type Codes = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * The codes of a value set (`ValueSet.compose`, https://hl7.org/fhir/R4/valueset.html#compositions). Undefined when it
 * cannot be listed from the definitions at hand: a terminology of others, or a filter.
 */
export function codesOf(url: string, definitions: Definitions): Codes | undefined {
  const valueSet = definitions.valueSets.get(withoutVersion(url));
  return valueSet && listed(valueSet, definitions);
}

export const withoutVersion = (canonical: string): string => canonical.split('|')[0]!;

function listed({ compose }: ValueSet, definitions: Definitions): Codes | undefined {
  if (!compose?.include || compose.exclude) return undefined;
  const codes = new Map<string, Set<string>>();
  for (const include of compose.include) {
    const part = included(include, definitions);
    if (!part) return undefined;
    for (const [system, more] of part) codes.set(system, new Set([...(codes.get(system) ?? []), ...more]));
  }
  return codes;
}

function included(include: ValueSetComposeInclude, definitions: Definitions): Codes | undefined {
  const { system, concept, filter, valueSet } = include;
  if (filter || (valueSet && (system !== undefined || valueSet.length > 1))) return undefined;
  if (valueSet) return codesOf(valueSet[0]!, definitions);
  if (system === undefined) return undefined;
  if (concept) return new Map([[system, new Set(concept.map((c) => c.code))]]);
  const all = codesOfSystem(definitions.codeSystems.get(system));
  return all && new Map([[system, all]]);
}

/** Every code of a code system, children too; undefined when its content is not all here. */
export function codesOfSystem(codeSystem: CodeSystem | undefined): ReadonlySet<string> | undefined {
  return codeSystem?.content === 'complete' ? new Set(flat(codeSystem.concept ?? [])) : undefined;
}

const flat = (concepts: readonly CodeSystemConcept[]): string[] =>
  concepts.flatMap((c) => [c.code, ...flat(c.concept ?? [])]);
