import { factorise, solveFactored } from '../../../inference/runtimes/cholesky.ts';
import { addGram, addTransposed, type Matrix, multiply } from './design.ts';

const STEPS = 50;
const TOLERANCE = 1e-8;

/**
 * Weighted logistic regression with a ridge penalty, by Newton's method. The intercept is not penalised.
 *
 * @param y 1 or 0; rows of zero weight are ignored
 * @param penalty θ, one per column, in ℓ(β) − ½ Σ θⱼβⱼ²
 */
export function fitLogistic(
  x: Matrix,
  y: Int8Array,
  weights: Float64Array,
  penalty: Float64Array,
): { readonly intercept: number; readonly beta: Float64Array } {
  const design = withIntercept(x);
  const p = design.columns;
  const theta = Float64Array.from([0, ...penalty]);
  const beta = new Float64Array(p);
  const predictor = new Float64Array(design.rows);
  for (let step = 0; step < STEPS; step++) {
    multiply(design, beta, predictor);
    const risk = predictor.map((eta) => 1 / (1 + Math.exp(-eta)));
    const direction = beta.map((b, j) => -theta[j]! * b);
    addTransposed(
      design,
      risk.map((r, i) => weights[i]! * (y[i]! - r)),
      direction,
    );
    const information = new Float64Array(p * p);
    addGram(
      design,
      risk.map((r, i) => weights[i]! * r * (1 - r)),
      information,
    );
    for (let j = 0; j < p; j++) information[j * p + j]! += theta[j]!;
    factorise(information, p);
    solveFactored(information, p, direction);
    for (let j = 0; j < p; j++) beta[j]! += direction[j]!;
    if (direction.every((d) => Math.abs(d) < TOLERANCE)) break;
  }
  return { intercept: beta[0]!, beta: beta.slice(1) };
}

function withIntercept({ rows, columns, data }: Matrix): Matrix {
  const out = new Float64Array(rows * (columns + 1));
  for (let i = 0; i < rows; i++) {
    out[i * (columns + 1)] = 1;
    out.set(data.subarray(i * columns, (i + 1) * columns), i * (columns + 1) + 1);
  }
  return { rows, columns: columns + 1, data: out };
}
