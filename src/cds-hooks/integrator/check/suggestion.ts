import { checkAction } from './action.ts';
import { error, type Finding, warning } from './finding.ts';
import { checkUuid } from './uuid.ts';
import { eachOf, mayBeBoolean, needsOneOf, needsText } from './values.ts';

type Members = Record<string, unknown>;

/** Rules 17 to 19: what a card offers to do. */
export const checkSuggestions = (card: Members, path: string): Finding[] => [
  ...saysHowToChoose(card, path),
  ...recommendsOne(card, path),
  ...eachOf(17, card.suggestions, `${path}.suggestions`, checkSuggestion),
];

const BEHAVIORS = ['at-most-one', 'any'];

/** Rule 17: suggestions need a selectionBehavior, and if there is one it is a known one. */
function saysHowToChoose({ suggestions, selectionBehavior }: Members, path: string): Finding[] {
  const isNeeded = Array.isArray(suggestions) && suggestions.length > 0;
  if (selectionBehavior === undefined && !isNeeded) return [];
  return needsOneOf(17, selectionBehavior, BEHAVIORS, `${path}.selectionBehavior`);
}

/** Rule 17: where at most one can be chosen, at most one is recommended. */
function recommendsOne({ suggestions, selectionBehavior }: Members, path: string): Finding[] {
  if (selectionBehavior === 'any' || !Array.isArray(suggestions)) return [];
  const recommended = suggestions.filter((s: Members | null) => s?.isRecommended === true);
  return recommended.length > 1
    ? [error(17, `${path}.suggestions`, 'may recommend more than one only under selectionBehavior any')]
    : [];
}

const checkSuggestion = (suggestion: Members, path: string): Finding[] => [
  ...needsText(17, suggestion.label, `${path}.label`),
  ...checkUuid(17, suggestion.uuid, `${path}.uuid`),
  ...mayBeBoolean(17, suggestion.isRecommended, `${path}.isRecommended`),
  ...choosesActions(suggestion, path),
  ...eachOf(19, suggestion.actions, `${path}.actions`, (a, p) => checkAction(a, p, 'suggested')),
];

/** Rule 18: actionSelectionBehavior is of 3.0. */
const choosesActions = ({ actionSelectionBehavior }: Members, path: string): Finding[] =>
  actionSelectionBehavior === undefined
    ? []
    : [warning(18, `${path}.actionSelectionBehavior`, 'is only for clients known to support it (3.0)')];
