import type { Problem } from '../../kernel/errors.ts';
import type { Pairs } from '../../kernel/fhir-http.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { SearchCondition, SearchRequest } from '../../store/contract.ts';
import { searchParams } from '../../store/search-index.ts';
import { conditionOf, invalid, isSearchParam, unknownParameter } from './conditions.ts';

/** A search as the API understood it. */
export interface ParsedSearch {
  readonly request: SearchRequest;
  readonly include: readonly string[];
  readonly revInclude: readonly string[];
  readonly countOnly: boolean;
  /** The parameters that were used, in order: the `self` link. */
  readonly used: Pairs;
}

export interface AskedSearch {
  readonly type: string;
  readonly pairs: Pairs;
  readonly baseUrl: string;
  /** Leaves out parameters that are not known, and controls that are not understood. */
  readonly isLenient: boolean;
}

export const DEFAULT_COUNT = 50;
export const MOST_COUNT = 500;

/** The database limits the terms of a query. */
export const MOST_CONDITIONS = 50;

/** What may be asked along: RiskAssessment:performer is the model's Device, Observation:focus feedback on a card. */
export const INCLUDES: Readonly<Record<string, readonly string[]>> = {
  RiskAssessment: ['RiskAssessment:performer'],
  Observation: ['Observation:focus'],
};
export const REV_INCLUDES: Readonly<Record<string, readonly string[]>> = {
  RiskAssessment: ['Provenance:target', 'Observation:focus'],
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

/**
 * Query parameters → search; `invalid-search` names the first that is not understood. A known search parameter with a
 * modifier or a value that is not understood is an error even to a lenient caller: the results would be others.
 */
export function parseSearch(asked: AskedSearch): Result<ParsedSearch> {
  const draft: Draft = {
    conditions: [],
    sort: [],
    include: [],
    revInclude: [],
    limit: DEFAULT_COUNT,
    offset: 0,
    countOnly: false,
  };
  const used: Pairs[number][] = [];
  for (const pair of asked.pairs.filter(([name, value]) => value !== '' || isSearchParam(asked.type, name))) {
    const wrong = addTo(draft, pair, asked);
    if (!wrong) used.push(pair);
    else if (!asked.isLenient || isSearchParam(asked.type, pair[0])) return err(wrong);
  }
  const { include, revInclude, countOnly, ...rest } = draft;
  return ok({ request: { type: asked.type, ...rest }, include, revInclude, countOnly, used });
}

function addTo(draft: Draft, [name, value]: Pairs[number], asked: AskedSearch): Problem | undefined {
  if (Object.hasOwn(CONTROLS, name)) return CONTROLS[name]!(draft, value, asked.type);
  if (!isSearchParam(asked.type, name)) return unknownParameter(asked.type, name);
  if (value === '') return invalid(name, 'expected a value: leaving it out would find others');
  const condition = conditionOf(asked.type, name, value, asked.baseUrl);
  if (!condition.ok) return condition.error;
  if (draft.conditions.push(condition.value) > MOST_CONDITIONS)
    return invalid(name, `expected at most ${MOST_CONDITIONS} conditions`);
  return undefined;
}

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
  const keys = value
    .split(',')
    .map((key) => ({ param: key.replace(/^-/, ''), descending: key.startsWith('-') }));
  const isSortable = ({ param }: { param: string }) =>
    ['date', 'number'].includes(searchParams(type)?.get(param)?.kind ?? '');
  if (!keys.every(isSortable)) return invalid('_sort', 'expected search parameters of dates or numbers');
  // A second key of the same parameter decides nothing.
  for (const key of keys) if (!draft.sort.some((s) => s.param === key.param)) draft.sort.push(key);
  return undefined;
}
