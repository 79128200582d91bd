import type { TableLearner, Target } from './table.ts';

/**
 * The learner with follow-up ending at `months`. Where effects fade, risks at a horizon are better predicted from what
 * happens until then (stopped Cox regression: van Houwelingen, Scand J Stat 2007;34:70).
 */
export const stoppedAt = (months: number, learner: TableLearner): TableLearner => ({
  ...learner,
  description: `${learner.description}, on follow-up to ${months} months`,
  options: { ...learner.options, stoppedAt: months },
  fit: (table, target, options) => learner.fit(table, stopped(target, months), options),
});

function stopped(target: Target, months: number): Target {
  if (target.kind !== 'survival') return target;
  return {
    kind: 'survival',
    time: target.time.map((t) => Math.min(t, months)),
    event: target.event.map((e, i) => (target.time[i]! > months ? 0 : e)),
  };
}
