import { conceptOf } from '../chart/catalogue.ts';
import { whyMissing, whyUnusable } from '../chart/wording.ts';
import type { Evidence, UsedInput } from '../kernel/evidence.ts';
import { escapeMarkdown, plainText } from './markdown.ts';
import { ageWords, capitalise, listWords } from './sentences.ts';

/** Names in a line of a card; all of them are with the result. */
const MOST_NAMES = 8;

/** Names of the record's own, which may be long. */
const MOST_UNREAD = 3;

/** What was looked for and not found, not usable, taken for absent, or old. */
export function gapWords({ used, missing, unusable, unread }: Evidence): string {
  const absent = withReasons(missing, whyMissing);
  const leftOut = withReasons(unusable, whyUnusable);
  return [
    absent && `Not available: ${absent}.`,
    leftOut && `Left out: ${leftOut}.`,
    countedAsAbsent(used, MOST_NAMES),
    unreadWords(unread, escapeMarkdown, MOST_UNREAD),
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

/**
 * 'Could not be read on the problem list: "Herzschwäche" (no known code): what it says is counted as absent.': what is
 * there and nobody can tell what it is.
 *
 * @param shown makes the record's own words harmless where they are shown
 */
export function unreadWords(
  unread: Evidence['unread'] = [],
  shown: (name: string) => string = plainText,
  most = Number.POSITIVE_INFINITY,
): string {
  return [...Map.groupBy(unread, ({ list }) => list)]
    .map(([list, entries]) => {
      const names = entries
        .slice(0, most)
        .map(({ name }) => (name ? `“${shown(name)}”` : 'an entry without a name'));
      const more = entries.length - names.length;
      const all = `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
      const what = entries.length === 1 ? 'what it says is' : 'what they say is';
      return `Could not be read on the ${LISTS[list]}: ${all} (no known code): ${what} counted as absent.`;
    })
    .join(' ');
}

const LISTS = { condition: 'problem list', medication: 'medication list' } as const;

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
  const { kind } = conceptOf(concept);
  return kind === 'condition' || kind === 'medication' ? `on the ${LISTS[kind]}` : 'recorded';
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
