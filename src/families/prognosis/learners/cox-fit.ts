import { factorise, solveFactored } from '../../../inference/runtimes/cholesky.ts';
import { ascending } from '../../../statistics/order.ts';
import type { Survival } from '../../../statistics/survival.ts';
import { addGram, addTransposed, type Matrix, multiply } from './design.ts';

const STEPS = 60;
const TOLERANCE = 1e-8;

/** People sorted by time, once, for any number of fits with other weights. */
export interface CoxProblem {
  readonly x: Matrix;
  readonly event: Uint8Array;
  /** Original row of each sorted row. */
  readonly order: Int32Array;
  readonly time: Float64Array;
  /** Per column: θ in the penalised log partial likelihood ℓ(β) − ½ Σ θⱼβⱼ². */
  readonly penalty: Float64Array;
}

export interface CoxFit {
  readonly beta: Float64Array;
  /** Cholesky factor of the negative Hessian at `beta`. */
  readonly information: Float64Array;
  readonly steps: number;
}

export function coxProblem(x: Matrix, survival: Survival, penalty: Float64Array): CoxProblem {
  const order = ascending(survival.time);
  const data = new Float64Array(x.data.length);
  order.forEach((row, i) => {
    data.set(x.data.subarray(row * x.columns, (row + 1) * x.columns), i * x.columns);
  });
  return {
    x: { ...x, data },
    order,
    event: Uint8Array.from(order, (i) => survival.event[i]!),
    time: Float64Array.from(order, (i) => survival.time[i]!),
    penalty,
  };
}

/**
 * Maximises Cox' partial likelihood (J R Stat Soc B 1972;34:187) with Breslow's handling of ties and a ridge
 * penalty, by Newton's method; steps that do not improve are halved.
 *
 * @param weights case weights in the caller's row order
 * @param from a fit of the same problem with other weights: its information matrix is kept, so that a
 *   bootstrap refit costs a few gradients and converges to the same optimum as full Newton steps would
 */
export function fitCox(problem: CoxProblem, weights: Float64Array, from?: CoxFit): CoxFit {
  const p = problem.x.columns;
  const own = Float64Array.from(problem.order, (i) => weights[i]!);
  let beta: Float64Array = from ? Float64Array.from(from.beta) : new Float64Array(p);
  let state = stateAt(problem, own, beta);
  let information = from?.information;
  for (let step = 1; step <= STEPS; step++) {
    const factor: Float64Array = from ? from.information : factorAt(problem, state);
    information = factor;
    const direction = gradientAt(problem, own, state, beta);
    solveFactored(factor, p, direction);
    const next: { beta: Float64Array; state: State } = lineSearch(problem, own, beta, state, direction);
    const moved = largestChange(beta, next.beta);
    beta = next.beta;
    state = next.state;
    if (moved < TOLERANCE) return { beta, information, steps: step };
  }
  // With other weights the old information matrix may lead nowhere: begin anew with its own.
  if (from) return fitCox(problem, weights);
  throw new RangeError('the Cox fit did not converge');
}

/** Breslow's cumulative baseline hazard (at β'x = 0) up to and including `horizon`. */
export function baselineHazard(
  problem: CoxProblem,
  weights: Float64Array,
  beta: Float64Array,
  horizon: number,
): number {
  const own = Float64Array.from(problem.order, (i) => weights[i]!);
  const { hazard } = stateAt(problem, own, beta);
  const last = problem.time.findLastIndex((t) => t <= horizon);
  return last < 0 ? 0 : hazard[last]!;
}

/** What one set of coefficients makes of a problem; rows are in the order of time. */
export interface State {
  /** wᵢ exp(β'xᵢ). */
  readonly relative: Float64Array;
  /** Cumulative baseline hazard at each sorted row's time. */
  readonly hazard: Float64Array;
  /** First row at risk, weighted deaths and sum of `relative` at each distinct time of death, ascending. */
  readonly jumps: readonly { readonly start: number; readonly deaths: number; readonly atRisk: number }[];
  readonly objective: number;
}

