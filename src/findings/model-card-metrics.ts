import { z } from 'zod';

const metrics = z.record(
  z.string(),
  z.object({ value: z.number(), ci95: z.tuple([z.number(), z.number()]) }),
);
const group = z.object({ n: z.number().optional(), metrics });
const validation = z.object({
  data: z.object({ n: z.number() }),
  metrics,
  subgroups: z.record(z.string(), z.record(z.string(), group)).default({}),
  comparators: z.record(z.string(), group).default({}),
  decisionCurve: z
    .array(z.object({ threshold: z.number(), model: z.number(), everyone: z.number() }))
    .default([]),
});

/** How the model does on people unlike most that it learned from; distances as shares of the limit. */
const applicability = z.object({ farthestTenthFrom: z.number(), farthestTenth: metrics });

/** What a model card shows of `metrics.json`. */
export const cardMetricsSchema = z.object({
  chosen: z.string(),
  crossValidation: validation.optional(),
  temporalValidation: validation.optional(),
  applicability: applicability.optional(),
  learners: z.array(z.object({ name: z.string(), metrics })).default([]),
});

export type Validation = z.output<typeof validation>;
export type CardMetrics = z.output<typeof cardMetricsSchema>;
