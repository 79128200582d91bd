import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { boostedTrees } from '../src/families/prognosis/learners/boosting.ts';
import { randomForest } from '../src/families/prognosis/learners/forest.ts';
import { mlRandomForest } from '../src/families/prognosis/learners/library-forest.ts';
import { logisticTable } from '../src/families/prognosis/learners/linear.ts';
import { supportVectorMachine } from '../src/families/prognosis/learners/svm.ts';
import type { Table, TableLearner } from '../src/families/prognosis/learners/table.ts';
import { compileTrees, type TreesMember, treesSchema } from '../src/inference/runtimes/trees.ts';
import { decodeTrees } from '../src/inference/runtimes/trees-codec.ts';
import { auroc, logLoss, rowsOf, simulatedPart } from './learners/data.ts';
import { type Figures, memberOf, type Sklearn, withSklearn } from './learners/python.ts';

// The learners against libraries: what they know of unseen rows, how long they learn and predict. See README.md.

const { values: options } = parseArgs({ options: { large: { type: 'boolean', default: false } } });

const WORKERS = 2;
const train = simulatedPart(4_000, 1);
const test = simulatedPart(4_000, 2);
const one: Table = { ...test.table, rows: 1, data: test.table.data.subarray(0, test.table.columns.length) };

const learners: readonly TableLearner[] = [
  logisticTable({ name: 'logistic, ridge chosen' }),
  logisticTable({ name: 'logistic, splines', knots: 4 }),
  boostedTrees(),
  randomForest(),
  mlRandomForest(),
  supportVectorMachine({ name: 'libsvm-js rbf' }),
  supportVectorMachine({ name: 'libsvm-js linear', kernel: 'linear' }),
];

print('4,000 rows of 40 columns to learn from, 4,000 others to predict');
print(`${'learner'.padEnd(26)}  AUROC  log-loss  train s  one row µs    rows/s`);
for (const learner of learners) show(await figuresOf(learner));
const sklearn = withSklearn(train, test);
if (sklearn) {
  for (const figures of sklearn.figures) show({ ...figures, name: `scikit-learn ${figures.name}` });
  compareForests(sklearn.forest);
} else print('scikit-learn: skipped, there is no python3 that has it');
await servedTrees();
if (options.large) await trainLarge();

async function figuresOf(learner: TableLearner): Promise<Figures> {
  const start = performance.now();
  const fitted = await learner.fit(train.table, train.target, { seed: 1, workers: WORKERS });
  const seconds = (performance.now() - start) / 1_000;
  const margin = fitted.predict(test.table);
  return {
    name: learner.name,
    auroc: auroc(margin, test.target),
    logLoss: logLoss(margin, test.target),
    train: seconds,
    one: 1_000 * shortest(() => fitted.predict(one)),
    batch: (1_000 * test.table.rows) / shortest(() => fitted.predict(test.table)),
  };
}

/** Shortest of many runs, in milliseconds; a run of less than a hundredth of one is repeated in a loop. */
function shortest(work: () => unknown, milliseconds = 1_000): number {
  const once = timeOf(work, 1);
  const loops = Math.max(1, Math.ceil(0.05 / once));
  let best = Number.POSITIVE_INFINITY;
  const end = performance.now() + milliseconds;
  while (performance.now() < end) best = Math.min(best, timeOf(work, loops));
  return best;
}

function timeOf(work: () => unknown, loops: number): number {
  const start = performance.now();
  for (let k = 0; k < loops; k++) work();
  return Math.max((performance.now() - start) / loops, 1e-6);
}

/** The forest that scikit-learn has grown, served by both. */
function compareForests(forest: Sklearn['forest']): void {
  const model = compileTrees(treesSchema.parse(memberOf(forest, test.table.columns.length)));
  const rows = rowsOf(test.table).map((row) => row.map((v) => (Number.isNaN(v) ? 0 : Math.fround(v))));
  forest.predicted.forEach((p, i) => {
    if (Math.abs(p - model.margin(rows[i]!)) > 1e-6) throw new Error('the forests do not predict the same');
  });
  const single = 1_000 * shortest(() => model.margin(rows[0]!));
  const all = Float64Array.from(rows.flatMap((row) => [...row]));
  const batch = shortest(() => model.marginsOfRows(all));
  const perSecond = (1_000 * rows.length) / batch;
  print(
    `\nthe same forest (200 trees of depth 8), one row: kairos ${single.toFixed(1)} µs, scikit-learn ${forest.one.toFixed(0)} µs, ratio ${(forest.one / single).toFixed(0)}`,
  );
  print(
    `the same forest, 4,000 rows: kairos ${perSecond.toFixed(0)} rows/s, scikit-learn ${forest.batch.toFixed(0)} rows/s, ratio ${(perSecond / forest.batch).toFixed(1)}`,
  );
}

