import { ascending } from './order.ts';
import { kaplanMeier, probabilityBefore, type Survival, survivalAt } from './survival.ts';

/** Below this probability of being followed to the horizon the weights of the few who are would rule everything. */
const MIN_FOLLOWED = 0.1;

/**
 * People whose outcome at a horizon can be known. A stratum (a survey cycle, a year of entry) in which
 * practically nobody is followed that long says nothing about the horizon and is left out as a whole:
 * keeping only its early deaths would bias every figure.
 */
export interface HorizonSample {
  readonly horizon: number;
  /** Rows, in the caller's numbering, of the strata that reach the horizon. */
  readonly rows: Int32Array;
  readonly survival: Survival;
  /** 1 died by the horizon, 0 lived through it, −1 lost before it. */
  readonly status: Int8Array;
  /** Positions within `rows`, by stratum, ascending in time. */
  readonly strata: readonly Int32Array[];
  readonly order: Int32Array;
}

/** @param stratum equal numbers share one censoring distribution */
export function horizonSample(all: Survival, stratum: Int32Array, horizon: number): HorizonSample {
  const groups = Map.groupBy(stratum.keys(), (i) => stratum[i]!);
  const reached = [...groups.values()].filter((group) => followedTo(survivalAt(all, group), horizon));
  const rows = Int32Array.from(reached.flat()).sort();
  const survival = survivalAt(all, rows);
  const order = ascending(survival.time);
  const strata = Map.groupBy(order, (i) => stratum[rows[i]!]!);
  return {
    horizon,
    rows,
    survival,
    status: Int8Array.from(rows, (_, i) => statusAt(survival, i, horizon)),
    strata: [...strata.values()].map((s) => Int32Array.from(s)),
    order,
  };
}

function followedTo(survival: Survival, horizon: number): boolean {
  const everyone = new Float64Array(survival.time.length).fill(1);
  const curve = kaplanMeier(survival, ascending(survival.time), everyone, 'censoring');
  const longest = survival.time.reduce((a, b) => Math.max(a, b), 0);
  return longest >= horizon && probabilityBefore(curve, horizon) >= MIN_FOLLOWED;
}

function statusAt({ time, event }: Survival, i: number, horizon: number): number {
  if (event[i] && time[i]! <= horizon) return 1;
  return time[i]! >= horizon ? 0 : -1;
}

/**
 * Inverse-probability-of-censoring weights (Graf et al., Stat Med 1999;18:2529; Uno et al., J Am Stat Assoc
 * 2007;102:527): those whose status is known stand for those lost before, by 1 / P(still followed), estimated
 * by Kaplan-Meier within each stratum. Zero where the status is unknown.
 *
 * @param weights case weights of `sample.rows`
 */
export function censoringWeights(sample: HorizonSample, weights: Float64Array): Float64Array {
  const out = new Float64Array(sample.rows.length);
  for (const stratum of sample.strata) {
    const curve = kaplanMeier(sample.survival, stratum, weights, 'censoring');
    const atHorizon = probabilityBefore(curve, sample.horizon);
    for (const i of stratum) {
      if (sample.status[i] === 0) out[i] = weights[i]! / atHorizon;
      else if (sample.status[i] === 1) {
        out[i] = weights[i]! / probabilityBefore(curve, sample.survival.time[i]!);
      }
    }
  }
  return out;
}
