import type { LinearMember } from '../../../inference/runtimes/blend-schema.ts';
import { mean } from '../../../statistics/order.ts';
import { seededRandom } from '../../../statistics/random.ts';
import type { FittedTable, TableLearner, Target } from './table.ts';

/**
 * Cox regression whose intervals include that of the baseline hazard, which refits of the coefficients leave out: as
 * of a Poisson count, the variance of the logarithm of a cumulative hazard is about one over the number of events
 * behind it. It matters where events are few.
 *
 * @param months horizon up to which events count
 */
export const withBaselineSpread = (months: number, learner: TableLearner): TableLearner => ({
  ...learner,
  description: `${learner.description}, intervals with the baseline's`,
  options: { ...learner.options, baselineTo: months },
  async fit(table, target, options) {
    const fitted = await learner.fit(table, target, options);
    const member = fitted.toMember() as LinearMember;
    const events = eventsBy(target, months, options.weights);
    return spread(fitted, member, 1 / Math.sqrt(events), options.seed);
  },
});

function eventsBy(target: Target, months: number, weights?: Float64Array): number {
  if (target.kind !== 'survival') throw new RangeError('only survival has a baseline hazard');
  return target.event.reduce(
    (sum, e, i) => sum + (e && target.time[i]! <= months ? (weights?.[i] ?? 1) : 0),
    0,
  );
}

function spread(fitted: FittedTable, member: LinearMember, sd: number, seed: number): FittedTable {
  const shifts = normalScores(member.resamples.length, seed);
  const resamples = member.resamples.map(([intercept = 0, ...coefficients], k) => [
    intercept + sd * shifts[k]!,
    ...coefficients,
  ]);
  return { predict: (table) => fitted.predict(table), toMember: () => ({ ...member, resamples }) };
}

/** Draws from the normal distribution (Box & Muller, Ann Math Stat 1958;29:610), brought to mean 0 and variance 1. */
function normalScores(n: number, seed: number): Float64Array {
  const random = seededRandom(seed);
  const draws = Float64Array.from(
    { length: n },
    () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
  );
  const centre = mean(draws);
  const scale = Math.sqrt(mean(draws.map((z) => (z - centre) ** 2)));
  return draws.map((z) => (z - centre) / scale);
}
