import type { Equation } from '../../../inference/equation.ts';
import { problem } from '../../../kernel/errors.ts';
import { err } from '../../../kernel/result.ts';
import { evaluateEquation } from '../evaluation/agreement.ts';
import type { Way } from './way.ts';

const nothingToFit = async () =>
  err(problem('not-supported', { message: 'this is a published equation: there is nothing to fit' }));

/** A published equation: measured by its agreement with test vectors, never fitted. */
export const equationWay = ({ vectors }: Equation): Way => ({
  place: ['equations', vectors.file],
  train: nothingToFit,
  validate: nothingToFit,
  evaluate: ({ model, data }) => evaluateEquation(model, data),
});
