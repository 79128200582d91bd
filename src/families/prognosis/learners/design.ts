/** A row-major matrix of doubles. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

/** Columns centred and divided by their standard deviation, so that one ridge penalty means the same for all. */
export interface Standardised {
  readonly matrix: Matrix;
  readonly centre: Float64Array;
  readonly scale: Float64Array;
}

export function standardiseColumns({ rows, columns, data }: Matrix): Standardised {
  const centre = new Float64Array(columns);
  const scale = new Float64Array(columns);
  each(rows, columns, (at, j) => (centre[j]! += data[at]! / rows));
  each(rows, columns, (at, j) => (scale[j]! += (data[at]! - centre[j]!) ** 2 / (rows - 1)));
  for (let j = 0; j < columns; j++) scale[j] = Math.sqrt(scale[j]!) || 1;
  const out = new Float64Array(data.length);
  each(rows, columns, (at, j) => (out[at] = (data[at]! - centre[j]!) / scale[j]!));
  return { matrix: { rows, columns, data: out }, centre, scale };
}

function each(rows: number, columns: number, visit: (at: number, column: number) => void): void {
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) visit(i * columns + j, j);
}

/** Intercept and coefficients of standardised columns → those of the columns themselves. */
export function unstandardise(
  intercept: number,
  beta: Float64Array,
  { centre, scale }: Standardised,
): { readonly intercept: number; readonly coefficients: Float64Array } {
  const coefficients = centre.map((_, j) => beta[j]! / scale[j]!);
  const shift = coefficients.reduce((sum, c, j) => sum + c * centre[j]!, 0);
  return { intercept: intercept - shift, coefficients };
}

/** out += Σᵢ wᵢ xᵢ xᵢᵀ, lower triangle only. */
export function addGram({ rows, columns, data }: Matrix, weights: Float64Array, out: Float64Array): void {
  for (let i = 0; i < rows; i++) {
    const w = weights[i]!;
    if (w === 0) continue;
    const at = i * columns;
    for (let a = 0; a < columns; a++) {
      const wx = w * data[at + a]!;
      const row = a * columns;
      for (let b = 0; b <= a; b++) out[row + b]! += wx * data[at + b]!;
    }
  }
}

/** X β. */
export function multiply({ rows, columns, data }: Matrix, beta: Float64Array, out: Float64Array): void {
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    const at = i * columns;
    for (let j = 0; j < columns; j++) sum += data[at + j]! * beta[j]!;
    out[i] = sum;
  }
}

/** out += Xᵀ r. */
export function addTransposed({ rows, columns, data }: Matrix, r: Float64Array, out: Float64Array): void {
  for (let i = 0; i < rows; i++) {
    const value = r[i]!;
    if (value === 0) continue;
    const at = i * columns;
    for (let j = 0; j < columns; j++) out[j]! += value * data[at + j]!;
  }
}

/** The matrix with one more column at its end. */
export function appendColumn({ rows, columns, data }: Matrix, column: Float64Array): Matrix {
  const out = new Float64Array(rows * (columns + 1));
  for (let i = 0; i < rows; i++) {
    out.set(data.subarray(i * columns, (i + 1) * columns), i * (columns + 1));
    out[i * (columns + 1) + columns] = column[i]!;
  }
  return { rows, columns: columns + 1, data: out };
}
