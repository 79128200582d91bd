import type { Contribution } from '../../../inference/prediction.ts';
import type { BlendAnswer, BlendModel } from '../../../inference/runtimes/blend.ts';
import { riskSlope } from '../../../inference/runtimes/linear.ts';
import type { UsedInput } from '../../../kernel/evidence.ts';
import { detailsOf } from './explanation.ts';

/**
 * Each concept's share of the difference between this person's risk and that of the reference. On the scale of the
 * predictor the shares are exact (linear parts; TreeSHAP of the trees); the risk is shared out in their proportion, so
 * that they add up to the difference without a remainder.
 */
export function blendContributions(
  blend: BlendModel,
  id: string,
  row: Float64Array,
  answer: BlendAnswer,
  used: readonly UsedInput[],
): Contribution[] {
  const phi = blend.explain(row, id);
  const scale = riskPerUnit(blend, id, answer);
  const inputs = new Map(used.map((u) => [u.concept, u]));
  return [...partsByConcept(blend, phi)].map(([concept, part]) => ({
    concept,
    effect: part * scale,
    ...detailsOf(inputs.get(concept)),
  }));
}

function partsByConcept({ weights }: BlendModel, phi: Float64Array): Map<string, number> {
  const parts = new Map<string, number>();
  weights.features.forEach(({ concept }, f) => {
    parts.set(concept, (parts.get(concept) ?? 0) + phi[f]!);
  });
  return parts;
}

function riskPerUnit(blend: BlendModel, id: string, { predictor, risk }: BlendAnswer): number {
  const reference = blend.reference(id);
  const difference = predictor - reference.predictor;
  if (Math.abs(difference) < 1e-9) return riskSlope(blend.weights.outcomes[id]!.link, predictor);
  return (risk - reference.risk) / difference;
}
