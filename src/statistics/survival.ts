/** Right-censored outcomes of n people: time of death or of last contact, and which of the two it was. */
export interface Survival {
  /** In the unit of the horizon. */
  readonly time: Float64Array;
  /** 1 died, 0 censored. */
  readonly event: Uint8Array;
}

export const survivalAt = (all: Survival, rows: ArrayLike<number>): Survival => ({
  time: Float64Array.from(rows, (i) => all.time[i]!),
  event: Uint8Array.from(rows, (i) => all.event[i]!),
});

/** A step function of time given by its jumps: `values[k]` holds from `times[k]` on; 1 before the first. */
export interface SurvivalCurve {
  readonly times: Float64Array;
  readonly values: Float64Array;
}

/** S(t), deaths at t itself included. */
export const probabilityAt = (curve: SurvivalCurve, t: number): number =>
  stepBefore(curve, upperBound(curve.times, t));

/** S(t−): just before t. */
export const probabilityBefore = (curve: SurvivalCurve, t: number): number =>
  stepBefore(curve, lowerBound(curve.times, t));

const stepBefore = (curve: SurvivalCurve, jump: number): number => (jump === 0 ? 1 : curve.values[jump - 1]!);

const upperBound = (sorted: Float64Array, x: number): number => bound(sorted, (v) => v <= x);
const lowerBound = (sorted: Float64Array, x: number): number => bound(sorted, (v) => v < x);

function bound(sorted: Float64Array, before: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (before(sorted[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Kaplan-Meier estimate (J Am Stat Assoc 1958;53:457) of survival, or of remaining uncensored.
 * At a shared time deaths come before censorings. `order` is the ascending order of time.
 */
export function kaplanMeier(
  { time, event }: Survival,
  order: Int32Array,
  weights: Float64Array,
  of: 'death' | 'censoring' = 'death',
): SurvivalCurve {
  let atRisk = 0;
  for (const i of order) atRisk += weights[i]!;
  const times: number[] = [];
  const values: number[] = [];
  let probability = 1;
  for (let k = 0; k < order.length; ) {
    const t = time[order[k]!]!;
    let deaths = 0;
    let censored = 0;
    for (; k < order.length && time[order[k]!] === t; k++) {
      if (event[order[k]!]) deaths += weights[order[k]!]!;
      else censored += weights[order[k]!]!;
    }
    const [leaving, exposed] = of === 'death' ? [deaths, atRisk] : [censored, atRisk - deaths];
    if (leaving > 0) {
      probability *= 1 - leaving / exposed;
      times.push(t);
      values.push(probability);
    }
    atRisk -= deaths + censored;
  }
  return { times: Float64Array.from(times), values: Float64Array.from(values) };
}
