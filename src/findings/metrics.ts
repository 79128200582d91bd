import { z } from 'zod';
import { isObject } from '../kernel/json-object.ts';

/**
 * `metrics.json` has its validations by name, or is the one of pictures held out of training itself: here it is called
 * `heldOut`. A published equation, which is only held to its test vectors, has none.
 */
export function validationsIn(metrics: unknown): unknown {
  if (!isObject(metrics) || !isObject(metrics.metrics) || 'agreement' in metrics.metrics) return metrics;
  return { heldOut: metrics, explanation: metrics.explanation };
}

const report = z.looseObject({
  data: z.looseObject({ n: z.number() }),
  metrics: z.record(z.string(), z.looseObject({ value: z.number() })),
});

const metricsFile = z.preprocess(
  validationsIn,
  z.looseObject({
    crossValidation: report.optional(),
    temporalValidation: report.optional(),
    heldOut: report.optional(),
  }),
);

const agreement = z.looseObject({
  data: z.looseObject({ n: z.number() }),
  metrics: z.looseObject({ agreement: z.looseObject({ value: z.number() }) }),
});

/** Of a published equation: how many of its test vectors the served model meets. */
export function agreementOf(metrics: unknown): { readonly met: number; readonly of: number } | undefined {
  const parsed = agreement.safeParse(metrics);
  if (!parsed.success) return undefined;
  const { data, metrics: found } = parsed.data;
  return { met: Math.round(found.agreement.value * data.n), of: data.n };
}

/** "meets 41 of 41 test vectors". */
export function agreementWords(metrics: unknown): string | undefined {
  const found = agreementOf(metrics);
  if (!found) return undefined;
  const [met, of] = [found.met, found.of].map((n) => n.toLocaleString('en-US'));
  return `meets ${met} of ${of} test vectors`;
}

/**
 * The one figure a card has room for, from `metrics.json` as `kairos evaluate` wrote it: discrimination in people
 * the model did not see. Undefined when there is none.
 */
export function headlineFigure(metrics: unknown): string | undefined {
  const parsed = metricsFile.safeParse(metrics);
  return (parsed.success ? figureOf(parsed.data) : undefined) ?? agreementWords(metrics);
}

function figureOf(file: z.output<typeof metricsFile>): string | undefined {
  const { temporalValidation, crossValidation, heldOut } = file;
  if (heldOut) return heldOutFigure(heldOut);
  const found = temporalValidation ?? crossValidation;
  const cIndex = found?.metrics.cIndex;
  if (!found || !cIndex) return undefined;
  const where = temporalValidation ? 'later adults' : 'adults, cross-validated';
  return `C-index ${short(cIndex.value)} in ${found.data.n.toLocaleString('en-US')} ${where}`;
}

/** "AUROC .98 in 410 pictures it had not seen" */
function heldOutFigure({ data, metrics }: z.output<typeof report>): string | undefined {
  if (!metrics.auroc) return undefined;
  return `AUROC ${short(metrics.auroc.value)} in ${data.n.toLocaleString('en-US')} pictures it had not seen`;
}

/** Two digits, as papers write what is at most one. */
const short = (value: number): string => value.toFixed(2).replace(/^0/, '');
