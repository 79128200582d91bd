import { type LinearColumn, type LinearMember, widthOf } from '../../../inference/runtimes/blend-schema.ts';
import { compileLinearMember } from '../../../inference/runtimes/linear-member.ts';
import { fitColumns } from './linear/columns.ts';
import { type Design, designOf } from './linear/design.ts';
import { likelihoodOf } from './linear/likelihood.ts';
import { fitPenalised, ROUGH } from './linear/newton.ts';
import { LINEAR_DEFAULTS, type LinearOptions } from './linear/options.ts';
import { penaltyOf, type Strength, strengthGrid } from './linear/penalty.ts';
import { answerLinearTask, type LinearProblem, type LinearTask } from './linear/tasks.ts';
import { answersOf } from './pool.ts';
import { foldOfRows, streamSeed } from './resampling.ts';
import type { FittedTable, Table, TableFitOptions, TableLearner, Target } from './table.ts';

type Given = Partial<LinearOptions> & { readonly name?: string };

const FOLDS = 5;
const STRENGTHS = 12;
const SCRIPT = new URL('./linear/worker.ts', import.meta.url);

/** Rows times squared columns: a step of a fit takes milliseconds. */
const SMALL = 2_000_000;

/** Logistic regression. */
export const logisticTable = (given: Given = {}): TableLearner => linearLearner('logistic', 'binary', given);

/** Cox regression with Breslow's handling of ties; the margin is relative to the average training row. */
export const coxTable = (given: Given = {}): TableLearner => linearLearner('cox', 'survival', given);

/** Linear regression. */
export const linearTable = (given: Given = {}): TableLearner => linearLearner('linear', 'numeric', given);

function linearLearner(kind: string, supports: Target['kind'], { name = kind, ...own }: Given): TableLearner {
  const options = { ...LINEAR_DEFAULTS, ...own };
  return {
    name,
    description: describe(kind, options),
    options: { ...options },
    supports: [supports],
    async fit(table, target, fitOptions) {
      if (target.kind !== supports) throw new RangeError(`${name} learns a ${supports} target`);
      return fittedLinear(await fitMember(table, target, options, fitOptions));
    },
  };
}

/** A linear member as a fitted learner: what predicts is what is served. */
export function fittedLinear(member: LinearMember): FittedTable {
  const compiled = compileLinearMember(member);
  return {
    predict: ({ rows, columns, data }) =>
      Float64Array.from({ length: rows }, (_, i) =>
        compiled.margin(data.subarray(i * columns.length, (i + 1) * columns.length)),
      ),
    toMember: () => member,
  };
}

async function fitMember(
  table: Table,
  target: Target,
  options: LinearOptions,
  fitOptions: TableFitOptions,
): Promise<LinearMember> {
  const columns = fitColumns(table, options);
  const design = designOf(table, columns);
  const problem: LinearProblem = {
    x: design.matrix,
    target,
    weights: fitOptions.weights ?? new Float64Array(table.rows).fill(1),
    groups: fitOptions.groups,
    penalised: penalisedOf(table, columns, options),
  };
  const strength = await strengthFor(problem, options, fitOptions);
  const likelihood = likelihoodOf(problem.x, target);
  const fit = fitPenalised(likelihood, problem.weights, penaltyOf(strength, problem, likelihood));
  const tasks: LinearTask[] = Array.from({ length: options.resamples }, (_, k) => ({
    kind: 'resample',
    seed: streamSeed(fitOptions.seed, k),
    strength,
    from: fit,
  }));
  const refits = await run(problem, tasks, fitOptions, 'refits');
  const row = (beta: Float64Array) => rowOf(beta, design, target.kind, problem.weights);
  const [intercept = 0, ...coefficients] = row(fit.beta);
  return {
    kind: 'linear',
    columns,
    intercept,
    coefficients,
    resamples: refits.map((beta) => row(beta).map((c) => Number(c.toPrecision(6)))),
  };
}

const penalisedOf = (
  { columns: names }: Table,
  columns: readonly LinearColumn[],
  options: LinearOptions,
): Uint8Array =>
  Uint8Array.from(
    columns.flatMap((column) => {
      const free = options.columns[names[column.feature]!]?.unpenalised;
      return new Array<number>(widthOf(column)).fill(free ? 0 : 1);
    }),
  );

