import { ascending } from './order.ts';
import { kaplanMeier, probabilityBefore, type Survival } from './survival.ts';

/** Below this probability of being followed to a horizon the weights of the few who are would rule everything. */
const MIN_FOLLOWED = 0.1;

/** The `event` of somebody to whom something happened that rules the outcome out: death before progression. */
export const COMPETING = 2;

export const competes = ({ event }: Survival): boolean => event.includes(COMPETING);

/** A step function of time: `values[k]` holds from `times[k]` on; 0 before the first. */
export interface IncidenceCurve {
  readonly times: Float64Array;
  readonly values: Float64Array;
}

/**
 * Aalen-Johansen estimate (Scand J Stat 1978;5:141) of the cumulative incidence of the outcome, event 1, where people
 * of event 2 can no longer have it. Without any 2 it is 1 − Kaplan-Meier.
 *
 * @param order ascending order of time
 * @param weights case weights
 */
export function aalenJohansen(
  { time, event }: Survival,
  order: Int32Array,
  weights: Float64Array,
): IncidenceCurve {
  const times: number[] = [];
  const values: number[] = [];
  let atRisk = 0;
  for (const i of order) atRisk += weights[i]!;
  let free = 1;
  let incidence = 0;
  for (let k = 0; k < order.length; ) {
    const t = time[order[k]!]!;
    const left: [censored: number, outcome: number, competing: number] = [0, 0, 0];
    for (; k < order.length && time[order[k]!] === t; k++) {
      left[event[order[k]!]!]! += weights[order[k]!]!;
    }
    const [censored, outcome, competing] = left;
    if (outcome > 0) {
      incidence += (free * outcome) / atRisk;
      times.push(t);
      values.push(incidence);
    }
    if (outcome + competing > 0) free *= 1 - (outcome + competing) / atRisk;
    atRisk -= censored + outcome + competing;
  }
  return { times: Float64Array.from(times), values: Float64Array.from(values) };
}

/** The cumulative incidence at t, outcomes at t itself included. */
export function incidenceAt({ times, values }: IncidenceCurve, t: number): number {
  const after = times.findIndex((jump) => jump > t);
  return values[(after < 0 ? times.length : after) - 1] ?? 0;
}

/** 1 had the outcome by the horizon, 0 had a competing event by then or neither, −1 lost before it. */
export const competingStatus = ({ time, event }: Survival, horizon: number): Int8Array =>
  Int8Array.from(time, (t, i) => {
    if (event[i] && t <= horizon) return event[i] === COMPETING ? 0 : 1;
    return t >= horizon ? 0 : -1;
  });

/**
 * Inverse-probability-of-censoring weights at a horizon (Scheike, Zhang & Gerds, Biometrika 2008;95:205): those whose
 * status is known stand for those lost before, by 1 / P(still followed just before the earlier of their time and the
 * horizon), by Kaplan-Meier. Zero where the status is unknown. A regression of `competingStatus` with these weights
 * estimates the cumulative incidence at the horizon directly. All are zero where practically nobody is followed to the
 * horizon: those with an event alone would say nothing of it.
 *
 * @param weights case weights
 */
export function competingWeights(outcomes: Survival, horizon: number, weights: Float64Array): Float64Array {
  const followed = kaplanMeier(outcomes, ascending(outcomes.time), weights, 'censoring');
  if (!isReached(outcomes, horizon, weights) || probabilityBefore(followed, horizon) < MIN_FOLLOWED)
    return new Float64Array(weights.length);
  const status = competingStatus(outcomes, horizon);
  return weights.map((w, i) =>
    status[i]! < 0 ? 0 : w / probabilityBefore(followed, Math.min(outcomes.time[i]!, horizon)),
  );
}

const isReached = ({ time }: Survival, horizon: number, weights: Float64Array): boolean =>
  time.some((t, i) => t >= horizon && weights[i]! > 0);
