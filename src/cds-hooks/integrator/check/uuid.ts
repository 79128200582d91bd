import { isObject } from '../../../kernel/json-object.ts';
import { error, type Finding, warning } from './finding.ts';
import { mayBeText } from './values.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Rules 15 and 17: feedback names a card and its suggestions by these. */
export function checkUuid(rule: 15 | 17, uuid: unknown, path: string): Finding[] {
  if (typeof uuid !== 'string' || uuid === '') return mayBeText(rule, uuid, path);
  return UUID.test(uuid) ? [] : [warning(rule, path, 'should have the form of a UUID')];
}

interface Named {
  readonly rule: 15 | 17;
  readonly uuid: unknown;
  readonly path: string;
}

/** Rules 15 and 17: a uuid is of one card, or of one suggestion. */
export function repeatedUuids(cards: unknown, path: string): Finding[] {
  const seen = new Set<unknown>();
  return membersOf(cards, path).flatMap((card): Finding[] => {
    const suggestions = membersOf(card.value.suggestions, `${card.path}.suggestions`);
    const named: Named[] = [
      { rule: 15, uuid: card.value.uuid, path: card.path },
      ...suggestions.map((s): Named => ({ rule: 17, uuid: s.value.uuid, path: s.path })),
    ];
    return named.flatMap((n) => repeats(n, seen));
  });
}

function repeats({ rule, uuid, path }: Named, seen: Set<unknown>): Finding[] {
  if (typeof uuid !== 'string' || uuid === '') return [];
  if (seen.has(uuid)) return [error(rule, `${path}.uuid`, 'is the uuid of something else as well')];
  seen.add(uuid);
  return [];
}

const membersOf = (list: unknown, path: string) =>
  (Array.isArray(list) ? list : []).flatMap((value: unknown, i) =>
    isObject(value) ? [{ value, path: `${path}[${i}]` }] : [],
  );
