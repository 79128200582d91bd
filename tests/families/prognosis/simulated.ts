import type { Matrix } from '../../../src/families/prognosis/learners/design.ts';
import type { Survival } from '../../../src/statistics/survival.ts';

/** Park and Miller's minimal standard generator (Commun ACM 1988;31:1192): the same numbers in any language. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/**
 * Sixty simulated people with three covariates and tied, right-censored times. The same lines in R gave the reference
 * values of these tests (R 4.5, survival 3.8: coxph, survfit, concordance; glm; optim).
 */
export function simulated(): { readonly x: Matrix; readonly survival: Survival } {
  const u = generator(12_345);
  const rows = 60;
  const data = new Float64Array(rows * 3);
  const time = new Float64Array(rows);
  const event = new Uint8Array(rows);
  for (let i = 0; i < rows; i++) {
    const x = [u() * 2 - 1, u() * 2 - 1, u() < 0.4 ? 1 : 0];
    const hazard = Math.exp(0.8 * x[0]! - 0.5 * x[1]! + 0.6 * x[2]!);
    const death = (-Math.log(u()) / hazard) * 10;
    const lost = u() * 25;
    data.set(x, i * 3);
    time[i] = Math.ceil(Math.min(death, lost));
    event[i] = death <= lost ? 1 : 0;
  }
  return { x: { rows, columns: 3, data }, survival: { time, event } };
}

/**
 * Eighty simulated people with one score, an outcome (1) and a competing event (2), tied or not, followed to the end
 * or not. The same lines in R gave the reference values of these tests (R 4.2, survival 3.5: survfit, concordance).
 */
export function competing(options: { readonly tied: boolean; readonly censored: boolean }): {
  readonly score: Float64Array;
  readonly outcomes: Survival;
} {
  const u = generator(54_321);
  const score = new Float64Array(80);
  const time = new Float64Array(80);
  const event = new Uint8Array(80);
  for (let i = 0; i < 80; i++) {
    const x = u() * 2 - 1;
    const outcome = (-Math.log(u()) / Math.exp(0.9 * x)) * 10;
    const other = (-Math.log(u()) / Math.exp(-0.3 * x)) * 15;
    const end = u() * 30;
    const lost = options.censored ? end : Number.POSITIVE_INFINITY;
    const t = Math.min(outcome, other, lost);
    score[i] = x;
    time[i] = options.tied ? Math.ceil(t) : t;
    event[i] = t === lost ? 0 : t === outcome ? 1 : 2;
  }
  return { score, outcomes: { time, event } };
}

export const ones = (n: number): Float64Array => new Float64Array(n).fill(1);
