import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chartFromValues } from '../../../src/chart/from-values.ts';
import { readVectors } from '../../../src/families/prognosis/evaluation/vector-file.ts';
import { openPrognosisModel } from '../../../src/families/prognosis/index.ts';
import type { Declined, Equation, EquationInputs, VectorRow } from '../../../src/inference/equation.ts';
import type { ModelOutput } from '../../../src/inference/prediction.ts';
import { loadModel } from '../../../src/inference/registry.ts';
import type { EvidenceValue } from '../../../src/kernel/evidence.ts';
import { unwrap } from '../../../src/kernel/result.ts';

export type Known = Readonly<Record<string, EvidenceValue | undefined>>;

const given = (known: Known): EquationInputs => ({
  number(concept) {
    const value = known[concept];
    return typeof value === 'number' ? value : Number.NaN;
  },
  value: (concept) => known[concept],
});

/** What an equation answers to somebody of whom the first is known, save what the second changes; else what it lacks. */
export function answerTo(
  equation: Equation,
  usual: Known,
  changed: Known = {},
): number | Declined['concepts'] {
  const result = equation.compute(given({ ...usual, ...changed }));
  return 'declined' in result ? result.concepts : result.answer;
}

/** The served model of a folder. */
export async function served(name: string): Promise<(known: Known) => ModelOutput> {
  const model = unwrap(
    openPrognosisModel(unwrap(await loadModel(resolve(import.meta.dirname, '../../../models', name), name))),
  );
  return (values) => model.predict(chartFromValues({ now: new Date('2026-01-01T00:00:00Z'), values }));
}

const VECTORS = resolve(import.meta.dirname, '../../../../shared/data/equations');

export const vectorsAreHere = existsSync(VECTORS);

/** The rows of a file of test vectors, for what `Vectors.expected` does not compare: the names of bands. */
export const vectorRows = async (file: string, column: string): Promise<readonly VectorRow[]> =>
  unwrap(await readVectors(join(VECTORS, file), [column])).rows;
