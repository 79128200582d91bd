import { z } from 'zod';
import { validationsIn } from './metrics.ts';

const metrics = z.record(
  z.string(),
  z.object({ value: z.number(), ci95: z.tuple([z.number(), z.number()]) }),
);
/** What it is → what the network holds for the likeliest → how many pictures. */
export const confusionSchema = z.record(z.string(), z.record(z.string(), z.number()));

export type Confusion = z.output<typeof confusionSchema>;

/** Head and rows of a table of a confusion: what it is, then what the network took it for. */
export function confusionTable(confusion: Confusion): {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
} {
  const said = [...new Set([...Object.keys(confusion), ...Object.values(confusion).flatMap(Object.keys)])];
  return {
    head: ['It is', ...said.map((label) => `taken for ${label}`)],
    rows: Object.entries(confusion).map(([label, counts]) => [
      label,
      ...said.map((other) => (counts[other] ?? 0).toLocaleString('en-US')),
    ]),
  };
}

const group = z.object({ n: z.number().optional(), metrics });
const validation = z.object({
  data: z.object({ n: z.number() }),
  metrics,
  subgroups: z.record(z.string(), z.record(z.string(), group)).default({}),
  comparators: z.record(z.string(), group).default({}),
  decisionCurve: z
    .array(z.object({ threshold: z.number(), model: z.number(), everyone: z.number() }))
    .default([]),
  confusion: confusionSchema.optional(),
});

/** How the model does on people unlike most that it learned from; distances as shares of the limit. */
const applicability = z.object({ farthestTenthFrom: z.number(), farthestTenth: metrics });

/** What a model card shows of `metrics.json`. */
export const cardMetricsSchema = z.preprocess(
  validationsIn,
  z
    .object({
      chosen: z.string().optional(),
      crossValidation: validation.optional(),
      temporalValidation: validation.optional(),
      heldOut: validation.optional(),
      applicability: applicability.optional(),
      learners: z.array(z.object({ name: z.string(), metrics })).default([]),
      explanation: z.unknown().optional(),
    })
    .refine((m) => m.crossValidation ?? m.temporalValidation ?? m.heldOut, 'nothing was measured'),
);

export type Validation = z.output<typeof validation>;
export type CardMetrics = z.output<typeof cardMetricsSchema>;
