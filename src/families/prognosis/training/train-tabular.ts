import { availableParallelism } from 'node:os';
import type { Manifest } from '../../../inference/manifest.ts';
import { compileMember } from '../../../inference/runtimes/blend.ts';
import type { BlendOutcome, BlendWeights, Member } from '../../../inference/runtimes/blend-schema.ts';
import { foldsOf, seededRandom } from '../../../statistics/random.ts';
import { riskOrder } from '../evaluation/tabular/risk-order.ts';
import { bestThreshold } from '../evaluation/tabular/threshold-figures.ts';
import type { Table, TableLearner } from '../learners/table.ts';
import { recalibrate } from './calibration.ts';
import { type ChartedTable, chartedTable } from './charted.ts';
import { type Checkpoints, hashOf, noCheckpoints } from './checkpoints.ts';
import {
  blended,
  crossFitted,
  type FittingOptions,
  FOLDS,
  fitOn,
  learningKey,
  outOfFold,
  wideningOf,
} from './cross-fit.ts';
import type { OutcomeRecipe, TabularData, TabularRecipe } from './tabular.ts';
import { statusOf, statusWeights, type Task, taskFor } from './task.ts';
import { distanceOf, rangesOf } from './training-space.ts';

export type Log = (line: string) => void;

/** Whom training tells of its progress, and where it keeps it. */
export interface Surroundings {
  readonly log: Log;
  readonly checkpoints?: Checkpoints;
}

/** The data as a model's tasks: everything that fitting and cross-validation share. */
export interface Workbench extends ChartedTable {
  readonly tasks: readonly Task[];
  /** Fold of each row of the table; a patient's rows share theirs. */
  readonly fold: Int32Array;
  readonly options: FittingOptions;
}

export function workbench(
  data: TabularData,
  recipe: TabularRecipe,
  manifest: Manifest,
  { log, checkpoints = noCheckpoints }: Surroundings,
): Workbench {
  const charted = chartedTable(data, manifest, recipe.features, (done, total) =>
    log(`read ${done} of ${total} charts`),
  );
  log(`${charted.rows.length} of ${data.ids.length} rows are of people the model is made for`);
  const patient = patientNumbers(data, charted.rows);
  return {
    ...charted,
    tasks: recipe.outcomes.map((outcome) => taskFor(outcome, data, charted.rows)),
    fold: foldsByPatient(patient, recipe.seed),
    options: {
      seed: recipe.seed,
      workers: availableParallelism(),
      log,
      patient,
      checkpoints,
      contents: contentsOf(data, charted),
    },
  };
}

/** A change of a feature, of a row or of an outcome changes it. */
const contentsOf = ({ sha256 }: TabularData, { table, rows }: ChartedTable): string =>
  hashOf([sha256, table.columns.join(), hashOf(new Uint8Array(table.data.buffer)), rows.join()].join('|'));

function patientNumbers({ patients }: TabularData, rows: Int32Array): Int32Array {
  const numbers = new Map<string, number>();
  return rows.map((row) => {
    const id = patients[row]!;
    const known = numbers.get(id) ?? numbers.size;
    numbers.set(id, known);
    return known;
  });
}

function foldsByPatient(patient: Int32Array, seed: number): Int32Array {
  const patients = patient.reduce((most, p) => Math.max(most, p), -1) + 1;
  const fold = foldsOf(patients, FOLDS, seededRandom(seed));
  return patient.map((p) => fold[p]!);
}

/**
 * Fits every member on all rows; what turns margins into risks (calibration, interval, decision threshold) comes from
 * margins of rows that were not learned from.
 */
