import type { Matrix } from '../design.ts';
import type { Machine } from './task.ts';

/** Of columns of unit variance. */
export type Kernel = { readonly kind: 'linear' } | { readonly kind: 'rbf'; readonly gamma: number };

/** Weight of each column in a linear machine. */
export function slopesOf({ support, coefficients }: Machine, x: Matrix): Float64Array {
  const slopes = new Float64Array(x.columns);
  support.forEach((row, k) => {
    for (let j = 0; j < x.columns; j++) slopes[j]! += coefficients[k]! * x.data[row * x.columns + j]!;
  });
  return slopes;
}

/** The machine's decision for a row of columns. */
export type Decision = (row: Float64Array) => number;

/** @param x what the machine learned from */
export function decisionOf(machine: Machine, x: Matrix, kernel: Kernel): Decision {
  if (kernel.kind === 'linear') {
    const slopes = slopesOf(machine, x);
    return (row) => slopes.reduce((sum, slope, j) => sum + slope * row[j]!, -machine.rho);
  }
  const vectors = Array.from(machine.support, (i) => x.data.slice(i * x.columns, (i + 1) * x.columns));
  return (row) =>
    vectors.reduce(
      (sum, vector, k) => sum + machine.coefficients[k]! * Math.exp(-kernel.gamma * distance(vector, row)),
      -machine.rho,
    );
}

function distance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += (a[j]! - b[j]!) ** 2;
  return sum;
}
