import { isObject } from '../../../kernel/json-object.ts';
import { error, type Finding } from './finding.ts';

/** `null` and "" are not said twice: rule 2 reports them wherever they are. */
const isOfRule2 = (value: unknown): boolean => value === null || value === '';

/** A required text. */
export function needsText(rule: number, value: unknown, path: string): Finding[] {
  if (isOfRule2(value) || typeof value === 'string') return [];
  return [error(rule, path, value === undefined ? 'is required' : 'must be a string')];
}

export const mayBeText = (rule: number, value: unknown, path: string): Finding[] =>
  value === undefined ? [] : needsText(rule, value, path);

export const mayBeBoolean = (rule: number, value: unknown, path: string): Finding[] =>
  value === undefined || value === null || typeof value === 'boolean'
    ? []
    : [error(rule, path, 'must be true or false')];

/** A required word of a list. */
export const needsOneOf = (
  rule: number,
  value: unknown,
  words: readonly string[],
  path: string,
): Finding[] =>
  isOfRule2(value) || words.some((word) => word === value)
    ? []
    : [error(rule, path, value === undefined ? 'is required' : `must be one of: ${words.join(', ')}`)];

/** Each item of a list that may be absent, judged by a rule; or that the value is no list. */
export function eachOf(
  rule: number,
  value: unknown,
  path: string,
  judge: (item: Record<string, unknown>, path: string) => Finding[],
): Finding[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return [error(rule, path, 'must be an array')];
  return value.flatMap((item, i) => needsObject(rule, item, `${path}[${i}]`, judge));
}

/** An object that is there, judged by a rule. */
export function needsObject(
  rule: number,
  value: unknown,
  path: string,
  judge: (value: Record<string, unknown>, path: string) => Finding[],
): Finding[] {
  if (value === null) return [];
  if (isObject(value)) return judge(value, path);
  return [error(rule, path, value === undefined ? 'is required' : 'must be an object')];
}

const NEVER_OPENED = /^(javascript|vbscript|data|file):/i;

/** A URL with a scheme, and not one that runs something when it is opened. */
export const mayBeAbsoluteUrl = (rule: number, value: unknown, path: string): Finding[] =>
  typeof value !== 'string' || value === '' || (URL.canParse(value) && !NEVER_OPENED.test(value.trim()))
    ? []
    : [error(rule, path, 'must be an absolute URL')];