export async function fitBlend(bench: Workbench, recipe: TabularRecipe): Promise<BlendWeights> {
  const { table } = bench;
  const members: Member[] = [];
  const fits = new Map<string, Promise<number>>();
  const member = (learner: TableLearner, task: Task): Promise<number> => {
    const key = learningKey(learner, task);
    const known = fits.get(key) ?? fitMember(learner, task, bench).then((m) => members.push(m) - 1);
    fits.set(key, known);
    return known;
  };
  const margins = marginCache(bench);
  const outcomes: Record<string, BlendOutcome> = {};
  for (const task of bench.tasks) {
    const blend = [];
    for (const { learner, share } of task.recipe.members)
      blend.push({ member: await member(learner, task), share });
    outcomes[task.recipe.answers] = {
      ...(await calibratedOutcome(task, bench, margins)),
      ...averagesOf(blend, members, table),
      blend,
    };
  }
  const distance = distanceOf(table, recipe.features)?.distance;
  return {
    features: recipe.features.map((f) => ({ ...f }) as BlendWeights['features'][number]),
    members,
    outcomes,
    population: recipe.population,
    ranges: rangesOf(table, recipe.features),
    ...(distance ? { distance } : {}),
  };
}

async function fitMember(learner: TableLearner, task: Task, { table, options }: Workbench): Promise<Member> {
  const key = ['member', learningKey(learner, task), options.seed, options.contents];
  return options.checkpoints.keep(key, async () => {
    options.log(`${task.recipe.answers}: ${learner.name} on ${table.rows} rows`);
    const json = (await fitOn(learner, task, table, everyRow(table), options)).toMember();
    if (json === undefined) throw new TypeError(`the learner ${learner.name} cannot be served`);
    return json as Member;
  });
}

/** Out-of-fold margins, once for each learner and what it learns. */
export function marginCache({ table, fold, options }: Workbench) {
  const known = new Map<string, ReturnType<typeof outOfFold>>();
  return (learner: TableLearner, task: Task) => {
    const key = learningKey(learner, task);
    const found = known.get(key) ?? outOfFold(learner, task, table, fold, options);
    known.set(key, found);
    return found;
  };
}

export type MarginsOf = ReturnType<typeof marginCache>;

/** The out-of-fold margins of the blend of a task. */
export async function blendOutOfFold(task: Task, marginsOf: MarginsOf) {
  const parts = [];
  for (const { learner, share } of task.recipe.members)
    parts.push({ margins: await marginsOf(learner, task), share });
  return blended(parts);
}

async function calibratedOutcome(task: Task, { table, fold }: Workbench, marginsOf: MarginsOf) {
  const margins = await blendOutOfFold(task, marginsOf);
  const { link, slope, intercept, interceptAt } = recalibrate(task, margins.margin, everyRow(table));
  const intervals = crossFitted(task, margins, fold);
  const curve =
    interceptAt && curveTimes(task.recipe).map((months) => ({ months, intercept: interceptAt(months) }));
  return {
    link,
    slope,
    intercept,
    widening: wideningOf(task, intervals),
    decision: decisionOf(task, intervals.risk),
    ...(curve ? { curve } : {}),
  };
}

const CURVE_POINTS = 12;

const curveTimes = ({ months = 0 }: OutcomeRecipe): number[] =>
  Array.from({ length: CURVE_POINTS }, (_, k) => (months * (k + 1)) / CURVE_POINTS);

export function decisionOf(task: Task, risk: Float64Array): number {
  const status = statusOf(task.outcome, task.recipe);
  const weights = statusWeights(task.outcome, task.recipe, new Float64Array(status.length).fill(1));
  return bestThreshold(riskOrder(risk), risk, status, weights);
}

/** Where contributions start: the average of the margin, and of each feature's part in it. */
function averagesOf(
  blend: BlendOutcome['blend'],
  members: readonly Member[],
  table: Table,
): Pick<BlendOutcome, 'expected' | 'averageParts'> {
  const width = table.columns.length;
  const sums = new Float64Array(width);
  let expected = 0;
  for (const { member, share } of blend) {
    const json = members[member]!;
    const compiled = compileMember(json);
    expected += share * compiled.expected;
    if (json.kind === 'trees') continue;
    for (let i = 0; i < table.rows; i++) compiled.explain(row(table, i), share / table.rows, sums);
  }
  return { expected: expected + sums.reduce((a, b) => a + b, 0), averageParts: [...sums] };
}

const everyRow = ({ rows }: Table): Int32Array => Int32Array.from({ length: rows }, (_, i) => i);

const row = ({ data, columns }: Table, i: number): Float64Array =>
  data.subarray(i * columns.length, (i + 1) * columns.length);
