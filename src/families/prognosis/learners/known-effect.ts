import type { LinearMember } from '../../../inference/runtimes/blend-schema.ts';
import { fittedLinear } from './linear.ts';
import type { TableLearner } from './table.ts';

/** The effect of a column that is known from elsewhere. */
export interface KnownEffect {
  /** Name of a column of values 0 and 1. */
  readonly column: string;
  /** Difference of the margin between 1 and 0: a log hazard ratio, a log odds ratio. */
  readonly effect: number;
  /** Where it is known from. */
  readonly source: string;
}

/**
 * A linear learner that adjusts for a treatment and then takes its effect from randomised trials, as PREDICT does
 * (Wishart et al., Breast Cancer Res 2010;12:R1): who is treated in a cohort is no matter of chance. The effects of the
 * other columns are those adjusted for the treatment as it was given.
 */
export const withKnownEffect = (known: KnownEffect, learner: TableLearner): TableLearner => ({
  ...learner,
  description: `${learner.description}, the effect of ${known.column} from ${known.source}`,
  options: { ...learner.options, known },
  async fit(table, target, options) {
    const fitted = await learner.fit(table, target, options);
    return fittedLinear(withEffect(fitted.toMember() as LinearMember, known, table.columns));
  },
});

function withEffect(
  member: LinearMember,
  { column, effect }: KnownEffect,
  names: readonly string[],
): LinearMember {
  const own = member.columns.find((c) => names[c.feature] === column);
  if (!own || own.knots || own.transform !== 'identity')
    throw new RangeError(`${column} is no column of the linear model, or no straight line in it`);
  const replaced = (coefficients: readonly number[], at: number) =>
    coefficients.map((c, k) => (k === at ? effect * own.sd : c));
  return {
    ...member,
    coefficients: replaced(member.coefficients, own.at),
    resamples: member.resamples.map((row) => replaced(row, own.at + 1)),
  };
}
