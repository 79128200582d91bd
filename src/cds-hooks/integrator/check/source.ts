import type { Finding } from './finding.ts';
import { mayBeAbsoluteUrl, mayBeText, needsObject, needsText } from './values.ts';

/** Rule 15: who says it. Rule 16: where it can be read about. */
export const checkSource = (source: Record<string, unknown>, path: string): Finding[] => [
  ...needsText(15, source.label, `${path}.label`),
  ...['url', 'icon'].flatMap((name) => [
    ...mayBeText(16, source[name], `${path}.${name}`),
    ...mayBeAbsoluteUrl(16, source[name], `${path}.${name}`),
  ]),
  ...(source.topic === undefined
    ? []
    : needsObject(16, source.topic, `${path}.topic`, (topic, at) => checkCoding(16, topic, at, false))),
];

/** Rules 16 and 20: a Coding, which an override reason must be able to show. */
export const checkCoding = (
  rule: 16 | 20,
  coding: Record<string, unknown>,
  path: string,
  needsDisplay: boolean,
): Finding[] => [
  ...needsText(rule, coding.code, `${path}.code`),
  ...needsText(rule, coding.system, `${path}.system`),
  ...(needsDisplay ? needsText : mayBeText)(rule, coding.display, `${path}.display`),
];
