import type { EquationResult } from '../../../inference/equation.ts';
import type { Manifest } from '../../../inference/manifest.ts';
import type { Contribution } from '../../../inference/prediction.ts';
import type { Evidence } from '../../../kernel/evidence.ts';

/**
 * The difference from the reference, shared out among the inputs in proportion to their parts, without a remainder
 * (as in `explanation.ts`). What has a part although it was not there was assumed by the equation.
 *
 * @throws RangeError for a part that is no number, or of something that is no input of the model
 */
export function equationContributions(
  result: EquationResult,
  { used }: Evidence,
  manifest: Manifest,
): Contribution[] {
  const scale = answerPerUnit(result, manifest);
  const inputs = new Map(used.map((u) => [u.concept, u]));
  return Object.entries(result.parts).flatMap(([concept, part]): Contribution[] => {
    if (!Number.isFinite(part) || !manifest.inputs.some((i) => i.concept === concept))
      throw new RangeError(`${concept} has no part in this model`);
    const input = inputs.get(concept);
    if (!input) return part === 0 ? [] : [{ concept, effect: part * scale, imputed: true }];
    const { value, unit, date } = input;
    return [{ concept, effect: part * scale, value, ...(unit ? { unit } : {}), ...(date ? { date } : {}) }];
  });
}

/** Where the parts cancel out, the slope there: 1 for scores, that of the logistic function for probabilities. */
function answerPerUnit({ answer, parts, reference }: EquationResult, { score }: Manifest): number {
  const total = Object.values(parts).reduce((sum, part) => sum + part, 0);
  if (Math.abs(total) > 1e-9) return (answer - reference.answer) / total;
  return score ? 1 : answer * (1 - answer);
}
