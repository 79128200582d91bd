import { type LinearColumn, widthOf } from '../../../../inference/runtimes/blend-schema.ts';
import { transformed } from '../../../../inference/runtimes/features.ts';
import { mean, quantile, sortedFinite } from '../../../../statistics/order.ts';
import { KNOT_QUANTILES } from '../../features/specification.ts';
import { columnOf, type Table } from '../table.ts';
import type { ColumnOptions, LinearOptions } from './options.ts';

/** Up to so many distinct values a column is a code or a count: neither clipped, transformed nor bent. */
const FEW_VALUES = 10;
/** Beyond this skewness a column that is never negative is taken as its logarithm if that is less skewed. */
const SKEWED = 1;
/** Knots closer than this, in standard deviations, carry no shape. */
const MIN_KNOT_GAP = 0.15;

/** How each column of a table enters a linear model, estimated from the table; columns of one value do not enter. */
export function fitColumns(table: Table, options: LinearOptions): LinearColumn[] {
  const columns: LinearColumn[] = [];
  const seen = new Set<string>();
  let at = 0;
  table.columns.forEach((name, feature) => {
    const raw = columnOf(table, feature);
    const own = options.columns[name] ?? {};
    const known = sortedFinite(raw);
    if (known.length === 0) return;
    const missing = own.missing ?? isWorthAnIndicator(raw, known.length, options, seen);
    const column = { feature, at, missing, ...shapeOf(known, own, options) };
    if (known[0] === known.at(-1) && !missing) return;
    columns.push(column);
    at += widthOf(column);
  });
  return columns;
}

/** Columns that are missing together (first, least, last of one test) share the indicator of the first of them. */
function isWorthAnIndicator(
  raw: Float64Array,
  known: number,
  { missingFrom }: LinearOptions,
  seen: Set<string>,
): boolean {
  const share = 1 - known / raw.length;
  if (share < missingFrom || share > 1 - missingFrom || share === 0) return false;
  const pattern = Array.from(raw, (x) => (Number.isNaN(x) ? '0' : '1')).join('');
  if (seen.has(pattern)) return false;
  seen.add(pattern);
  return true;
}

type Shape = Pick<LinearColumn, 'transform' | 'clip' | 'mean' | 'sd' | 'knots'>;

function shapeOf(known: Float64Array, own: ColumnOptions, options: LinearOptions): Shape {
  const few = hasFewValues(known);
  const transform = own.transform ?? (few ? 'identity' : transformFor(known));
  const values = known.map((x) => transformed({ transform }, x)).filter(Number.isFinite);
  const share = few ? 0 : options.clip;
  const clip: [number, number] = [quantile(values, share), quantile(values, 1 - share)];
  const clipped = values.map((x) => Math.min(Math.max(x, clip[0]), clip[1]));
  const centre = mean(clipped);
  const sd = deviationFrom(clipped, centre) || 1;
  const standardised = clipped.map((x) => (x - centre) / sd);
  const knots = knotsAt(standardised, own.knots ?? (few ? 0 : options.knots));
  return { transform, clip, mean: centre, sd, ...(knots ? { knots } : {}) };
}

function hasFewValues(sorted: Float64Array): boolean {
  let distinct = 1;
  for (let i = 1; i < sorted.length && distinct <= FEW_VALUES; i++)
    if (sorted[i] !== sorted[i - 1]) distinct++;
  return distinct <= FEW_VALUES;
}

/** The logarithm for what is skewed to the right and positive; of 1 + x where zeros occur. */
function transformFor(known: Float64Array): Shape['transform'] {
  const skew = skewness(known);
  if (known[0]! < 0 || skew <= SKEWED) return 'identity';
  const transform = known[0]! > 0 ? 'log' : 'log1p';
  const less = Math.abs(skewness(known.map((x) => transformed({ transform }, x))));
  return less < skew ? transform : 'identity';
}

function skewness(values: Float64Array): number {
  const centre = mean(values);
  const sd = deviationFrom(values, centre);
  return values.reduce((sum, x) => sum + ((x - centre) / sd) ** 3, 0) / values.length;
}

const deviationFrom = (values: Float64Array, centre: number): number =>
  Math.sqrt(values.reduce((sum, x) => sum + (x - centre) ** 2, 0) / Math.max(values.length - 1, 1));

function knotsAt(sorted: Float64Array, knots: 0 | 3 | 4 | 5): number[] | undefined {
  if (knots === 0) return undefined;
  const places = KNOT_QUANTILES[knots].map((q) => quantile(sorted, q));
  const gaps = places.slice(1).map((place, i) => place - places[i]!);
  return Math.min(...gaps) > MIN_KNOT_GAP ? places : undefined;
}
