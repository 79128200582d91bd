import type { Chart } from '../../chart/types.ts';
import type { ModelOutput } from '../../inference/prediction.ts';
import type { LoadedModel } from '../../inference/registry.ts';
import { ok, type Result } from '../../kernel/result.ts';
import { openPrognosisModel } from './index.ts';
import { chartOfInput } from './predict-input.ts';

/**
 * What the model says of one person, described by values or by FHIR resources (see `predict-input.ts`).
 *
 * @param now when the input is read, unless it says so itself
 */
export function predict(model: LoadedModel, input: unknown, now: Date): Result<ModelOutput> {
  const chart: Result<Chart> = chartOfInput(input, now);
  if (!chart.ok) return chart;
  const opened = openPrognosisModel(model);
  return opened.ok ? ok(opened.value.predict(chart.value)) : opened;
}
