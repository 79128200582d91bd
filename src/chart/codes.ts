import { SNOMED } from '../kernel/canonical.ts';
import { codesOf, conceptOf, concepts } from './catalogue.ts';
import { ATC, RXNORM } from './medication-codes.ts';
import { conditionTerms, medicationTerms } from './terms.ts';

/**
 * The codings under which Observations of these concepts are found, panels included, without repeats. Concepts that are
 * read from the Patient, conditions and medications have none.
 */
export function observationCodings(
  conceptIds: readonly string[],
): readonly { system: string; code: string }[] {
  const measured = conceptIds.map(conceptOf).filter((c) => c.kind === 'quantity' || c.kind === 'coded');
  const codes = measured.flatMap(codesOf).map(({ system, code }) => ({ system, code }));
  return [...new Map(codes.map((c) => [`${c.system}|${c.code}`, c])).values()];
}

/** The codes of `terms.json`, none of which has a second source. */
const codesOfTerms = (id: string) => [
  ...coded(SNOMED, conditionTerms.get(id)?.snomed),
  ...coded(RXNORM, medicationTerms.get(id)?.rxnorm),
  ...(medicationTerms.get(id)?.atc ?? []).map((code) => ({
    system: ATC,
    code,
    display: conceptOf(id).label,
  })),
];

const coded = (system: string, names: Readonly<Record<string, string>> = {}) =>
  Object.entries(names).map(([code, display]) => ({ system, code, display }));

/**
 * A Markdown table of the codes that no second source confirmed yet: `UNCHECKED.md` in this folder holds it, and a
 * test keeps both equal.
 */
export function uncheckedCodesTable(): string {
  const rows = [...concepts.values()].flatMap((c) =>
    [...codesOf(c).filter((k) => k.verifiedIn === null), ...codesOfTerms(c.id)].map(
      (k) => `| ${c.id} | ${k.system} | ${k.code} | ${k.display} |`,
    ),
  );
  return [
    '# Codes that no second source confirmed yet',
    '',
    'Generated from `concepts.json` and `terms.json`. Whoever confirms one names the source in `verifiedIn` there; a',
    'confirmed code of `terms.json` moves to `concepts.json`.',
    '',
    '| Concept | System | Code | Display |',
    '|---|---|---|---|',
    ...new Set(rows),
    '',
  ].join('\n');
}
