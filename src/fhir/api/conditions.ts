import { type Problem, problem } from '../../kernel/errors.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { SearchCondition } from '../../store/contract.ts';
import { dateRange } from '../../store/date-range.ts';
import { type SearchParam, searchParams } from '../../store/search-index.ts';

/** Each alternative of a date, number or string is a term of the query, and the database limits those. */
export const MOST_ALTERNATIVES = 100;

export const invalid = (name: string, diagnostics: string): Problem =>
  problem('invalid-search', { expression: name, diagnostics });

const nameOf = (parameter: string): string => parameter.split(':')[0]!;

export const isSearchParam = (type: string, name: string): boolean => searchParams(type)!.has(nameOf(name));

export const unknownParameter = (type: string, name: string): Problem =>
  invalid(name, `expected one of: ${[...searchParams(type)!.keys()].join(', ')}`);

/** One search parameter with its value → a condition. What is not understood is never left out of a search. */
export function conditionOf(
  type: string,
  name: string,
  value: string,
  baseUrl: string,
): Result<SearchCondition> {
  const param = nameOf(name);
  const modifier = name === param ? undefined : name.slice(param.length + 1);
  const known = searchParams(type)!.get(param)!;
  if (modifier === 'missing') return missing(param, name, value);
  if (!accepts(known, modifier)) return err(invalid(name, 'this modifier is not supported'));
  const values = alternatives(value);
  if (values.length > MOST_ALTERNATIVES && known.kind !== 'token' && known.kind !== 'reference')
    return err(invalid(name, `expected at most ${MOST_ALTERNATIVES} alternatives`));
  const found = understood(known, modifier, values, baseUrl);
  return found ? ok({ param, ...found }) : err(invalid(name, `expected a value of type ${known.kind}`));
}

function missing(param: string, name: string, value: string): Result<SearchCondition> {
  if (value !== 'true' && value !== 'false') return err(invalid(name, 'expected true or false'));
  return ok({ param, values: [], op: value === 'true' ? 'missing' : 'not-missing' });
}

/** References take the name of a type that they may point at; tokens take `not`. */
function accepts({ kind, targets = [] }: SearchParam, modifier: string | undefined): boolean {
  if (modifier === undefined) return true;
  if (kind !== 'reference') return kind === 'token' && modifier === 'not';
  return targets.length > 0 ? targets.includes(modifier) : /^[A-Z][A-Za-z]+$/.test(modifier);
}

/** Split at commas; a backslash makes a comma, `|`, `$` or backslash part of the value (FHIR R4, "Escaping"). */
const alternatives = (value: string): string[] =>
  (value.match(/(?:\\.|[^,\\]|\\$)+/gs) ?? ['']).map((text) => text.replace(/\\([,|$\\])/g, '$1'));

type Understood = Pick<SearchCondition, 'values' | 'op'>;

function understood(
  { kind, targets = [] }: SearchParam,
  modifier: string | undefined,
  values: readonly string[],
  baseUrl: string,
): Understood | undefined {
  if (kind === 'date' || kind === 'number') return ordered(kind, values);
  if (kind === 'reference') return references(modifier ? [modifier] : targets, values, baseUrl);
  return { values, op: modifier === 'not' ? 'ne' : 'eq' };
}

const PREFIXED = /^(eq|ne|gt|lt|ge|le)?(.*)$/s;

const NUMBER = /^-?\d{1,20}(\.\d{1,20})?(e[+-]?\d{1,2})?$/i;

/** Alternatives with different prefixes are refused: a condition has one. */
function ordered(kind: 'date' | 'number', values: readonly string[]): Understood | undefined {
  const parts = values
    .map((v) => PREFIXED.exec(v)!)
    .map(([, op = 'eq', text = '']) => ({ op: op as SearchCondition['op'], text }));
  const isValid = ({ text }: { text: string }) =>
    kind === 'date' ? dateRange(text) !== undefined : NUMBER.test(text);
  const { op } = parts[0]!;
  return parts.every((p) => isValid(p) && p.op === op) ? { values: parts.map((p) => p.text), op } : undefined;
}

/**
 * `subject=Patient/1`, `patient=1`, `subject:Patient=1`, `performer=<base>/Device/1`. An id alone means a resource of
 * any of `types`; where that is any type at all, the type must be given.
 */
function references(
  types: readonly string[],
  values: readonly string[],
  baseUrl: string,
): Understood | undefined {
  const local = values.map((v) => (v.startsWith(`${baseUrl}/`) ? v.slice(baseUrl.length + 1) : v));
  const qualified = local.map((v) => (v.includes('/') ? [v] : types.map((type) => `${type}/${v}`)));
  return qualified.every((q) => q.length > 0) ? { values: qualified.flat(), op: 'eq' } : undefined;
}
