/**
 * The risk of nhanes-mortality written a second time, from its weights alone and from textbooks: Harrell's spline basis
 * (Regression Modeling Strategies, 2nd ed., eq. 2.25-2.26), the conditional mean of a multivariate normal from its
 * covariance, Cox' model. It shares no code with `src/` and takes the long way round wherever there is one.
 */
export interface Weights {
  readonly features: {
    readonly variables: readonly Variable[];
    readonly terms: readonly (readonly Factor[])[];
    readonly imputation: {
      readonly of: readonly Factor[];
      readonly mean: readonly number[];
      readonly precision: readonly number[];
    };
  };
  readonly intercept: number;
  readonly coefficients: readonly number[];
  readonly resamples: readonly (readonly number[])[];
}

interface Variable {
  readonly concept: string;
  readonly codes?: Readonly<Record<string, number>>;
  readonly transform: 'identity' | 'log' | 'log1p';
  readonly floor?: number;
  readonly clip: readonly [number, number];
  readonly mean: number;
  readonly sd: number;
  readonly knots?: readonly number[];
}

interface Factor {
  readonly variable: number;
  readonly basis: number;
  readonly shift: number;
}

type Known = Readonly<Record<string, number | string | boolean>>;
type Vector = readonly number[];
type Matrix = readonly Vector[];

/** Risk with its interval, of somebody of whom these values are known, in canonical units. */
export function riskByHand(weights: Weights, known: Known): { risk: number; low: number; high: number } {
  const z = weights.features.variables.map((v) => standardised(v, known[v.concept]));
  const { complete, missing, covariance } = imputed(weights, z);
  const correction = spread(weights, complete, missing, covariance);
  const row = columns(weights, complete);
  const predictor = (intercept: number, b: Vector) => intercept + correction + dot(b, row);
  const draws = weights.resamples.map(([intercept, ...b]) => predictor(intercept!, b)).sort((a, b) => a - b);
  return {
    risk: risk(predictor(weights.intercept, weights.coefficients)),
    low: risk(percentile(draws, 2.5)),
    high: risk(percentile(draws, 97.5)),
  };
}

const risk = (eta: number): number => 1 - Math.exp(-Math.exp(eta));

const dot = (a: Vector, b: Vector): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0);

function percentile(sorted: Vector, percent: number): number {
  const position = ((sorted.length - 1) * percent) / 100;
  const i = Math.trunc(position);
  return sorted[i]! * (1 - (position - i)) + (sorted[i + 1] ?? 0) * (position - i);
}

function standardised(v: Variable, value: number | string | boolean | undefined): number | undefined {
  if (value === undefined) return undefined;
  const number = v.codes ? v.codes[String(value)]! : Number(value);
  const raised = Math.max(number, v.floor ?? number);
  const x = { identity: raised, log: Math.log(raised), log1p: Math.log(1 + raised) }[v.transform];
  return (Math.min(v.clip[1], Math.max(v.clip[0], x)) - v.mean) / v.sd;
}

/** x, then the truncated cubics t₁ ... t₍k₋₂₎ with their linear tail restriction. */
function basis({ knots }: Variable, x: number): Vector {
  if (!knots) return [x];
  const t = knots;
  const k = t.length;
  const plus = (u: number) => Math.max(u, 0) ** 3;
  const tau = (t[k - 1]! - t[0]!) ** 2;
  const nonlinear = t.slice(0, k - 2).map((tj) => {
    const a = (plus(x - t[k - 2]!) * (t[k - 1]! - tj)) / (t[k - 1]! - t[k - 2]!);
    const b = (plus(x - t[k - 1]!) * (t[k - 2]! - tj)) / (t[k - 1]! - t[k - 2]!);
    return (plus(x - tj) - a + b) / tau;
  });
  return [x, ...nonlinear];
}

function columns({ features }: Weights, z: Vector): Vector {
  const value = (f: Factor) => basis(features.variables[f.variable]!, z[f.variable]!)[f.basis]! - f.shift;
  return features.terms.map((factors) => factors.reduce((product, f) => product * value(f), 1));
}

/** μₘ + Σₘₒ Σₒₒ⁻¹ (xₒ − μₒ), with covariance Σₘₘ − Σₘₒ Σₒₒ⁻¹ Σₒₘ. */
function imputed({ features }: Weights, z: readonly (number | undefined)[]) {
  const { of, mean, precision } = features.imputation;
  const sigma = inverse(square(precision, of.length));
  const x = of.map((f) => {
    const known = z[f.variable];
    return known === undefined ? undefined : basis(features.variables[f.variable]!, known)[f.basis]!;
  });
  const m = [...x.keys()].filter((i) => x[i] === undefined);
  const o = [...x.keys()].filter((i) => x[i] !== undefined);
  const gain = times(block(sigma, m, o), inverse(block(sigma, o, o)));
  const surprise = o.map((i) => x[i]! - mean[i]!);
  const complete = z.map((value) => value ?? Number.NaN);
  m.forEach((i, a) => {
    complete[of[i]!.variable] = mean[i]! + dot(gain[a]!, surprise);
  });
  const explained = times(gain, block(sigma, o, m));
  const covariance = block(sigma, m, m).map((row, a) => row.map((s, b) => s - explained[a]![b]!));
  return { complete, missing: m.map((i) => of[i]!.variable), covariance };
}

/** log E exp η less η at the mean: curvature along each missing value by quadrature, and half the variance of η. */
function spread(weights: Weights, z: Vector, missing: Vector, covariance: Matrix): number {
  const eta = (at: Vector) => dot(weights.coefficients, columns(weights, at));
  const moved = (v: number, by: number) => z.map((x, i) => (i === v ? x + by : x));
  const steps = missing.map((_, a) => Math.sqrt(3 * covariance[a]![a]!));
  const ends = missing.map((v, a) => [eta(moved(v, steps[a]!)), eta(moved(v, -steps[a]!))] as const);
  const curvature = ends.reduce((sum, [up, down]) => sum + (up + down - 2 * eta(z)) / 6, 0);
  const slope = ends.map(([up, down], a) => (up - down) / (2 * steps[a]!));
  const variance = dot(
    slope,
    covariance.map((row) => dot(row, slope)),
  );
  return curvature + variance / 2;
}

const block = (a: Matrix, rows: Vector, cols: Vector): Matrix => rows.map((i) => cols.map((j) => a[i]![j]!));

const times = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => (b[0] ?? []).map((_, j) => row.reduce((sum, x, k) => sum + x * b[k]![j]!, 0)));

function square(lower: Vector, n: number): Matrix {
  const at = (i: number, j: number) => lower[(i * (i + 1)) / 2 + j]!;
  return Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => (i < j ? at(j, i) : at(i, j))),
  );
}

/** Gauss-Jordan with partial pivoting. */
function inverse(a: Matrix): Matrix {
  const n = a.length;
  const work = a.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let c = 0; c < n; c++) {
    const pivot = work
      .slice(c)
      .reduce((best, row, k) => (Math.abs(row[c]!) > Math.abs(work[best]![c]!) ? c + k : best), c);
    [work[c], work[pivot]] = [work[pivot]!, work[c]!];
    const lead = work[c]!.map((x) => x / work[c]![c]!);
    work.forEach((row, i) => {
      work[i] = i === c ? lead : row.map((x, j) => x - row[c]! * lead[j]!);
    });
  }
  return work.map((row) => row.slice(n));
}
