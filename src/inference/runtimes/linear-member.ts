import { type LinearColumn, type LinearMember, widthOf } from './blend-schema.ts';
import { transformed } from './features.ts';
import { splineColumns } from './spline.ts';

/** A member of a blend, ready to compute. Rows are feature vectors, NaN where a value is missing. */
export interface CompiledMember {
  /** On the additive scale: log-odds, log relative hazard. */
  margin(row: Float64Array): number;
  /** Standard deviation of the margin over the refits; 0 without any. After `margin` of the same row. */
  spread(): number;
  /** What explanations start from: of trees the mean margin, of a linear member its intercept. */
  readonly expected: number;
  /** Adds `share` times each feature's part of the margin. Of trees: of margin − expected.  */
  explain(row: Float64Array, share: number, phi: Float64Array): void;
}

/** A linear member: its parts are exact, and the caller subtracts their average. */
export function compileLinearMember({
  columns,
  intercept,
  coefficients,
  resamples,
}: LinearMember): CompiledMember {
  const beta = Float64Array.from(coefficients);
  const design = new Float64Array(beta.length);
  const refits = resamples.map((r) => Float64Array.from(r));
  return {
    expected: intercept,
    margin(row) {
      for (const column of columns) fillColumn(column, row[column.feature]!, design);
      return intercept + dot(beta, design, 0);
    },
    spread: () => deviation(refits.map((r) => r[0]! + dot(r, design, 1))),
    explain(row, share, phi) {
      for (const column of columns) {
        fillColumn(column, row[column.feature]!, design);
        for (let k = column.at; k < column.at + widthOf(column); k++)
          phi[column.feature]! += share * beta[k]! * design[k]!;
      }
    },
  };
}

/** Writes the columns of one feature into the design. */
export function fillColumn(column: LinearColumn, raw: number, design: Float64Array): void {
  const { at, knots, missing } = column;
  const isMissing = Number.isNaN(raw);
  design[at] = isMissing ? 0 : standardised(column, raw);
  if (knots) splineColumns(design[at]!, knots, design, at + 1);
  if (missing) design[at + widthOf(column) - 1] = isMissing ? 1 : 0;
}

function standardised({ transform, clip, mean, sd }: LinearColumn, raw: number): number {
  return (Math.min(Math.max(transformed({ transform }, raw), clip[0]), clip[1]) - mean) / sd;
}

function dot(a: Float64Array, b: Float64Array, offset: number): number {
  let sum = 0;
  for (let k = 0; k < b.length; k++) sum += a[k + offset]! * b[k]!;
  return sum;
}

/** Standard deviation with n − 1; 0 for fewer than two. */
export function deviation(values: ArrayLike<number>): number {
  const n = values.length;
  if (n < 2) return 0;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i]!;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i]! - sum / n) ** 2;
  return Math.sqrt(squares / (n - 1));
}
