import { type Problem, problem } from '../../kernel/errors.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { SearchCondition, SearchRequest } from '../../store/contract.ts';
import { dateRange } from '../../store/date-range.ts';
import { type SearchParam, searchParams } from '../../store/search-index.ts';

/** A search as the API understood it. */
export interface ParsedSearch {
  readonly request: SearchRequest;
  readonly include: readonly string[];
  readonly revInclude: readonly string[];
  readonly countOnly: boolean;
  /** The parameters that were used, in order: the `self` link. */
  readonly used: readonly (readonly [string, string])[];
}

export const DEFAULT_COUNT = 50;
export const MOST_COUNT = 500;

/** What may be asked along: RiskAssessment:performer is the model's Device. */
export const INCLUDES: Readonly<Record<string, readonly string[]>> = {
  RiskAssessment: ['RiskAssessment:performer'],
};
export const REV_INCLUDES: Readonly<Record<string, readonly string[]>> = {
  RiskAssessment: ['Provenance:target'],
};

interface Draft {
  readonly conditions: SearchCondition[];
  readonly sort: { param: string; descending: boolean }[];
  readonly include: string[];
  readonly revInclude: string[];
  limit: number;
  offset: number;
  countOnly: boolean;
}

/** Query parameters → search; `invalid-search` names the first that is not understood. */
export function parseSearch(
  type: string,
  pairs: readonly (readonly [string, string])[],
  isLenient: boolean,
): Result<ParsedSearch> {
  const draft: Draft = {
    conditions: [],
    sort: [],
    include: [],
    revInclude: [],
    limit: DEFAULT_COUNT,
    offset: 0,
    countOnly: false,
  };
  const used: (readonly [string, string])[] = [];
  for (const [name, value] of pairs) {
    if (value === '') continue;
    const wrong = Object.hasOwn(CONTROLS, name)
      ? CONTROLS[name]!(draft, value, type)
      : addCondition(draft, type, name, value);
    if (wrong && !(isLenient && wrong.code === 'invalid-search')) return err(wrong);
    if (!wrong) used.push([name, value]);
  }
  const { include, revInclude, countOnly, ...rest } = draft;
  return ok({ request: { type, ...rest }, include, revInclude, countOnly, used });
}

const invalid = (name: string, diagnostics: string): Problem =>
  problem('invalid-search', { expression: name, diagnostics });

type Control = (draft: Draft, value: string, type: string) => Problem | undefined;

const CONTROLS: Readonly<Record<string, Control>> = {
  _count: (draft, value) => {
    if (!/^\d{1,6}$/.test(value)) return invalid('_count', 'expected a number');
    draft.limit = Math.min(Number(value), MOST_COUNT);
    return undefined;
  },
  _offset: (draft, value) => {
    if (!/^\d{1,9}$/.test(value)) return invalid('_offset', 'expected a number');
    draft.offset = Number(value);
    return undefined;
  },
  _sort: (draft, value, type) => addSort(draft, value, type),
  _include: (draft, value, type) => addListed(draft.include, value, INCLUDES[type], '_include'),
  _revinclude: (draft, value, type) => addListed(draft.revInclude, value, REV_INCLUDES[type], '_revinclude'),
  _summary: (draft, value) => {
    if (value !== 'count' && value !== 'false') return invalid('_summary', 'expected count or false');
    draft.countOnly = value === 'count';
    return undefined;
  },
  _total: () => undefined,
  _format: () => undefined,
};

function addListed(
  list: string[],
  value: string,
  allowed: readonly string[] | undefined,
  name: string,
): Problem | undefined {
  if (!allowed?.includes(value))
    return invalid(name, `expected one of: ${(allowed ?? []).join(', ') || 'none for this type'}`);
  list.push(value);
  return undefined;
}

function addSort(draft: Draft, value: string, type: string): Problem | undefined {
  for (const key of value.split(',')) {
    const param = key.replace(/^-/, '');
    const kind = searchParams(type)?.get(param)?.kind;
    if (kind !== 'date' && kind !== 'number')
      return invalid('_sort', 'expected search parameters of dates or numbers');
    draft.sort.push({ param, descending: key.startsWith('-') });
  }
  return undefined;
}

function addCondition(draft: Draft, type: string, name: string, value: string): Problem | undefined {
  const [param = '', modifier, ...rest] = name.split(':');
  const known = searchParams(type)!.get(param);
  if (!known || rest.length > 0)
    return invalid(name, `expected one of: ${[...searchParams(type)!.keys()].join(', ')}`);
  if (modifier === 'missing') return addMissing(draft, param, name, value);
  const parsed = conditionOf(param, known, modifier, value);
  if (!parsed) return invalid(name, `expected a value of type ${known.kind}`);
  draft.conditions.push(...parsed);
  return undefined;
}

function addMissing(draft: Draft, param: string, name: string, value: string): Problem | undefined {
  if (value !== 'true' && value !== 'false') return invalid(name, 'expected true or false');
  draft.conditions.push({ param, values: [], op: value === 'true' ? 'missing' : 'not-missing' });
  return undefined;
}

function conditionOf(
  param: string,
  { kind, targets }: SearchParam,
  modifier: string | undefined,
  value: string,
): SearchCondition[] | undefined {
  const values = value.split(',');
  if (kind === 'date' || kind === 'number')
    return modifier === undefined ? ordered(param, kind, values) : undefined;
  if (kind === 'reference') return references(param, targets ?? [], modifier, values);
  if (modifier !== undefined && !(modifier === 'not' && kind === 'token')) return undefined;
  return [{ param, values, op: modifier === 'not' ? 'ne' : 'eq' }];
}

const PREFIXED = /^(eq|ne|gt|lt|ge|le)?(.*)$/s;

/** Alternatives may have different prefixes; only plain ones can be told apart from a conjunction. */
function ordered(
  param: string,
  kind: 'date' | 'number',
  values: readonly string[],
): SearchCondition[] | undefined {
  const parts = values
    .map((v) => PREFIXED.exec(v)!)
    .map(([, op = 'eq', text = '']) => ({ op: op as SearchCondition['op'], text }));
  const isValid = parts.every(({ text }) =>
    kind === 'date' ? dateRange(text) !== undefined : /^-?\d+(\.\d+)?$/.test(text),
  );
  const isUniform = parts.every(({ op }) => op === parts[0]!.op);
  return isValid && isUniform ? [{ param, values: parts.map((p) => p.text), op: parts[0]!.op }] : undefined;
}

/**
 * `subject=Patient/1`, `patient=1`, `subject:Patient=1`. An id alone means a resource of any type that the parameter
 * may point at; where that is any type at all, the type must be given.
 */
function references(
  param: string,
  targets: readonly string[],
  modifier: string | undefined,
  values: readonly string[],
): SearchCondition[] | undefined {
  const types = modifier === undefined ? targets : [modifier];
  const qualified = values.map((v) => (v.includes('/') ? [v] : types.map((type) => `${type}/${v}`)));
  return qualified.every((q) => q.length > 0) ? [{ param, values: qualified.flat(), op: 'eq' }] : undefined;
}
