import { z } from 'zod';

const number = z.number();

/** One input on its way to a model: raw value → transformed, clipped, standardised → spline basis. */
const variable = z.strictObject({
  concept: z.string().min(1),
  /** Numbers for the codes of a coded concept: `{ "male": 1, "female": 0 }`. */
  codes: z.record(z.string(), number).optional(),
  transform: z.enum(['identity', 'log', 'log1p']),
  /** Raw values below are raised to it: a detection limit. */
  floor: number.optional(),
  /** Bounds on the transformed scale: quantiles of the training data. */
  clip: z.tuple([number, number]),
  mean: number,
  sd: number.positive(),
  /** Of a restricted cubic spline, on the standardised scale. */
  knots: z.array(number).min(3).optional(),
});

/** Basis 0 is the standardised value; 1, 2, ... are the nonlinear columns of its spline. */
const factor = z.strictObject({
  variable: z.int().min(0),
  basis: z.int().min(0).default(0),
  /** Subtracted first: the value at which an interaction vanishes. */
  shift: number.default(0),
});

/** A column of the design: the product of its factors. */
const term = z.array(factor).min(1).max(2);

/**
 * Missing values are replaced by their expectation given everything known, under a multivariate normal
 * distribution of `of` learned in training.
 */
const imputation = z.strictObject({
  of: z.array(factor),
  mean: z.array(number),
  /** Lower triangle of the inverse covariance, row by row. */
  precision: z.array(number),
});

export const featuresSchema = z
  .strictObject({
    variables: z.array(variable).min(1),
    imputation: imputation.optional(),
    terms: z.array(term).min(1),
  })
  .refine(everyFactorExists, { message: 'a factor refers to a variable or basis that is not there' });

export type Features = z.output<typeof featuresSchema>;
export type Variable = z.output<typeof variable>;
export type Factor = z.output<typeof factor>;
export type Term = z.output<typeof term>;
export type Imputation = z.output<typeof imputation>;

interface Parts {
  variables: Variable[];
  terms: Term[];
  imputation?: Imputation | undefined;
}

function everyFactorExists({ variables, terms, imputation }: Parts): boolean {
  const exists = (f: Factor) => f.basis < basisSize(variables[f.variable]);
  return terms.flat().every(exists) && (imputation?.of ?? []).every(exists);
}

/** Columns of a variable's basis: k knots give k − 1. */
export const basisSize = (v: Variable | undefined): number => (v ? (v.knots ? v.knots.length - 1 : 1) : 0);
