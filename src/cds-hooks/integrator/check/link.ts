import { error, type Finding } from './finding.ts';
import { mayBeAbsoluteUrl, mayBeBoolean, mayBeText, needsOneOf, needsText } from './values.ts';

type Link = Record<string, unknown>;

/** Rule 21: where a card leads. */
export const checkLink = (link: Link, path: string): Finding[] => [
  ...needsText(21, link.label, `${path}.label`),
  ...needsText(21, link.url, `${path}.url`),
  ...mayBeAbsoluteUrl(21, link.url, `${path}.url`),
  ...needsOneOf(21, link.type, ['absolute', 'smart'], `${path}.type`),
  ...hasContext(link, path),
  ...mayBeBoolean(21, link.autolaunchable, `${path}.autolaunchable`),
];

/** Only a SMART app can be given context. */
const hasContext = ({ type, appContext }: Link, path: string): Finding[] =>
  type === 'absolute' && appContext !== undefined
    ? [error(21, `${path}.appContext`, 'is not allowed on an absolute link')]
    : mayBeText(21, appContext, `${path}.appContext`);
