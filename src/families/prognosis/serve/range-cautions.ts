import { conceptOf } from '../../../chart/catalogue.ts';
import { spanWords } from '../../../chart/span-words.ts';
import { formatValue } from '../../../chart/wording.ts';
import type { Manifest } from '../../../inference/manifest.ts';
import type { BlendWeights } from '../../../inference/runtimes/blend-schema.ts';

/** Values beyond the training data are said: nothing is known beyond it. One sentence for each concept. */
export function rangeCautions(
  { features, ranges }: BlendWeights,
  row: Float64Array,
  { inputs }: Pick<Manifest, 'inputs'>,
): string[] {
  const said = new Map<string, string>();
  features.forEach((feature, f) => {
    const { concept, statistic = 'latest' } = feature;
    const range = ranges[f];
    if (!range || !SHOWN.has(statistic) || said.has(concept)) return;
    const side = sideOf(row[f]!, range);
    if (side)
      said.set(
        concept,
        sentence(nameOf(feature, inputs), { concept, side, edge: side === 'above' ? range[1] : range[0] }),
      );
  });
  return [...said.values()];
}

type Feature = BlendWeights['features'][number];

/** The statistics that a clinician can recognise in the record. */
const SHOWN: ReadonlySet<string> = new Set(['latest', 'first', 'min', 'max']);

function sideOf(value: number, [low, high]: readonly [number, number]): 'above' | 'below' | undefined {
  if (value > high) return 'above';
  return value < low ? 'below' : undefined;
}

const WHICH: Readonly<Record<string, string>> = { first: 'first', min: 'lowest', max: 'highest' };

/** "Heart rate", "Highest mean arterial pressure of the last 2 days", "Lowest sodium of the time from 48 to 24 hours ago". */
function nameOf({ concept, statistic, hours }: Feature, inputs: Manifest['inputs']): string {
  const which = WHICH[statistic ?? ''];
  const window = inputs.find((i) => i.concept === concept)?.window;
  const when = hours ? ` ${hoursWords(hours)}` : which && window ? ` of the last ${spanWords(window)}` : '';
  const name = `${which ? `${which} ` : ''}${conceptOf(concept).label}${when}`;
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Hours before the chart is read, from the earlier to the later. */
const hoursWords = ([from, to]: readonly [number, number]): string =>
  to === 0 ? `of the last ${from} hours` : `of the time from ${from} to ${to} hours ago`;

interface Beyond {
  readonly concept: string;
  readonly side: 'above' | 'below';
  readonly edge: number;
}

function sentence(name: string, { concept: id, side, edge }: Beyond): string {
  const concept = conceptOf(id);
  const unit = 'unit' in concept ? concept.unit : undefined;
  const words = formatValue({ concept: id, value: edge, ...(unit ? { unit } : {}) });
  return `${name} is ${side} nearly all that the model learned from (${words}): the true risk may differ.`;
}
