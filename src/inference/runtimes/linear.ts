import { z } from 'zod';
import { type Problem, problem } from '../../kernel/errors.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { type CompiledFeatures, compileFeatures } from './features.ts';
import { featuresSchema } from './features-schema.ts';
import type { Gap } from './imputation.ts';

/**
 * A generalised linear model of a risk at one horizon. `cloglog`: risk = 1 − exp(−exp(η)), which is Cox' model with
 * the log of its cumulative baseline hazard as the intercept; `logit`: risk = 1 / (1 + exp(−η)).
 */
export const linearSchema = z
  .strictObject({
    link: z.enum(['cloglog', 'logit']),
    features: featuresSchema,
    intercept: z.number(),
    /** One per term, on the scale of the unstandardised columns. */
    coefficients: z.array(z.number()),
    /** Refits on resampled people, each `[intercept, ...coefficients]`. */
    resamples: z.array(z.array(z.number())).default([]),
  })
  .refine((w) => w.coefficients.length === w.features.terms.length, {
    message: 'there must be one coefficient for each term',
    path: ['coefficients'],
  })
  .refine((w) => w.resamples.every((r) => r.length === w.coefficients.length + 1), {
    message: 'each resample must hold an intercept and one coefficient for each term',
    path: ['resamples'],
  });

export type LinearWeights = z.output<typeof linearSchema>;
export type Link = LinearWeights['link'];

/** The answer for one person. The arrays are reused by the next call: copy what must last. */
export interface LinearOutput {
  readonly predictor: number;
  readonly risk: number;
  /** 2.5th and 97.5th percentile over the resamples; both are the risk itself when there are none. */
  readonly low: number;
  readonly high: number;
  /** Each variable's part of the linear predictor; together with the intercept they are the predictor. */
  readonly parts: Float64Array;
  /** Clipped, standardised value of each variable, imputed where it was missing. */
  readonly standardised: Float64Array;
}

export interface LinearModel {
  readonly weights: LinearWeights;
  /** @param values raw values in canonical units, one per variable of the features, NaN where missing */
  evaluate(values: Float64Array): LinearOutput;
}

/** Parses a `linear` weights object; the problem names the path of what is wrong. */
export function openLinear(json: unknown): Result<LinearModel, Problem> {
  const parsed = linearSchema.safeParse(json);
  if (parsed.success) return ok(compileLinear(parsed.data));
  const issues = parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`);
  return err(problem('invalid-manifest', { message: `linear weights: ${issues.slice(0, 3).join('; ')}` }));
}

export function compileLinear(weights: LinearWeights): LinearModel {
  const features: CompiledFeatures = compileFeatures(weights.features);
  const coefficients = Float64Array.from(weights.coefficients);
  const resampled = intervalOf(weights);
  const row = new Float64Array(features.size);
  const parts = new Float64Array(weights.features.variables.length);
  const standardised = new Float64Array(parts.length);
  return {
    weights,
    evaluate(values) {
      const gap = features.fill(values, row, standardised);
      parts.fill(0);
      for (let k = 0; k < row.length; k++) parts[features.owner[k]!]! += coefficients[k]! * row[k]!;
      const spread = gap ? addSpread(gap, features, standardised, coefficients, parts) : 0;
      const predictor = parts.reduce((sum, part) => sum + part, weights.intercept);
      const risk = riskOf(weights.link, predictor);
      const [low, high] = resampled(row, spread) ?? [risk, risk];
      return { predictor, risk, low, high, parts, standardised };
    },
  };
}

/** Nodes of the three-point Gauss-Hermite rule lie at ±√3 standard deviations, each with weight 1/6. */
const NODE_VARIANCES = 3;
const NODE_WEIGHT = 1 / 6;

/**
 * A person whose value is unknown has the mean hazard of the people it stands for, which is more than the hazard at
 * their mean value: log E exp(η) ≈ E η + ½ Var η for a normal η. The mean is taken along each missing value by
 * Gauss-Hermite quadrature, the variance from its central slopes g as gᵀCg, C the covariance of the missing values.
 * Adds each missing variable's share to its part and returns the sum.
 */
function addSpread(
  { missing, covariance }: Gap,
  features: CompiledFeatures,
  standardised: Float64Array,
  coefficients: Float64Array,
  parts: Float64Array,
): number {
  const m = missing.length;
  const curvature = new Float64Array(m);
  const slope = new Float64Array(m);
  missing.forEach((variable, a) => {
    const step = Math.sqrt(NODE_VARIANCES * covariance[a * m + a]!);
    const above = features.partAt(variable, standardised[variable]! + step, coefficients);
    const below = features.partAt(variable, standardised[variable]! - step, coefficients);
    slope[a] = (above - below) / (2 * step);
    curvature[a] = (above + below - 2 * parts[variable]!) * NODE_WEIGHT;
  });
  let total = 0;
  missing.forEach((variable, a) => {
    let share = 0;
    for (let b = 0; b < m; b++) share += covariance[a * m + b]! * slope[b]!;
    const spread = curvature[a]! + (slope[a]! * share) / 2;
    parts[variable]! += spread;
    total += spread;
  });
  return total;
}

/** The inverse link: linear predictor → probability. */
export const riskOf = (link: Link, predictor: number): number =>
  link === 'cloglog' ? -Math.expm1(-Math.exp(predictor)) : 1 / (1 + Math.exp(-predictor));

/** Slope of the inverse link. */
export function riskSlope(link: Link, predictor: number): number {
  if (link === 'cloglog') return Math.exp(predictor - Math.exp(predictor));
  const p = riskOf(link, predictor);
  return p * (1 - p);
}

function intervalOf({ link, resamples, coefficients }: LinearWeights) {
  const count = resamples.length;
  const width = coefficients.length + 1;
  const matrix = Float64Array.from(resamples.flat());
  const predictors = new Float64Array(count);
  return (row: Float64Array, spread: number): readonly [number, number] | undefined => {
    if (count === 0) return undefined;
    for (let b = 0; b < count; b++) predictors[b] = spread + dot(matrix, b * width, row);
    predictors.sort();
    return [riskOf(link, percentile(predictors, 0.025)), riskOf(link, percentile(predictors, 0.975))];
  };
}

/** Intercept and coefficients of one resample times the row; two sums, so that additions overlap. */
function dot(matrix: Float64Array, offset: number, row: Float64Array): number {
  let even = matrix[offset]!;
  let odd = 0;
  const length = row.length;
  let k = 0;
  for (; k + 1 < length; k += 2) {
    even += matrix[offset + k + 1]! * row[k]!;
    odd += matrix[offset + k + 2]! * row[k + 1]!;
  }
  if (k < length) even += matrix[offset + k + 1]! * row[k]!;
  return even + odd;
}

function percentile(sorted: Float64Array, probability: number): number {
  const at = (sorted.length - 1) * probability;
  const below = Math.floor(at);
  const low = sorted[below]!;
  return low + (at - below) * (sorted[Math.min(below + 1, sorted.length - 1)]! - low);
}
