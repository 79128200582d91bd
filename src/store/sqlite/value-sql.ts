import type { SearchCondition } from '../contract.ts';
import { dateRange, type Interval } from '../date-range.ts';
import { folded } from '../search-values.ts';
import type { Sql } from './search-sql.ts';

type Op = SearchCondition['op'];

/** Tokens and references are compared whole, whatever their number; strings by how they start (FHIR R4 `string`). */
export function textTest(kind: 'token' | 'reference' | 'string', values: readonly string[]): Sql {
  if (kind !== 'string')
    return { text: 'v.text IN (SELECT value FROM json_each(?))', values: [JSON.stringify(values)] };
  return anyOf(
    values.map(folded).map((start) => ({ text: 'substr(v.text, 1, length(?)) = ?', values: [start, start] })),
  );
}

export const rangeTest = (kind: 'date' | 'number', op: Op, values: readonly string[]): Sql =>
  anyOf(values.map((value) => (kind === 'date' ? dateTest(op, value) : numberTest(op, value))));

const anyOf = (tests: readonly Sql[]): Sql => ({
  text: tests.length === 0 ? 'FALSE' : `(${tests.map((t) => t.text).join(' OR ')})`,
  values: tests.flatMap((t) => t.values),
});

const NOTHING: Sql = { text: 'FALSE', values: [] };

/** Dates are compared as the intervals that they stand for (https://hl7.org/fhir/R4/search.html#prefix). */
function dateTest(op: Op, value: string): Sql {
  const range = dateRange(value);
  if (!range) return NOTHING;
  const { low, high } = range;
  const within: Sql = { text: '(v.low >= ? AND v.high <= ?)', values: [low, high] };
  switch (op) {
    case 'gt':
      return { text: 'v.high > ?', values: [high] };
    case 'lt':
      return { text: 'v.low < ?', values: [low] };
    case 'ge':
      return { text: `(v.high > ? OR ${within.text})`, values: [high, ...within.values] };
    case 'le':
      return { text: `(v.low < ? OR ${within.text})`, values: [low, ...within.values] };
    case 'ne':
      return { text: `NOT ${within.text}`, values: within.values };
    default:
      return within;
  }
}

const COMPARED = { gt: '>', lt: '<', ge: '>=', le: '<=' } as const;

function numberTest(op: Op, value: string): Sql {
  const number = Number(value);
  if (value.trim() === '' || Number.isNaN(number)) return NOTHING;
  if (op === 'gt' || op === 'lt' || op === 'ge' || op === 'le')
    return { text: `v.low ${COMPARED[op]} ?`, values: [number] };
  const { low, high } = implied(value);
  const equal = '(v.low >= ? AND v.low < ?)';
  return { text: op === 'ne' ? `NOT ${equal}` : equal, values: [low, high] };
}

/** What a number stands for by its last digit: `12` is 11.5 up to 12.5 (https://hl7.org/fhir/R4/search.html#number). */
function implied(value: string): Interval {
  const [mantissa = '', exponent = '0'] = value.toLowerCase().split('e');
  const decimals = mantissa.split('.')[1]?.length ?? 0;
  const half = 0.5 * 10 ** (Number(exponent) - decimals);
  return { low: Number(value) - half, high: Number(value) + half };
}
