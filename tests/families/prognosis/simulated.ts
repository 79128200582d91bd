import type { Matrix } from '../../../src/families/prognosis/learners/design.ts';
import type { Survival } from '../../../src/families/prognosis/statistics/survival.ts';

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

export const ones = (n: number): Float64Array => new Float64Array(n).fill(1);