/** How long large tables take to learn from. */
async function trainLarge(): Promise<void> {
  print('\n8,000 rows to learn from, seconds');
  const plain = { trees: 400, maxDepth: 5, maxBins: 255 };
  const cases: readonly (readonly [number, string, TableLearner])[] = [
    [
      300,
      '400 trees of depth 5, all rows and columns',
      boostedTrees({ ...plain, rowSubsample: 1, columnSubsample: 1 }),
    ],
    [300, '400 trees of depth 5, 70% and 20%', boostedTrees({ ...plain, columnSubsample: 0.2 })],
    [300, '4 bags of those', boostedTrees({ ...plain, columnSubsample: 0.2, bags: 4 })],
    [150, 'forest of 400 trees', randomForest()],
    [400, 'logistic, one ridge', logisticTable({ penalty: { kind: 'fixed', ridge: 100 } })],
    [400, 'logistic, ridge chosen, 40 refits', logisticTable({ resamples: 40 })],
  ];
  for (const [width, name, learner] of cases) {
    const { table, target } = simulatedPart(8_000, 3, width);
    const start = performance.now();
    await learner.fit(table, target, { seed: 1, workers: WORKERS });
    print(`${width} columns, ${name}: ${((performance.now() - start) / 1_000).toFixed(1)}`);
  }
}

/** Rows per second of the largest trees of each served model, and what explaining one of their rows takes. */
async function servedTrees(): Promise<void> {
  const largestLast = treeModels().toSorted((a, b) => a.nodes - b.nodes);
  const ofModels = new Map(largestLast.map((trees) => [trees.name, trees]));
  for (const trees of ofModels.values()) await speedOf(trees);
}

async function speedOf(largest: ReturnType<typeof treeModels>[number]): Promise<void> {
  const model = compileTrees(largest.member);
  const row = Float64Array.from({ length: model.features }, (_, j) => (37 * j) % 200);
  const phi = new Float64Array(model.features);
  const trees = largest.member.bags.reduce((sum, bag) => sum + bag, 0);
  print(`\ntrees of ${largest.name}, ${trees} trees, ${largest.nodes} nodes, ${model.features} features`);
  print(
    `one row ${(1_000 * shortest(() => model.margin(row))).toFixed(1)} µs, explained ${(1_000 * shortest(() => model.explain(row, phi))).toFixed(0)} µs`,
  );
  const workerData = { member: largest.member, milliseconds: 3_000 };
  const rates = await Promise.all(Array.from({ length: WORKERS }, () => rateOf(workerData)));
  print(`in batch with ${WORKERS} threads: ${rates.reduce((sum, rate) => sum + rate, 0).toFixed(0)} rows/s`);
}

function rateOf(workerData: unknown): Promise<number> {
  return new Promise((resolveRate, reject) => {
    const worker = new Worker(new URL('./learners/batch-worker.ts', import.meta.url), { workerData });
    worker.on('message', resolveRate);
    worker.on('error', reject);
  });
}

function treeModels(): { readonly name: string; readonly member: TreesMember; readonly nodes: number }[] {
  const folder = resolve(import.meta.dirname, '../models');
  return readdirSync(folder).flatMap((name) =>
    membersOf(join(folder, name, 'weights.json')).flatMap((json) => {
      const parsed = treesSchema.safeParse(json);
      return parsed.success
        ? [{ name, member: parsed.data, nodes: decodeTrees(parsed.data).feature.length }]
        : [];
    }),
  );
}

function membersOf(file: string): readonly unknown[] {
  try {
    return (
      (JSON.parse(readFileSync(file, 'utf8')) as { readonly members?: readonly unknown[] }).members ?? []
    );
  } catch {
    return [];
  }
}

function show({ name, auroc: area, logLoss: loss, train: seconds, one: single, batch }: Figures): void {
  const columns = [
    name.padEnd(26),
    area.toFixed(4).padStart(6),
    loss.toFixed(4).padStart(9),
    seconds.toFixed(2).padStart(8),
    single.toFixed(1).padStart(11),
    batch.toFixed(0).padStart(9),
  ];
  print(columns.join(' '));
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
