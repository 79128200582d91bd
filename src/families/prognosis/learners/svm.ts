import type { LinearColumn, LinearMember } from '../../../inference/runtimes/blend-schema.ts';
import { fillColumn } from '../../../inference/runtimes/linear-member.ts';
import { seededRandom } from '../../../statistics/random.ts';
import { type Calibration, calibrate } from './calibrate.ts';
import { fitColumns } from './linear/columns.ts';
import { type Design, designOf } from './linear/design.ts';
import { LINEAR_DEFAULTS } from './linear/options.ts';
import { fittedLinear } from './linear.ts';
import { inWorkers } from './pool.ts';
import { drawSome, foldOfRows } from './resampling.ts';
import { type Decision, decisionOf, type Kernel, slopesOf } from './svm/kernel.ts';
import type { Machine, SvmProblem, SvmTask } from './svm/task.ts';
import type { FittedTable, Table, TableFitOptions, TableLearner } from './table.ts';

export interface SvmOptions {
  readonly kernel: 'linear' | 'rbf';
  /** C: price of a row on the wrong side of its margin. */
  readonly cost: number;
  /** Of the RBF kernel; 1 / number of columns unless given. */
  readonly gamma?: number;
  /** Learns from so many rows at most, drawn by chance: the time it takes grows with their square. */
  readonly mostRows?: number;
}

const SCRIPT = new URL('./svm/worker.ts', import.meta.url);
const FOLDS = 5;

/**
 * Support vector machine of libsvm on the columns of a linear model (transformed, clipped, of unit variance, with
 * indicators of the missing). Its decisions on rows that it did not see, by folds, are calibrated to log-odds (Platt
 * 1999). libsvm-js takes no case weights: rows of weight 0 are left out, other weights are refused. A linear machine can
 * be served; one with an RBF kernel cannot.
 */
export function supportVectorMachine(
  given: Partial<SvmOptions> & { readonly name?: string } = {},
): TableLearner {
  const { name = 'svm', ...own } = given;
  const options: SvmOptions = { kernel: 'rbf', cost: 1, ...own };
  return {
    name,
    description: describe(options),
    options: { ...options },
    supports: ['binary'],
    async fit(table, target, fitOptions) {
      if (target.kind !== 'binary') throw new RangeError(`${name} learns a binary target`);
      const columns = fitColumns(table, LINEAR_DEFAULTS);
      const design = designOf(table, columns);
      const kernel = kernelOf(options, design);
      const problem = { x: design.matrix, y: target.y, kernel, cost: options.cost };
      const rows = drawSome(
        rowsOf(table, fitOptions),
        options.mostRows ?? table.rows,
        seededRandom(fitOptions.seed),
      );
      const { machine, calibration } = await train(problem, rows, fitOptions);
      if (kernel.kind === 'linear') return fittedLinear(memberOf(machine, design, columns, calibration));
      return fittedKernel(decisionOf(machine, design.matrix, kernel), design, columns, calibration);
    },
  };
}

function describe({ kernel, cost, mostRows }: SvmOptions): string {
  const rows = mostRows === undefined ? '' : ` on at most ${mostRows} rows`;
  return `support vector machine (libsvm)${rows}, ${kernel} kernel, cost ${cost}, calibrated on unseen folds`;
}

const kernelOf = ({ kernel, gamma }: SvmOptions, { matrix }: Design): Kernel =>
  kernel === 'linear' ? { kind: 'linear' } : { kind: 'rbf', gamma: gamma ?? 1 / matrix.columns };

function rowsOf({ rows }: Table, { weights }: TableFitOptions): Int32Array {
  const all = Int32Array.from({ length: rows }, (_, i) => i);
  if (!weights) return all;
  const taken = all.filter((i) => weights[i]! > 0);
  if (taken.some((i) => weights[i] !== weights[taken[0]!]))
    throw new RangeError('the library takes no case weights');
  return taken;
}

/** A machine on all rows, and one without each fold for the calibration. */
async function train(
  problem: SvmProblem,
  rows: Int32Array,
  { seed, groups, workers, onProgress }: TableFitOptions,
): Promise<{ machine: Machine; calibration: Calibration }> {
  const fold = foldOfRows(problem.x.rows, FOLDS, groups, seed);
  const folds = Array.from({ length: FOLDS }, (_, f) => f);
  const tasks: SvmTask[] = [{ rows }, ...folds.map((f) => ({ rows: rows.filter((i) => fold[i] !== f) }))];
  let done = 0;
  const onSteps = (steps: number) => {
    done += steps;
    onProgress?.(done, tasks.length, 'machines');
  };
  const answers = await inWorkers<SvmProblem, SvmTask, Machine>({
    script: SCRIPT,
    shared: problem,
    tasks,
    workers,
    onSteps,
  });
  const [machine, ...others] = answers;
  const decisions = others.map((other) => decisionOf(other, problem.x, problem.kernel));
  const { columns, data } = problem.x;
  const margin = Float64Array.from(rows, (i) =>
    decisions[fold[i]!]!(data.subarray(i * columns, (i + 1) * columns)),
  );
  const y = Uint8Array.from(rows, (i) => problem.y[i]!);
  return { machine: machine!, calibration: calibrate(margin, { kind: 'binary', y }) };
}

function memberOf(
  machine: Machine,
  { matrix, centre, scale }: Design,
  columns: LinearColumn[],
  { intercept, slope }: Calibration,
): LinearMember {
  const slopes = slopesOf(machine, matrix);
  const coefficients = Array.from(slopes, (s, j) => (slope * s) / scale[j]!);
  const shift = coefficients.reduce((sum, c, j) => sum + c * centre[j]!, 0);
  return {
    kind: 'linear',
    columns,
    intercept: intercept - slope * machine.rho - shift,
    coefficients,
    resamples: [],
  };
}

function fittedKernel(
  decision: Decision,
  { centre, scale, matrix }: Design,
  columns: readonly LinearColumn[],
  { intercept, slope }: Calibration,
): FittedTable {
  const own = new Float64Array(matrix.columns);
  return {
    predict: (table) =>
      byRow(table, (row) => {
        for (const column of columns) fillColumn(column, row[column.feature]!, own);
        for (let j = 0; j < own.length; j++) own[j] = (own[j]! - centre[j]!) / scale[j]!;
        return intercept + slope * decision(own);
      }),
    toMember: () => undefined,
  };
}

const byRow = ({ rows, columns, data }: Table, margin: (row: Float64Array) => number): Float64Array =>
  Float64Array.from({ length: rows }, (_, i) =>
    margin(data.subarray(i * columns.length, (i + 1) * columns.length)),
  );
