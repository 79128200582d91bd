import { z } from 'zod';
import { treesSchema } from './trees.ts';

const number = z.number();
const index = z.int().min(0);

/** One number of the feature vector: what of which concept. `families/prognosis/features/vector.ts` computes it. */
const feature = z.strictObject({
  concept: z.string().min(1),
  statistic: z
    .enum(['latest', 'first', 'min', 'max', 'mean', 'median', 'sd', 'slope', 'count', 'sum'])
    .optional(),
  /** Hours before the chart is read, from the earlier to the later. */
  hours: z.tuple([number, number]).optional(),
  is: z.union([z.string(), number, z.boolean()]).optional(),
  codes: z.record(z.string(), number).optional(),
});

/** One feature on its way into a linear member: transformed, clipped, standardised, then spline and indicator. */
const column = z.strictObject({
  feature: index,
  transform: z.enum(['identity', 'log', 'log1p']),
  /** Bounds on the transformed scale. */
  clip: z.tuple([number, number]),
  mean: number,
  sd: number.positive(),
  /** Of a restricted cubic spline, on the standardised scale. */
  knots: z.array(number).min(3).optional(),
  /** Whether there is a coefficient for "not there"; a missing value itself counts as the mean. */
  missing: z.boolean(),
  /** Place of its first coefficient. */
  at: index,
});

const linearMember = z
  .strictObject({
    kind: z.literal('linear'),
    columns: z.array(column).min(1),
    intercept: number,
    coefficients: z.array(number),
    /** Refits on resampled people, each `[intercept, ...coefficients]`. */
    resamples: z.array(z.array(number)).default([]),
  })
  .refine((m) => m.columns.every((c) => c.at + widthOf(c) <= m.coefficients.length), {
    message: 'a column has coefficients that are not there',
  })
  .refine((m) => m.resamples.every((r) => r.length === m.coefficients.length + 1), {
    message: 'each resample must hold an intercept and every coefficient',
  });

export type LinearColumn = z.output<typeof column>;
export type LinearMember = z.output<typeof linearMember>;

/** Coefficients of a column: the value, its k − 2 spline columns, the indicator. */
export const widthOf = ({ knots, missing }: Pick<LinearColumn, 'knots' | 'missing'>): number =>
  1 + (knots ? knots.length - 2 : 0) + (missing ? 1 : 0);

const member = z.union([linearMember, treesSchema]);
export type Member = z.output<typeof member>;

/** How an answer is made of the members: `intercept + slope * Σ share * margin`, through the inverse link. */
const outcome = z.strictObject({
  link: z.enum(['logit', 'cloglog']),
  blend: z.array(z.strictObject({ member: index, share: number })).min(1),
  intercept: number,
  slope: number,
  /** Factor on the standard deviation of the refits, so that intervals cover people the model did not see. */
  widening: number.positive(),
  /** Σ share × mean margin over the training people: where contributions start. */
  expected: number,
  /** The share of each feature in the linear members, averaged over the training people; in the order of `features`. */
  averageParts: z.array(number),
  /** For a survival curve: the intercept at other times. */
  curve: z.array(z.strictObject({ months: number, intercept: number })).optional(),
  /** Probability from which on the model says yes, where a figure needs one. */
  decision: number.optional(),
});

export type BlendOutcome = z.output<typeof outcome>;

/** Mahalanobis distance from the training people over some features; a missing value is no distance. */
const distance = z.strictObject({
  features: z.array(index),
  mean: z.array(number),
  sd: z.array(number),
  /** Lower triangle of the inverse correlation matrix, row by row. */
  precision: z.array(number),
  /** Beyond it the model abstains. */
  limit: number,
});

export const blendSchema = z
  .strictObject({
    features: z.array(feature).min(1),
    members: z.array(member).min(1),
    outcomes: z.record(z.string(), outcome),
    /** Whom the comparison stands for: "patients of an intensive care unit". */
    population: z.string().min(1),
    /** Range of each feature in the training people, without its extremes; null where it is no quantity. */
    ranges: z.array(z.tuple([number, number]).nullable()),
    distance: distance.optional(),
  })
  .refine((w) => Object.hasOwn(w.outcomes, 'primary'), { message: 'outcomes must hold "primary"' })
  .refine((w) => w.ranges.length === w.features.length, { message: 'there must be one range per feature' })
  .refine((w) => w.members.every((m) => featuresWithin(m, w.features.length)), {
    message: 'a member refers to a feature that is not there',
  })
  .refine((w) => Object.values(w.outcomes).every((o) => o.blend.every((b) => b.member < w.members.length)), {
    message: 'an outcome refers to a member that is not there',
  });

export type BlendWeights = z.output<typeof blendSchema>;
export type Distance = z.output<typeof distance>;

const featuresWithin = (m: Member, count: number): boolean =>
  m.kind === 'linear' ? m.columns.every((c) => c.feature < count) : m.features <= count;
