import { conceptOf } from '../../../chart/catalogue.ts';
import { formatValue } from '../../../chart/wording.ts';
import type { BlendWeights } from '../../../inference/runtimes/blend-schema.ts';

/** Values beyond the training data are said: nothing is known beyond it. One sentence for each concept. */
export function rangeCautions({ features, ranges }: BlendWeights, row: Float64Array): string[] {
  const said = new Map<string, string>();
  features.forEach(({ concept, statistic = 'latest' }, f) => {
    const range = ranges[f];
    if (!range || !SHOWN.has(statistic) || said.has(concept)) return;
    const side = sideOf(row[f]!, range);
    if (side) said.set(concept, sentence(concept, side, side === 'above' ? range[1] : range[0]));
  });
  return [...said.values()];
}

/** The statistics that a clinician can recognise in the record. */
const SHOWN: ReadonlySet<string> = new Set(['latest', 'first', 'min', 'max']);

function sideOf(value: number, [low, high]: readonly [number, number]): 'above' | 'below' | undefined {
  if (value > high) return 'above';
  return value < low ? 'below' : undefined;
}

function sentence(id: string, side: 'above' | 'below', edge: number): string {
  const concept = conceptOf(id);
  const unit = 'unit' in concept ? concept.unit : undefined;
  const words = formatValue({ concept: id, value: edge, ...(unit ? { unit } : {}) });
  const name = concept.label.charAt(0).toUpperCase() + concept.label.slice(1);
  return `${name} is ${side} nearly all that the model learned from (${words}): the true risk may differ.`;
}
