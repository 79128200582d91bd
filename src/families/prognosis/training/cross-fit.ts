import { compileMember, QUANTILE } from '../../../inference/runtimes/blend.ts';
import type { Member } from '../../../inference/runtimes/blend-schema.ts';
import { riskOf } from '../../../inference/runtimes/linear.ts';
import { coverage, type Intervals } from '../evaluation/tabular/coverage.ts';
import type { FittedTable, Table, TableLearner } from '../learners/table.ts';
import { recalibrate } from './calibration.ts';
import { tableRows } from './charted.ts';
import { type Checkpoints, fromBase64, hashOf, toBase64 } from './checkpoints.ts';
import { lessonFor, statusOf, statusWeights, type Task } from './task.ts';

/** Margins of every row of a table, with the standard deviation over the refits of a learner. */
export interface Margins {
  readonly margin: Float64Array;
  readonly spread: Float64Array;
}

export interface FittingOptions {
  readonly seed: number;
  readonly workers: number;
  readonly log: (line: string) => void;
  /** Whose row of the table it is: a patient's rows are resampled together. */
  readonly patient: Int32Array;
  readonly checkpoints: Checkpoints;
  /** Of the table and of the recipe's rows: what a checkpoint depends on besides learner, outcome and seed. */
  readonly contents: string;
}

export const FOLDS = 5;

/** Each row's margin by a learner that did not see it, nor any other row of the same patient. */
export async function outOfFold(
  learner: TableLearner,
  task: Task,
  table: Table,
  fold: Int32Array,
  options: FittingOptions,
): Promise<Margins> {
  const out = { margin: new Float64Array(table.rows), spread: new Float64Array(table.rows) };
  const all = Int32Array.from(fold, (_, i) => i);
  for (let f = 0; f < FOLDS; f++) {
    const tested = all.filter((i) => fold[i] === f);
    const learned = all.filter((i) => fold[i] !== f);
    const { margin, spread } = await foldMargins(learner, task, table, { learned, tested }, f, options);
    tested.forEach((i, k) => {
      out.margin[i] = margin[k]!;
      out.spread[i] = spread[k]!;
    });
  }
  return out;
}

interface Split {
  readonly learned: Int32Array;
  readonly tested: Int32Array;
}

async function foldMargins(
  learner: TableLearner,
  task: Task,
  table: Table,
  { learned, tested }: Split,
  f: number,
  options: FittingOptions,
): Promise<Margins> {
  const seed = options.seed + f;
  const key = ['fold', learningKey(learner, task), seed, options.contents, hashOf(learned.join())];
  const kept = await options.checkpoints.keep(key, async () => {
    options.log(`${task.recipe.answers}: ${learner.name}, fold ${f + 1} of ${FOLDS}`);
    const fitted = await fitOn(learner, task, table, learned, { ...options, seed });
    const { margin, spread } = marginsOf(fitted, tableRows(table, tested));
    return { margin: toBase64(margin), spread: toBase64(spread) };
  });
  return { margin: fromBase64(kept.margin), spread: fromBase64(kept.spread) };
}

/** Outcomes that learn the same from the same rows share what is learned: horizons of one survival outcome. */
export const learningKey = (learner: TableLearner, { recipe, mode }: Task): string => {
  const { name, description, options } = learner;
  const learned = [recipe.outcome, mode, mode === 'status' ? recipe.months : null];
  return JSON.stringify([name, description, options, learned]);
};

/** A learner fitted on some rows of a task. */
export function fitOn(
  learner: TableLearner,
  task: Task,
  table: Table,
  rows: Int32Array,
  { seed, workers, log, patient }: FittingOptions,
): Promise<FittedTable> {
  const { rows: known, target, weights } = lessonFor(task, rows);
  return learner.fit(tableRows(table, known), target, {
    seed,
    workers,
    groups: Int32Array.from(known, (i) => patient[i]!),
    ...(weights ? { weights } : {}),
    onProgress: (done, total, what) => {
      if (done === total || done % 100 === 0)
        log(`${task.recipe.answers}: ${learner.name}, ${done} of ${total} ${what}`);
    },
  });
}

/** By the code that serves the member, where it can be served. */
export function marginsOf(fitted: FittedTable, table: Table): Margins {
  const json = fitted.toMember();
  if (json === undefined) return { margin: fitted.predict(table), spread: new Float64Array(table.rows) };
  const member = compileMember(json as Member);
  const width = table.columns.length;
  const margin = new Float64Array(table.rows);
  const spread = new Float64Array(table.rows);
  for (let i = 0; i < table.rows; i++) {
    margin[i] = member.margin(table.data.subarray(i * width, (i + 1) * width));
    spread[i] = member.spread();
  }
  return { margin, spread };
}

/** The blend of several learners' margins; their spreads add as variances. */
export function blended(parts: readonly { readonly margins: Margins; readonly share: number }[]): Margins {
  const n = parts[0]!.margins.margin.length;
  const margin = new Float64Array(n);
  const variance = new Float64Array(n);
  for (const { margins, share } of parts) {
    for (let i = 0; i < n; i++) {
      margin[i]! += share * margins.margin[i]!;
      variance[i]! += (share * margins.spread[i]!) ** 2;
    }
  }
  return { margin, spread: variance.map(Math.sqrt) };
}

/** Risks of out-of-fold margins: each fold is calibrated on the others, so that nobody calibrates themselves. */
export function crossFitted(task: Task, { margin, spread }: Margins, fold: Int32Array): Intervals {
  const risk = new Float64Array(margin.length);
  const low = new Float64Array(margin.length);
  const high = new Float64Array(margin.length);
  const all = Int32Array.from(fold, (_, i) => i);
  for (let f = 0; f < FOLDS; f++) {
    const others = all.filter((i) => fold[i] !== f);
    const { link, slope, intercept } = recalibrate(task, margin, others);
    for (const i of all.filter((j) => fold[j] === f)) {
      const predictor = intercept + slope * margin[i]!;
      const half = QUANTILE * Math.abs(slope) * spread[i]!;
      risk[i] = riskOf(link, predictor);
      low[i] = riskOf(link, predictor - half);
      high[i] = riskOf(link, predictor + half);
    }
  }
  return { risk, low, high };
}

const LEVEL = 0.95;
const WIDENINGS = [1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4];

/**
 * The smallest factor on the intervals with which they cover people who were not learned from.
 *
 * @param counts 0 for people who have no say in it
 */
export function wideningOf(
  task: Task,
  intervals: Intervals,
  counts = new Float64Array(intervals.risk.length).fill(1),
): number {
  const status = statusOf(task.outcome, task.recipe);
  const weights = statusWeights(task.outcome, task.recipe, counts);
  return WIDENINGS.find((w) => (coverage(intervals, status, weights, w)?.value ?? 1) >= LEVEL) ?? 4;
}

/** For each fold the factor that the people of the others ask for: so that coverage is measured on people with no say in it. */
export const crossFittedWidening = (task: Task, intervals: Intervals, fold: Int32Array): number[] =>
  Array.from({ length: FOLDS }, (_, f) =>
    wideningOf(
      task,
      intervals,
      Float64Array.from(fold, (own) => (own === f ? 0 : 1)),
    ),
  );
