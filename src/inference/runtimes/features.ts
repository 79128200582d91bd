import { basisSize, type Factor, type Features, type Variable } from './features-schema.ts';
import { compileImputation, type Gap } from './imputation.ts';
import { splineColumns } from './spline.ts';

/** Turns raw values into a row of the design. The same code serves and trains: there is nothing to keep in step. */
export interface CompiledFeatures {
  readonly size: number;
  /** The variable each term belongs to: its first factor's. */
  readonly owner: Int32Array;
  /**
   * @param values raw values in canonical units, one per variable, NaN where missing
   * @param row receives the `size` columns
   * @param standardised receives the clipped, standardised value of each variable, imputed where it was missing
   * @returns which variables were imputed and with what covariance
   */
  fill(values: Float64Array, row: Float64Array, standardised: Float64Array): Gap | undefined;
  /**
   * For the row that was filled last: Σ coefficient × column over a variable's terms, if its standardised value
   * were `z`.
   */
  partAt(variable: number, z: number, coefficients: Float64Array): number;
}

export function compileFeatures({ variables, imputation, terms }: Features): CompiledFeatures {
  const offsets = offsetsOf(variables);
  const basis = new Float64Array(offsets.at(-1)!);
  const impute = imputation && compileImputation(imputation, offsets);
  const imputed = imputation?.of.map((f) => f.variable) ?? [];
  const writeBasis = variables.map((v, i) => basisWriter(v, basis, offsets[i]!));
  const columns = compileTerms(terms, offsets);
  const owner = Int32Array.from(terms, ([f]) => f!.variable);
  const termsOf = variables.map((_, v) => Int32Array.from([...terms.keys()].filter((k) => owner[k] === v)));
  return {
    size: terms.length,
    owner,
    fill(values, row, standardised) {
      let missing = 0;
      for (let i = 0; i < writeBasis.length; i++) {
        standardised[i] = standardise(variables[i]!, values[i]!);
        writeBasis[i]!(standardised[i]!);
        if (Number.isNaN(standardised[i]!)) missing++;
      }
      const gap = missing > 0 ? fillMissing(standardised) : undefined;
      columns.fill(basis, row);
      return gap;
    },
    partAt(variable, z, coefficients) {
      const at = offsets[variable]!;
      const kept = basis[at]!;
      writeBasis[variable]!(z);
      let sum = 0;
      for (const k of termsOf[variable]!) sum += coefficients[k]! * columns.at(basis, k);
      writeBasis[variable]!(kept);
      return sum;
    },
  };

  function fillMissing(standardised: Float64Array): Gap | undefined {
    const gap = impute?.(basis);
    if (!gap) return undefined;
    const missing = gap.missing.map((i) => imputed[i]!);
    for (const v of missing) {
      standardised[v] = basis[offsets[v]!]!;
      writeBasis[v]!(standardised[v]!);
    }
    return { missing, covariance: gap.covariance };
  }
}

/** Where each variable's basis begins in the basis array; the last entry is its length. */
function offsetsOf(variables: readonly Variable[]): number[] {
  const offsets = [0];
  for (const v of variables) offsets.push(offsets.at(-1)! + basisSize(v));
  return offsets;
}

function basisWriter(v: Variable, basis: Float64Array, offset: number): (z: number) => void {
  const { knots } = v;
  if (!knots) {
    return (z) => {
      basis[offset] = z;
    };
  }
  return (z) => {
    basis[offset] = z;
    splineColumns(z, knots, basis, offset + 1);
  };
}

const standardise = (v: Variable, raw: number): number => (clipped(v, raw) - v.mean) / v.sd;

const clipped = (v: Variable, raw: number): number =>
  Math.min(Math.max(transformed(v, raw), v.clip[0]), v.clip[1]);

/** On the scale of `clip`. */
export function transformed(v: Pick<Variable, 'floor' | 'transform'>, raw: number): number {
  const x = v.floor !== undefined && raw < v.floor ? v.floor : raw;
  if (v.transform === 'identity') return x;
  return v.transform === 'log' ? Math.log(x) : Math.log1p(x);
}

/** Flat arrays instead of objects: this loop is most of a prediction. */
function compileTerms(terms: Features['terms'], offsets: readonly number[]) {
  const first = Int32Array.from(terms, ([f]) => placeOf(f!, offsets));
  const firstShift = Float64Array.from(terms, ([f]) => f!.shift);
  const second = Int32Array.from(terms, ([, f]) => (f ? placeOf(f, offsets) : -1));
  const secondShift = Float64Array.from(terms, ([, f]) => f?.shift ?? 0);
  const at = (basis: Float64Array, k: number): number => {
    const a = basis[first[k]!]! - firstShift[k]!;
    const other = second[k]!;
    return other < 0 ? a : a * (basis[other]! - secondShift[k]!);
  };
  return {
    at,
    fill(basis: Float64Array, row: Float64Array): void {
      for (let k = 0; k < first.length; k++) row[k] = at(basis, k);
    },
  };
}

export const placeOf = (f: Factor, offsets: readonly number[]): number => offsets[f.variable]! + f.basis;
