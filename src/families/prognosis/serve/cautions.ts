import { conceptOf } from '../../../chart/catalogue.ts';
import { formatValue } from '../../../chart/wording.ts';
import { transformed } from '../../../inference/runtimes/features.ts';
import type { Variable } from '../../../inference/runtimes/features-schema.ts';
import type { Engine } from './engine.ts';

/**
 * Values beyond the training data are computed as its edge, and that is said: nothing is known beyond it. What reads
 * the same as the edge is not worth a sentence.
 */
export function cautionsFor({ linear }: Engine, values: Float64Array): string[] {
  return linear.weights.features.variables.flatMap((variable, v) => {
    const side = beyond(variable, values[v]!);
    if (side === undefined) return [];
    const edge = edgeOf(variable, side);
    return edge === words(variable, values[v]!) ? [] : [caution(variable, side, edge)];
  });
}

/** A detection limit is no edge of knowledge: values below it are known to be low. */
function beyond(variable: Variable, raw: number): 'above' | 'below' | undefined {
  if (Number.isNaN(raw) || variable.codes) return undefined;
  const x = transformed(variable, raw);
  const [low, high] = variable.clip;
  if (x > high) return 'above';
  return x < low ? 'below' : undefined;
}

function caution({ concept }: Variable, side: 'above' | 'below', edge: string): string {
  const { label } = conceptOf(concept);
  const name = label.charAt(0).toUpperCase() + label.slice(1);
  return `${name} is ${side} what the model learned from and was computed as ${edge}: the true risk may differ.`;
}

function edgeOf(variable: Variable, side: 'above' | 'below'): string {
  const { transform, clip } = variable;
  const edge = side === 'above' ? clip[1] : clip[0];
  return words(
    variable,
    transform === 'identity' ? edge : transform === 'log' ? Math.exp(edge) : Math.expm1(edge),
  );
}

function words({ concept }: Variable, value: number): string {
  const entry = conceptOf(concept);
  const unit = 'unit' in entry ? entry.unit : undefined;
  return formatValue({ concept, value, ...(unit ? { unit } : {}) });
}
