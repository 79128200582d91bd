import type { Equation } from '../../../inference/equation.ts';
import type { Way } from '../../../inference/way.ts';
import { problem } from '../../../kernel/errors.ts';
import { err, ok } from '../../../kernel/result.ts';
import { evaluateEquation } from '../evaluation/agreement.ts';
import { measured } from '../evaluation/describe.ts';

const nothingToFit = async () =>
  err(problem('not-supported', { message: 'this is a published equation: there is nothing to fit' }));

/** A published equation: measured by its agreement with test vectors, never fitted. */
export const equationWay = ({ vectors }: Equation): Way => ({
  place: ['equations', vectors.file],
  train: nothingToFit,
  validate: nothingToFit,
  async evaluate({ model, data }) {
    const evaluation = await evaluateEquation(model, data);
    return evaluation.ok ? ok(measured(evaluation.value)) : evaluation;
  },
});
