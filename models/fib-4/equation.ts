import type { Equation, EquationResult } from '../../src/inference/equation.ts';

/**
 * FIB-4 index of liver fibrosis: age (years) × AST (U/L) / (platelets (10⁹/L) × √ALT (U/L)). Sterling RK et al.
 * Hepatology 2006;43:1317-1325. doi:10.1002/hep.21178
 */
export const equation: Equation = {
  compute(inputs) {
    const [age, ast, alt, platelets] = INPUTS.map((concept) => inputs.number(concept)) as Four;
    const zero = INPUTS.filter((concept) => inputs.number(concept) <= 0);
    if (zero.length > 0)
      return {
        declined: 'out-of-range',
        because: 'a transaminase or platelets of 0 cannot be computed with',
        concepts: zero,
      };
    const reference = (age * REFERENCE.ast) / (REFERENCE.platelets * Math.sqrt(REFERENCE.alt));
    return {
      answer: (age * ast) / (platelets * Math.sqrt(alt)),
      parts: {
        'aspartate-aminotransferase': Math.log(ast / REFERENCE.ast),
        'alanine-aminotransferase': -Math.log(alt / REFERENCE.alt) / 2,
        platelets: -Math.log(platelets / REFERENCE.platelets),
      },
      reference: {
        group: 'people of the same age with AST and ALT of 25 U/L and platelets of 250 × 10⁹/L',
        answer: reference,
      },
      ...ofAge(age),
    };
  },

  vectors: {
    file: 'fib4.csv',
    columns: ['age', 'ast_U_L', 'alt_U_L', 'platelets_1e9_L', 'fib4'],
    inputs: (row) => ({
      age: Number(row.age),
      'aspartate-aminotransferase': Number(row.ast_U_L),
      'alanine-aminotransferase': Number(row.alt_U_L),
      platelets: Number(row.platelets_1e9_L),
    }),
    expected: (row) => ({ answer: { text: row.fib4 ?? '' } }),
  },
};

const INPUTS = ['age', 'aspartate-aminotransferase', 'alanine-aminotransferase', 'platelets'] as const;
type Four = [number, number, number, number];

/** The index is a product: its parts add up in logarithms. */
const REFERENCE = { ast: 25, alt: 25, platelets: 250 };

/** McPherson S et al. Am J Gastroenterol 2017;112:740-751. doi:10.1038/ajg.2016.453 */
function ofAge(age: number): Pick<EquationResult, 'cautions' | 'limits'> {
  if (age < 35)
    return {
      cautions: ['Under 35 years the index is unreliable: a low value does not exclude advanced fibrosis.'],
    };
  if (age < 65) return {};
  return { cautions: ['From 65 years on the lower limit is 2.0 and not 1.3.'], limits: [2, 2.67] };
}