async function strengthFor(
  problem: LinearProblem,
  { penalty }: LinearOptions,
  fitOptions: TableFitOptions,
): Promise<Strength> {
  if (penalty.kind === 'fixed') return { ridge: penalty.ridge, lasso: penalty.lasso ?? 0 };
  const strengths = strengthGrid(gradientAtNone(problem), penalty.mixing, penalty.strengths ?? STRENGTHS);
  const folds = penalty.folds ?? FOLDS;
  const fold = foldOfRows(problem.x.rows, folds, problem.groups, fitOptions.seed);
  const tasks = Array.from({ length: folds }, (_, f): LinearTask => {
    return { kind: 'fold', inFold: Uint8Array.from(fold, (own) => (own === f ? 1 : 0)), strengths };
  });
  const scores = await run(problem, tasks, fitOptions, 'folds of the penalty');
  const total = strengths.map((_, k) => scores.reduce((sum, s) => sum + s[k]!, 0));
  return strengths[total.indexOf(Math.max(...total))]!;
}

/** Of the penalised columns, where only the intercept and the unpenalised columns are fitted. */
function gradientAtNone(problem: LinearProblem): Float64Array {
  const likelihood = likelihoodOf(problem.x, problem.target);
  const held = penaltyOf({ ridge: 1e12, lasso: 0 }, problem, likelihood);
  const { beta } = fitPenalised(likelihood, problem.weights, held, { tolerance: ROUGH });
  const gradient = likelihood.at(beta, problem.weights).gradient();
  return gradient.subarray(likelihood.hasIntercept ? 1 : 0).filter((_, j) => problem.penalised[j] === 1);
}

async function run(
  problem: LinearProblem,
  tasks: readonly LinearTask[],
  { workers, onProgress }: TableFitOptions,
  what: string,
): Promise<Float64Array[]> {
  let done = 0;
  const onSteps = (steps: number) => {
    done += steps;
    onProgress?.(done, tasks.length, what);
  };
  return answersOf({
    script: SCRIPT,
    work: answerLinearTask,
    isSmall: problem.x.data.length * problem.x.columns < SMALL,
    shared: problem,
    tasks,
    workers,
    onSteps,
  });
}

/** Intercept and coefficients of the columns as they are; of Cox the intercept makes the mean margin 0. */
function rowOf(
  beta: Float64Array,
  { centre, scale, matrix }: Design,
  kind: Target['kind'],
  weights: Float64Array,
): number[] {
  const slopes = kind === 'survival' ? beta : beta.subarray(1);
  const coefficients = slopes.map((b, j) => b / scale[j]!);
  const shift = coefficients.reduce((sum, c, j) => sum + c * centre[j]!, 0);
  const intercept = kind === 'survival' ? -meanMargin(slopes, matrix, weights) : beta[0]!;
  return [intercept - shift, ...coefficients];
}

function meanMargin(
  beta: Float64Array,
  { rows, columns, data }: Design['matrix'],
  weights: Float64Array,
): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < rows; i++) {
    let margin = 0;
    for (let j = 0; j < columns; j++) margin += data[i * columns + j]! * beta[j]!;
    sum += weights[i]! * margin;
    total += weights[i]!;
  }
  return sum / total;
}

function describe(kind: string, { penalty, knots, resamples }: LinearOptions): string {
  const parts = [
    `${kind} regression`,
    ...(knots > 0 ? [`restricted cubic splines of ${knots} knots`] : []),
    describePenalty(penalty),
    ...(resamples > 0 ? [`${resamples} refits on resampled rows`] : []),
  ];
  return parts.join(', ');
}

function describePenalty(penalty: LinearOptions['penalty']): string {
  if (penalty.kind === 'fixed')
    return `ridge ${penalty.ridge}${penalty.lasso ? `, lasso ${penalty.lasso}` : ''}`;
  const which = penalty.mixing === 0 ? 'ridge' : penalty.mixing === 1 ? 'lasso' : 'elastic net';
  return `${which} penalty chosen by cross-validation within the training rows`;
}
