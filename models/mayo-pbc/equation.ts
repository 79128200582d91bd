import type { Equation, EquationInputs } from '../../src/inference/equation.ts';

/**
 * Mayo natural history model of primary biliary cholangitis: Cox model with
 * R = 0.871 ln(bilirubin, mg/dL) − 2.53 ln(albumin, g/dL) + 0.039 age + 2.38 ln(prothrombin time, s) + 0.859 oedema and
 * S(t) = S₀(t)^exp(R − 5.07). Dickson ER et al. Hepatology 1989;10:1-7. doi:10.1002/hep.1840100102
 */
const BASELINE_SURVIVAL = [0.97, 0.941, 0.883, 0.833, 0.774, 0.721, 0.651] as const;
const MEAN_SCORE = 5.07;

/** From this score on survival after transplantation falls: Kim WR et al. Hepatology 1998;28:33-38. */
const TRANSPLANT_SCORE = 7.8;

export const equation: Equation = {
  compute(inputs) {
    const bilirubin = inputs.number('bilirubin-total');
    if (bilirubin <= 0)
      return {
        declined: 'out-of-range',
        because: 'a bilirubin of 0 cannot be computed with',
        concepts: ['bilirubin-total'],
      };
    const parts = partsOf(inputs);
    const reference = scoreOfReference(inputs.number('age'));
    const score = Object.values(parts).reduce((sum, part) => sum + part, reference);
    const risks = BASELINE_SURVIVAL.map((s0) => deathBy(s0, score));
    return {
      answer: risks[4]!,
      further: Object.fromEntries(FURTHER.map((year) => [`death-${year}y`, risks[year - 1]!])),
      parts,
      reference: { group: REFERENCE.group, answer: deathBy(BASELINE_SURVIVAL[4], reference) },
      ...(score >= TRANSPLANT_SCORE ? { cautions: [transplant(score)] } : {}),
    };
  },

  vectors: {
    file: 'mayo_pbc.csv',
    columns: [
      'age',
      'bilirubin_mg_dL',
      'albumin_g_dL',
      'pt_seconds',
      'edema',
      ...[1, 2, 3, 4, 5, 6, 7].map((year) => `surv_${year}y`),
    ],
    inputs: (row) => ({
      'primary-biliary-cholangitis': true,
      age: Number(row.age),
      'bilirubin-total': Number(row.bilirubin_mg_dL),
      albumin: Number(row.albumin_g_dL),
      'prothrombin-time': Number(row.pt_seconds),
      'oedema-grade': Number(row.edema),
    }),
    expected: (row) => ({
      answer: { text: complement(row.surv_5y) },
      ...Object.fromEntries(FURTHER.map((y) => [`death-${y}y`, { text: complement(row[`surv_${y}y`]) }])),
    }),
  },
};

const FURTHER = [1, 2, 3, 4, 6, 7] as const;

const REFERENCE = {
  bilirubin: 1,
  albumin: 4,
  prothrombin: 11,
  group:
    'people of the same age with bilirubin of 1.0 mg/dL, albumin of 4.0 g/dL, prothrombin time of 11 s and no oedema',
};

/** Differences of R from the reference; age is the same in both. */
const partsOf = (inputs: EquationInputs): Readonly<Record<string, number>> => ({
  'bilirubin-total': 0.871 * Math.log(inputs.number('bilirubin-total') / REFERENCE.bilirubin),
  albumin: -2.53 * Math.log(inputs.number('albumin') / REFERENCE.albumin),
  'prothrombin-time': 2.38 * Math.log(inputs.number('prothrombin-time') / REFERENCE.prothrombin),
  'oedema-grade': 0.859 * inputs.number('oedema-grade'),
});

const scoreOfReference = (age: number): number =>
  0.871 * Math.log(REFERENCE.bilirubin) -
  2.53 * Math.log(REFERENCE.albumin) +
  0.039 * age +
  2.38 * Math.log(REFERENCE.prothrombin);

const deathBy = (baseline: number, score: number): number => 1 - baseline ** Math.exp(score - MEAN_SCORE);

const transplant = (score: number): string =>
  `The Mayo risk score is ${score.toFixed(1)}: survival after transplantation falls from 7.8 on, so that it is discussed before (Kim 1998).`;

/** The file states survival: 1 − S with as many decimals. */
const complement = (survival = ''): string =>
  survival === '' ? '' : (1 - Number(survival)).toFixed(survival.split('.')[1]?.length ?? 0);
