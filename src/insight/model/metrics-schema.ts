import { z } from 'zod';
import { validationsIn } from '../../findings/metrics.ts';
import { confusionSchema } from '../../findings/model-card-metrics.ts';

/** Keeps the entries that parse and drops the others: one odd number must not hide the rest of a page. */
const entriesOf = <T extends z.ZodType>(entry: T) =>
  z.record(z.string(), z.unknown()).transform(
    (record): Readonly<Record<string, z.output<T>>> =>
      Object.fromEntries(
        Object.entries(record).flatMap(([key, value]) => {
          const parsed = entry.safeParse(value);
          return parsed.success ? [[key, parsed.data]] : [];
        }),
      ),
  );

const metric = z.object({
  value: z.number(),
  ci95: z.tuple([z.number(), z.number()]).optional().catch(undefined),
});
const metrics = entriesOf(metric).catch({});
const group = z.object({ n: z.number().optional().catch(undefined), metrics });
const point = z.object({
  predicted: z.number(),
  observed: z.number(),
  n: z.number().optional().catch(undefined),
});

const result = z.object({
  data: z.object({ n: z.number() }).optional().catch(undefined),
  metrics,
  subgroups: entriesOf(entriesOf(group)).catch({}),
  comparators: entriesOf(group).catch({}),
  calibration: z.array(point).catch([]),
  confusion: confusionSchema.optional().catch(undefined),
});

/** The parts of a model's `metrics.json` that its page shows, as `kairos evaluate` writes them. */
export const metricsSchema = z.preprocess(
  validationsIn,
  z.object({
    crossValidation: result.optional().catch(undefined),
    temporalValidation: result.optional().catch(undefined),
    /** Of pictures. */
    heldOut: result.optional().catch(undefined),
    learners: z.array(z.object({ name: z.string(), metrics })).catch([]),
    explanation: z.unknown().optional(),
  }),
);

export type Metrics = Readonly<Record<string, z.output<typeof metric>>>;
export type Evaluation = z.output<typeof result>;
export type CalibrationPoint = z.output<typeof point>;
export type ModelMetrics = z.output<typeof metricsSchema>;
