import type { Equation, EquationInputs } from '../../src/inference/equation.ts';
import { type PointsTable, pointsIn, scoreOf } from '../../src/inference/points.ts';

/**
 * Child-Pugh score of cirrhosis: five findings of 1 to 3 points. Pugh RNH et al. Br J Surg 1973;60:646-649.
 * doi:10.1002/bjs.1800600817, with the INR (1.7, 2.3) in the place of the prothrombin time. Bilirubin in mg/dL, albumin
 * in g/dL.
 */
const BILIRUBIN = [2, 3] as const;
/** Pugh's own limits for primary biliary cholangitis. */
const BILIRUBIN_CHOLESTATIC = [4, 10] as const;
const INR = [1.7, 2.3] as const;
const ALBUMIN: PointsTable = { below: [2.8], points: [3, 2] };
const GRADES: Readonly<Record<string, number>> = {
  none: 1,
  mild: 2,
  'grade1-2': 2,
  'moderate-severe': 3,
  'grade3-4': 3,
};

/** The score of somebody in whom all five are normal. */
const NORMAL = 5;

export const equation: Equation = {
  compute(inputs) {
    const bilirubin = inputs.number('bilirubin-total');
    const score = scoreOf({
      'bilirubin-total': rising(bilirubin, BILIRUBIN) - 1,
      albumin: albuminPoints(inputs.number('albumin')) - 1,
      inr: rising(inputs.number('inr'), INR) - 1,
      'ascites-grade': graded(inputs, 'ascites-grade') - 1,
      'hepatic-encephalopathy-grade': graded(inputs, 'hepatic-encephalopathy-grade') - 1,
    });
    const answer = NORMAL + score.answer;
    return {
      answer,
      parts: score.parts,
      reference: { group: 'somebody in whom all five are normal', answer: NORMAL },
      ...cholestatic(inputs, answer, rising(bilirubin, BILIRUBIN) - rising(bilirubin, BILIRUBIN_CHOLESTATIC)),
    };
  },

  vectors: {
    file: 'child_pugh.csv',
    columns: ['bilirubin_mg_dL', 'albumin_g_dL', 'inr', 'ascites', 'encephalopathy', 'score'],
    inputs: (row) => ({
      'liver-cirrhosis': true,
      'bilirubin-total': Number(row.bilirubin_mg_dL),
      albumin: Number(row.albumin_g_dL),
      inr: Number(row.inr),
      'ascites-grade': row.ascites ?? '',
      'hepatic-encephalopathy-grade': row.encephalopathy ?? '',
    }),
    expected: (row) => ({ answer: { text: row.score ?? '' } }),
  },
};

/** 1 below the first limit, 2 up to the second, 3 above it. */
function rising(value: number, [second, third]: readonly [number, number]): number {
  if (value < second) return 1;
  return value <= third ? 2 : 3;
}

/** Above 3.5 g/dL: 1; 2.8 to 3.5: 2; below: 3. */
const albuminPoints = (value: number): number => (value > 3.5 ? 1 : pointsIn(ALBUMIN, value));

function graded(inputs: EquationInputs, concept: string): number {
  const points = GRADES[String(inputs.value(concept))];
  if (points === undefined) throw new RangeError(`${concept} has no such grade`);
  return points;
}

/** In primary biliary cholangitis bilirubin rises before the liver fails. */
function cholestatic(
  inputs: EquationInputs,
  answer: number,
  fewer: number,
): { readonly cautions?: readonly string[] } {
  if (fewer === 0 || inputs.value('primary-biliary-cholangitis') !== true) return {};
  return {
    cautions: [
      `In primary biliary cholangitis the limits of bilirubin are 4 and 10 mg/dL (Pugh 1973): with them the score is ${answer - fewer}.`,
    ],
  };
}
