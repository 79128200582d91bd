import { type CoxProblem, coxProblem, gradientAt, informationAt, stateAt } from '../cox-fit.ts';
import { addTransposed, type Matrix, multiply } from '../design.ts';
import type { Target } from '../table.ts';
import { weightedGram } from './gram.ts';

/** A log-likelihood at one set of coefficients. */
export interface Point {
  readonly value: number;
  gradient(): Float64Array;
  /** Negative Hessian, lower triangle. */
  information(): Float64Array;
}

export interface Likelihood {
  /** Coefficients, the intercept first where there is one. */
  readonly size: number;
  readonly hasIntercept: boolean;
  at(beta: Float64Array, weights: Float64Array): Point;
}

/** Of the columns of `x`: Cox' partial likelihood, or logistic or normal (variance 1) with an intercept. */
export function likelihoodOf(x: Matrix, target: Target): Likelihood {
  if (target.kind === 'survival') return coxLikelihood(coxProblem(x, target, new Float64Array(x.columns)));
  return withIntercept(x, target.kind === 'binary' ? logistic(target.y) : normal(target.y));
}

const coxLikelihood = (problem: CoxProblem): Likelihood => ({
  size: problem.x.columns,
  hasIntercept: false,
  at(beta, weights) {
    const own = Float64Array.from(problem.order, (i) => weights[i]!);
    const state = stateAt(problem, own, beta);
    return {
      value: state.objective,
      gradient: () => gradientAt(problem, own, state, beta),
      information: () => informationAt(problem, state),
    };
  },
});

/** Of one row as a function of its predictor: value, slope and negative curvature. */
interface Kernel {
  value(row: number, eta: number): number;
  slope(row: number, eta: number): number;
  curvature(eta: number): number;
}

const logistic = (y: Uint8Array): Kernel => ({
  value: (row, eta) => Math.min(eta, 0) - Math.log1p(Math.exp(-Math.abs(eta))) - (y[row] ? 0 : eta),
  slope: (row, eta) => y[row]! - 1 / (1 + Math.exp(-eta)),
  curvature(eta) {
    const p = 1 / (1 + Math.exp(-eta));
    return p * (1 - p);
  },
});

const normal = (y: Float64Array): Kernel => ({
  value: (row, eta) => -0.5 * (y[row]! - eta) ** 2,
  slope: (row, eta) => y[row]! - eta,
  curvature: () => 1,
});

function withIntercept(x: Matrix, kernel: Kernel): Likelihood {
  const size = x.columns + 1;
  return {
    size,
    hasIntercept: true,
    at(beta, weights) {
      const eta = new Float64Array(x.rows);
      multiply(x, beta.subarray(1), eta);
      let value = 0;
      for (let i = 0; i < eta.length; i++) {
        eta[i]! += beta[0]!;
        if (weights[i]! > 0) value += weights[i]! * kernel.value(i, eta[i]!);
      }
      return {
        value,
        gradient() {
          const slopes = eta.map((e, i) => weights[i]! * kernel.slope(i, e));
          const out = new Float64Array(size);
          out[0] = slopes.reduce((sum, s) => sum + s, 0);
          addTransposed(x, slopes, out.subarray(1));
          return out;
        },
        information: () =>
          bordered(
            x,
            eta.map((e, i) => weights[i]! * kernel.curvature(e)),
          ),
      };
    },
  };
}

/** Weighted cross-product of the columns with a column of ones before them. */
function bordered(x: Matrix, weights: Float64Array): Float64Array {
  const size = x.columns + 1;
  const inner = weightedGram(x, weights);
  const sums = new Float64Array(x.columns);
  addTransposed(x, weights, sums);
  const out = new Float64Array(size * size);
  out[0] = weights.reduce((sum, w) => sum + w, 0);
  for (let a = 0; a < x.columns; a++) {
    out[(a + 1) * size] = sums[a]!;
    out.set(inner.subarray(a * x.columns, a * x.columns + a + 1), (a + 1) * size + 1);
  }
  return out;
}
