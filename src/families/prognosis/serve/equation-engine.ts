import type { Selection } from '../../../chart/select.ts';
import type { Equation, EquationInputs, EquationResult } from '../../../inference/equation.ts';
import { outsideRange } from '../../../inference/equation-range.ts';
import { levelOf } from '../../../inference/level.ts';
import type { Manifest } from '../../../inference/manifest.ts';
import type { Abstention, FurtherOutcome, ModelOutput } from '../../../inference/prediction.ts';
import { shared } from '../../../inference/shared.ts';
import { equationContributions } from './equation-contributions.ts';

/** What a published equation says of somebody whom the manifest lets through. */
export function answerOfEquation(equation: Equation, selection: Selection, manifest: Manifest): ModelOutput {
  const abstention = (why: Pick<Abstention, 'reason' | 'because' | 'concepts'>): Abstention => ({
    kind: 'abstention',
    ...shared(manifest),
    ...why,
    evidence: selection.evidence,
  });
  try {
    const inputs = inputsOf(selection);
    const result = outsideRange(inputs, equation.ranges ?? []) ?? equation.compute(inputs);
    if (!('declined' in result)) return answered(result, selection, manifest);
    const { declined: reason, because, concepts } = result;
    return abstention({ reason, because, concepts });
  } catch {
    // A defect of an equation costs its own answer and nothing else, and is never a number.
    return abstention({ reason: 'failed', because: 'the equation gave no usable number', concepts: [] });
  }
}

/** The inputs of a model as its equation reads them. */
export const inputsOf = ({ values }: Pick<Selection, 'values'>): EquationInputs => ({
  number(concept) {
    const value = values.get(concept);
    return typeof value === 'number' ? value : Number.NaN;
  },
  value: (concept) => values.get(concept),
});

/** @throws RangeError for a result that does not fit the manifest */
function answered(result: EquationResult, { evidence }: Selection, manifest: Manifest): ModelOutput {
  const { answer, reference, cautions = [] } = result;
  const { score } = manifest;
  const further = furtherOf(result, manifest);
  const common = {
    ...shared(manifest),
    ...levelOf(result.judged ?? answer, manifest, result.limits),
    contributions: equationContributions(result, evidence, manifest),
    evidence,
    cautions,
    ...(further.length > 0 ? { further } : {}),
  };
  if (score) {
    const { unit } = score;
    return { kind: 'score', ...common, value: onScale(answer, score), ...(unit ? { unit } : {}) };
  }
  const comparison = { group: reference.group, probability: probability(reference.answer) };
  return { kind: 'prediction', ...common, probability: probability(answer), comparison };
}

function onScale(
  value: number,
  { min, max }: { readonly min?: number | undefined; readonly max?: number | undefined },
): number {
  const isOn = Number.isFinite(value) && value >= (min ?? value) && value <= (max ?? value);
  if (!isOn) throw new RangeError('not on the scale');
  return value;
}

const probability = (value: number): number => onScale(value, { min: 0, max: 1 });

function furtherOf({ further = {} }: EquationResult, manifest: Manifest): FurtherOutcome[] {
  const unknown = Object.keys(further).filter((id) => !manifest.further.some((f) => f.id === id));
  if (unknown.length > 0) throw new RangeError(`the manifest has no further outcome ${unknown.join(', ')}`);
  return manifest.further.flatMap(({ id, coding, horizon, unit }) => {
    const value = further[id];
    if (value === undefined) return [];
    const amount =
      unit === undefined ? { probability: probability(value) } : { value: onScale(value, {}), unit };
    return [{ id, outcome: coding, ...(horizon ? { horizon } : {}), ...amount }];
  });
}
