import { checkAction } from './action.ts';
import { error, type Finding, warning } from './finding.ts';
import { checkLink } from './link.ts';
import { checkCoding, checkSource } from './source.ts';
import { checkSuggestions } from './suggestion.ts';
import { checkUuid, repeatedUuids } from './uuid.ts';
import { eachOf, mayBeText, needsObject, needsOneOf, needsText } from './values.ts';

type Card = Record<string, unknown>;

/** Rules 14 to 22: the object that a call is answered with. */
export function checkCards(response: Record<string, unknown>, path: string): Finding[] {
  const at = `${path}.cards`;
  if (response.cards === undefined) return [error(14, at, 'is required')];
  return [
    ...eachOf(14, response.cards, at, checkCard),
    ...repeatedUuids(response.cards, at),
    ...eachOf(22, response.systemActions, `${path}.systemActions`, (a, p) => checkAction(a, p, 'system')),
  ];
}

const checkCard = (card: Card, path: string): Finding[] => [
  ...hasSummary(card, path),
  ...needsOneOf(15, card.indicator, ['info', 'warning', 'critical'], `${path}.indicator`),
  ...hasDetail(card, path),
  ...checkUuid(15, card.uuid, `${path}.uuid`),
  ...needsObject(15, card.source, `${path}.source`, checkSource),
  ...checkSuggestions(card, path),
  ...eachOf(20, card.overrideReasons, `${path}.overrideReasons`, (r, p) => checkCoding(20, r, p, true)),
  ...eachOf(21, card.links, `${path}.links`, checkLink),
];

/** CDS Hooks 2.0.1: "less than 140 characters". */
const LONGEST_SUMMARY = 139;

/** Rule 15: one short sentence. */
function hasSummary({ summary }: Card, path: string): Finding[] {
  const at = `${path}.summary`;
  const length = typeof summary === 'string' ? [...summary].length : 0;
  if (length <= LONGEST_SUMMARY) return needsText(15, summary, at);
  return [error(15, at, `has ${length} characters, and may have ${LONGEST_SUMMARY}`)];
}

const TAG = /<\/?[a-z][a-z0-9-]*(\s[^<>]*)?\/?>/i;

/** Rule 15: Markdown; clients may refuse HTML in it. */
function hasDetail({ detail }: Card, path: string): Finding[] {
  const at = `${path}.detail`;
  if (typeof detail === 'string' && TAG.test(detail))
    return [warning(15, at, 'should have no HTML: many clients do not show it')];
  return mayBeText(15, detail, at);
}
