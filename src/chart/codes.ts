import { codesOf, conceptOf, concepts } from './catalogue.ts';

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

/**
 * A Markdown table of the codes that no second source confirmed yet: `UNCHECKED.md` in this folder holds it, and a
 * test keeps both equal.
 */
export function uncheckedCodesTable(): string {
  const rows = [...concepts.values()].flatMap((c) =>
    codesOf(c)
      .filter((k) => k.verifiedIn === null)
      .map((k) => `| ${c.id} | ${k.system} | ${k.code} | ${k.display} |`),
  );
  return [
    '# Codes that no second source confirmed yet',
    '',
    'Generated from `concepts.json`. Whoever confirms one names the source in `verifiedIn`.',
    '',
    '| Concept | System | Code | Display |',
    '|---|---|---|---|',
    ...new Set(rows),
    '',
  ].join('\n');
}