export function stateAt(problem: CoxProblem, weights: Float64Array, beta: Float64Array): State {
  const { x, event } = problem;
  const predictor = new Float64Array(x.rows);
  multiply(x, beta, predictor);
  const relative = predictor.map((eta, i) => weights[i]! * Math.exp(eta));
  const jumps = jumpsOf(problem, weights, relative);
  let objective = 0;
  for (let i = 0; i < x.rows; i++) if (event[i]) objective += weights[i]! * predictor[i]!;
  for (const { deaths, atRisk } of jumps) objective -= deaths * Math.log(atRisk);
  for (let j = 0; j < beta.length; j++) objective -= 0.5 * problem.penalty[j]! * beta[j]! ** 2;
  return { relative, jumps, objective, hazard: hazardOf(x.rows, jumps) };
}

function jumpsOf({ time, event }: CoxProblem, weights: Float64Array, relative: Float64Array): State['jumps'] {
  const jumps = [];
  let atRisk = 0;
  for (let end = time.length; end > 0; ) {
    let start = end;
    let deaths = 0;
    while (start > 0 && time[start - 1] === time[end - 1]) {
      start--;
      atRisk += relative[start]!;
      if (event[start]) deaths += weights[start]!;
    }
    if (deaths > 0) jumps.push({ start, deaths, atRisk });
    end = start;
  }
  return jumps.reverse();
}

function hazardOf(rows: number, jumps: State['jumps']): Float64Array {
  const hazard = new Float64Array(rows);
  let cumulative = 0;
  jumps.forEach(({ start, deaths, atRisk }, k) => {
    cumulative += deaths / atRisk;
    hazard.fill(cumulative, start, jumps[k + 1]?.start ?? rows);
  });
  return hazard;
}

/** X'(martingale residuals) − θβ. */
export function gradientAt(
  problem: CoxProblem,
  weights: Float64Array,
  state: State,
  beta: Float64Array,
): Float64Array {
  const residual = state.relative.map((r, i) => (problem.event[i] ? weights[i]! : 0) - r * state.hazard[i]!);
  const gradient = beta.map((b, j) => -problem.penalty[j]! * b);
  addTransposed(problem.x, residual, gradient);
  return gradient;
}

/**
 * Negative Hessian, lower triangle: Σᵢ rᵢHᵢ xᵢxᵢ' − Σₖ dₖ s₁ₖs₁ₖ'/s₀ₖ² + θ, where exchanging the order of summation has
 * turned the sum over risk sets into one weighted cross-product.
 */
export function informationAt({ x, penalty }: CoxProblem, state: State): Float64Array {
  const p = x.columns;
  const out = new Float64Array(p * p);
  addGram(
    x,
    state.relative.map((r, i) => r * state.hazard[i]!),
    out,
  );
  const sums = new Float64Array(p);
  let from = x.rows;
  for (const { start, deaths, atRisk } of state.jumps.toReversed()) {
    const rows = { rows: from - start, columns: p, data: x.data.subarray(start * p, from * p) };
    addTransposed(rows, state.relative.subarray(start, from), sums);
    from = start;
    const factor = deaths / atRisk ** 2;
    for (let a = 0; a < p; a++) {
      for (let b = 0; b <= a; b++) out[a * p + b]! -= factor * sums[a]! * sums[b]!;
    }
  }
  for (let j = 0; j < p; j++) out[j * p + j]! += penalty[j]!;
  return out;
}

function factorAt(problem: CoxProblem, state: State): Float64Array {
  const out = informationAt(problem, state);
  factorise(out, problem.x.columns);
  return out;
}

function lineSearch(
  problem: CoxProblem,
  weights: Float64Array,
  beta: Float64Array,
  state: State,
  direction: Float64Array,
): { beta: Float64Array; state: State } {
  for (let size = 1; size > 1e-6; size /= 2) {
    const candidate = beta.map((b, j) => b + size * direction[j]!);
    const reached = stateAt(problem, weights, candidate);
    if (reached.objective >= state.objective - 1e-9 * Math.abs(state.objective)) {
      return { beta: candidate, state: reached };
    }
  }
  return { beta, state };
}

const largestChange = (a: Float64Array, b: Float64Array): number =>
  a.reduce((most, value, j) => Math.max(most, Math.abs(value - b[j]!)), 0);
