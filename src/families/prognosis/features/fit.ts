import { compileFeatures, transformed } from '../../../inference/runtimes/features.ts';
import type { Factor, Features, Term, Variable } from '../../../inference/runtimes/features-schema.ts';
import { mean, quantile, sortedFinite } from '../../../statistics/order.ts';
import { type Cohort, column } from '../cohort.ts';
import type { Matrix } from '../learners/design.ts';
import { fitNormal } from './em.ts';
import { type InputSpecification, KNOT_QUANTILES, type Specification } from './specification.ts';

/** Positions of age and sex among the variables; inputs follow. */
export const AGE = 0;
export const SEX = 1;
const FIRST_INPUT = 2;

/** Age interactions vanish at 60 years: main effects are those of a 60-year-old. */
const CENTRE_AGE = 60;
const DECADE = 10;
/** Knots closer than this (in standard deviations) carry no shape: the input stays linear. */
const MIN_KNOT_GAP = 0.15;

/** Estimates clipping bounds, knots, scales and the imputation model from training people only. */
export function fitFeatures(training: Cohort, spec: Specification): Features {
  const variables = [
    ageVariable(spec),
    sexVariable(),
    ...spec.inputs.map((input) => fitVariable(input, column(training, input.concept), spec.clip)),
  ];
  const terms = [
    ...demographicTerms(spec),
    ...spec.inputs.flatMap((input, i) => inputTerms(input, i, variables)),
  ];
  const of = imputationFactors(spec);
  return { variables, terms, imputation: fitImputation(training, variables, of) };
}

/** Age and sex alone: the comparison with people of the same age and sex. */
export const demographicFeatures = (spec: Specification): Features => ({
  variables: [ageVariable(spec), sexVariable()],
  terms: demographicTerms(spec),
});

const ageVariable = ({ age }: Specification): Variable => ({
  concept: 'age',
  transform: 'identity',
  clip: [0, age.max],
  mean: 0,
  sd: DECADE,
  knots: age.knots.map((k) => k / DECADE),
});

const sexVariable = (): Variable => ({
  concept: 'sex',
  codes: { female: 0, male: 1 },
  transform: 'identity',
  clip: [0, 1],
  mean: 0,
  sd: 1,
});

function fitVariable(input: InputSpecification, raw: Float64Array, clip: number): Variable {
  const { concept, transform, floor } = input;
  const base = { concept, transform, ...(floor === undefined ? {} : { floor }) };
  const known = sortedFinite(raw).map((x) => transformed(base, x));
  const bounds: [number, number] = [quantile(known, clip), quantile(known, 1 - clip)];
  const clipped = known.map((x) => Math.min(Math.max(x, bounds[0]), bounds[1]));
  const centre = mean(clipped);
  const sd = Math.sqrt(clipped.reduce((sum, x) => sum + (x - centre) ** 2, 0) / (clipped.length - 1));
  const knots = knotsOf(
    input,
    clipped.map((x) => (x - centre) / sd),
  );
  return { ...base, clip: bounds, mean: centre, sd, ...(knots ? { knots } : {}) };
}

function knotsOf({ knots }: InputSpecification, sorted: Float64Array): number[] | undefined {
  if (knots === 0) return undefined;
  const places = KNOT_QUANTILES[knots].map((q) => quantile(sorted, q));
  const gaps = places.slice(1).map((place, i) => place - places[i]!);
  return Math.min(...gaps) > MIN_KNOT_GAP ? places : undefined;
}

const factor = (variable: number, basis = 0, shift = 0): Factor => ({ variable, basis, shift });

function demographicTerms({ age }: Specification): Term[] {
  const ageColumns = age.knots.map((_, b) => b).slice(1);
  return [
    ...ageColumns.map((_, b) => [factor(AGE, b)]),
    [factor(SEX)],
    ...ageColumns.slice(0, age.bySex + 1).map((_, b) => [factor(AGE, b), factor(SEX)]),
  ];
}

function inputTerms(input: InputSpecification, i: number, variables: readonly Variable[]): Term[] {
  const v = FIRST_INPUT + i;
  const columns = (variables[v]?.knots?.length ?? 2) - 1;
  return [
    ...Array.from({ length: columns }, (_, b) => [factor(v, b)]),
    ...(input.byAge ? [[factor(v), factor(AGE, 0, CENTRE_AGE / DECADE)]] : []),
    ...(input.bySex ? [[factor(v), factor(SEX, 0, 0.5)]] : []),
  ];
}

/** Age by its spline, sex, then each measured value. */
const imputationFactors = ({ age, inputs }: Specification): Factor[] => [
  ...age.knots.slice(1).map((_, b) => factor(AGE, b)),
  factor(SEX),
  ...inputs.map((_, i) => factor(FIRST_INPUT + i)),
];

function fitImputation(
  training: Cohort,
  variables: Variable[],
  of: Factor[],
): NonNullable<Features['imputation']> {
  const { matrix } = designOf(training, { variables, terms: of.map((f) => [f]) });
  const { mean: centre, precision } = fitNormal(matrix.data, matrix.rows, matrix.columns);
  const n = of.length;
  const lower = Array.from({ length: n }, (_, i) => [...precision.subarray(i * n, i * n + i + 1)]);
  return { of, mean: [...centre], precision: lower.flat() };
}

/** The design matrix of a cohort, by the code that serves; with each person's standardised, imputed values. */
export function designOf(
  cohort: Cohort,
  features: Features,
): { readonly matrix: Matrix; readonly standardised: Float64Array } {
  const compiled = compileFeatures(features);
  const columns = features.variables.map((v) => column(cohort, v.concept));
  const rows = cohort.ids.length;
  const values = new Float64Array(columns.length);
  const data = new Float64Array(rows * compiled.size);
  const standardised = new Float64Array(rows * columns.length);
  for (let i = 0; i < rows; i++) {
    for (let v = 0; v < columns.length; v++) values[v] = columns[v]![i]!;
    const row = data.subarray(i * compiled.size, (i + 1) * compiled.size);
    compiled.fill(values, row, standardised.subarray(i * columns.length, (i + 1) * columns.length));
  }
  return { matrix: { rows, columns: compiled.size, data }, standardised };
}
