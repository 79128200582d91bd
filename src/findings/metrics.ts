import { z } from 'zod';

const report = z.looseObject({
  data: z.looseObject({ n: z.number() }),
  metrics: z.record(z.string(), z.looseObject({ value: z.number() })),
});

const metricsFile = z.looseObject({
  crossValidation: report.optional(),
  temporalValidation: report.optional(),
});

/**
 * The one figure a card has room for, from `metrics.json` as `kairos evaluate` wrote it: discrimination in people
 * the model did not see. Undefined when there is none.
 */
export function headlineFigure(metrics: unknown): string | undefined {
  const parsed = metricsFile.safeParse(metrics);
  return parsed.success ? figureOf(parsed.data) : undefined;
}

function figureOf({ temporalValidation, crossValidation }: z.output<typeof metricsFile>): string | undefined {
  const found = temporalValidation ?? crossValidation;
  const cIndex = found?.metrics.cIndex;
  if (!found || !cIndex) return undefined;
  const where = temporalValidation ? 'later adults' : 'adults, cross-validated';
  return `C-index ${cIndex.value.toFixed(2).replace(/^0/, '')} in ${found.data.n.toLocaleString('en-US')} ${where}`;
}
