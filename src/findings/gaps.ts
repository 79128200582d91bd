import { conceptOf } from '../chart/catalogue.ts';
import { whyMissing, whyUnusable } from '../chart/wording.ts';
import type { Evidence, UsedInput } from '../kernel/evidence.ts';
import { ageWords, capitalise, listWords } from './sentences.ts';

/** Names in a line of a card; all of them are with the result. */
const MOST_NAMES = 8;

/** What was looked for and not found, not usable, taken for absent, or old. */
export function gapWords({ used, missing, unusable }: Evidence): string {
  const absent = withReasons(missing, whyMissing);
  const leftOut = withReasons(unusable, whyUnusable);
  return [
    absent && `Not available: ${absent}.`,
    leftOut && `Left out: ${leftOut}.`,
    countedAsAbsent(used, MOST_NAMES),
    ...oldValues(used),
  ]
    .filter(Boolean)
    .join(' ');
}

/** "albumin and GGT (none found); creatinine (none in 12 months)": what has the same reason together. */
function withReasons<T extends { readonly concept: string }>(
  inputs: readonly T[],
  reasonOf: (input: T) => string,
): string {
  return [...Map.groupBy(inputs, reasonOf)]
    .map(([reason, group]) => `${labels(group)} (${reason})`)
    .join('; ');
}

/** "Counted as absent, not on the problem list: heart failure, stroke.": what a record does not say is no finding. */
export function countedAsAbsent(used: readonly UsedInput[], most = Number.POSITIVE_INFINITY): string {
  const lists = Map.groupBy(
    used.filter((u) => u.notRecorded),
    ({ concept }) => listOf(concept),
  );
  return [...lists]
    .map(([where, group]) => `Counted as absent, not ${where}: ${someOf(group, most)}.`)
    .join(' ');
}

/** "heart failure, stroke and 12 more". */
function someOf(group: readonly UsedInput[], most: number): string {
  const shown = group
    .slice(0, group.length > most + 1 ? most : group.length)
    .map(({ concept }) => label(concept));
  const more = group.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** Where the record would have it. */
function listOf(concept: string): string {
  const kind: string = conceptOf(concept).kind;
  if (kind === 'condition') return 'on the problem list';
  return kind === 'medication' ? 'on the medication list' : 'recorded';
}

/** "Hemoglobin A1c is 11 months old.": what is equally old together. */
function oldValues(used: readonly UsedInput[]): string[] {
  const stale = used.flatMap(({ concept, staleDays }) =>
    staleDays === undefined ? [] : [{ concept, age: ageWords(staleDays) }],
  );
  return [...Map.groupBy(stale, ({ age }) => age)].map(
    ([age, group]) => `${capitalise(labels(group))} ${group.length === 1 ? 'is' : 'are'} ${age} old.`,
  );
}

const labels = (inputs: readonly { readonly concept: string }[]): string =>
  listWords(inputs.map(({ concept }) => label(concept)));

const label = (concept: string): string => conceptOf(concept).label;
