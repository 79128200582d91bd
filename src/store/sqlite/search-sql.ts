import type { SearchCondition, SearchRequest } from '../contract.ts';
import { type ParamKind, searchParams } from '../search-index.ts';
import { rangeTest, textTest } from './value-sql.ts';

export interface Sql {
  readonly text: string;
  readonly values: readonly (string | number)[];
}

/** How many match, whatever the page. */
export function countOf(request: Matching): Sql {
  const where = whereOf(request);
  return { text: `SELECT count(*) AS n FROM resource r WHERE ${where.text}`, values: where.values };
}

/** One page of what matches, in order. */
export function pageOf(request: SearchRequest): Sql {
  const where = whereOf(request);
  const order = orderOf(request);
  return {
    text: `SELECT r.version_id, r.last_updated, r.body FROM resource r
      WHERE ${where.text} ORDER BY ${order.text} LIMIT ? OFFSET ?`,
    values: [...where.values, ...order.values, request.limit, request.offset],
  };
}

type Matching = Pick<SearchRequest, 'type' | 'conditions'>;

/**
 * The part of a query on `resource r` that says which match: each condition is met by some value of the resource.
 * The narrowest condition is entered by its value, so that a search costs what it finds and not what is stored; the
 * others are looked up for each resource found.
 */
function whereOf({ type, conditions }: Matching): Sql {
  const ranked = conditions
    .filter((c) => isPositive(type, c))
    .sort((a, b) => breadth(type, a) - breadth(type, b));
  const [first, ...others] = ranked;
  const rest = [...others, ...conditions.filter((c) => !isPositive(type, c))];
  const parts = [
    first ? byValue(type, first) : { text: 'r.type = ?', values: [type] },
    ...rest.map((condition) => byResource(type, condition)),
  ];
  return { text: parts.map((p) => p.text).join(' AND '), values: parts.flatMap((p) => p.values) };
}

/** R4's `:not` finds resources that have none of the values, those without the element included. */
const isPositive = (type: string, { param, op }: SearchCondition): boolean =>
  op !== 'missing' && (op !== 'ne' || isRange(type, param));

const kindOf = (type: string, param: string): ParamKind => searchParams(type)?.get(param)?.kind ?? 'token';

/** Dates and numbers are kept as intervals, everything else as text. */
function isRange(type: string, param: string): boolean {
  const kind = kindOf(type, param);
  return kind === 'date' || kind === 'number';
}

function breadth(type: string, { param, op }: SearchCondition): number {
  if (op === 'not-missing') return 3;
  if (isRange(type, param)) return 2;
  return searchParams(type)?.get(param)?.isNarrow ? 0 : 1;
}

function byValue(type: string, condition: SearchCondition): Sql {
  const { from, test, values } = valuesOf(type, condition);
  return { text: `r.rid IN (SELECT v.rid FROM ${from} v WHERE ${test})`, values };
}

/** Without a value to look for, all that have one are listed once instead of being looked for again and again. */
function byResource(type: string, condition: SearchCondition): Sql {
  const { from, test, values } = valuesOf(type, condition);
  if (condition.op === 'missing')
    return { text: `r.rid NOT IN (SELECT v.rid FROM ${from} v WHERE ${test})`, values };
  const not = isPositive(type, condition) ? '' : 'NOT ';
  return { text: `${not}EXISTS (SELECT 1 FROM ${from} v WHERE v.rid = r.rid AND ${test})`, values };
}

function valuesOf(type: string, { param, op, values }: SearchCondition) {
  const from = isRange(type, param) ? 'search_range' : 'search_text';
  const isAny = op === 'missing' || op === 'not-missing';
  const met = isAny ? ANY : valueTest(type, param, op, values);
  return { from, test: `v.type = ? AND v.param = ? AND ${met.text}`, values: [type, param, ...met.values] };
}

const ANY: Sql = { text: 'TRUE', values: [] };

function valueTest(type: string, param: string, op: SearchCondition['op'], values: readonly string[]): Sql {
  const kind = kindOf(type, param);
  return kind === 'date' || kind === 'number' ? rangeTest(kind, op, values) : textTest(kind, values);
}

/**
 * Newest first unless asked otherwise; the order is total, so that pages never overlap. A resource is sorted by its
 * least value when ascending and its greatest when descending; one without comes last. The index is named because SQLite
 * would look for a minimum or maximum from the end of another, past the values of all resources.
 */
function orderOf({ type, sort = [] }: SearchRequest): Sql {
  const keys = sort.map(({ param, descending }) => ({
    text: `(SELECT ${descending ? 'max(v.high)' : 'min(v.low)'} FROM search_range v
      INDEXED BY search_range_by_resource WHERE v.type = ? AND v.param = ? AND v.rid = r.rid) ${descending ? 'DESC' : 'ASC'} NULLS LAST`,
    values: [type, param],
  }));
  return {
    text: [...keys.map((k) => k.text), 'r.rid DESC'].join(', '),
    values: keys.flatMap((k) => k.values),
  };
}
