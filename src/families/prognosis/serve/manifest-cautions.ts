import { holds } from '../../../chart/applicability.ts';
import type { Chart } from '../../../chart/types.ts';
import type { Manifest } from '../../../inference/manifest.ts';
import type { ModelOutput } from '../../../inference/prediction.ts';

/** An answer with what its manifest has to say of it, always or because of what the chart is known to hold. */
export function withCautions(output: ModelOutput, chart: Chart, { cautions }: Manifest): ModelOutput {
  if (output.kind === 'abstention') return output;
  const said = cautions.filter(({ when }) => !when || holds(chart, when)).map(({ says }) => says);
  return said.length === 0 ? output : { ...output, cautions: [...output.cautions, ...said] };
}
