import { concatTrees } from '../../../inference/runtimes/trees-codec.ts';
import { type Calibration, calibrate } from './calibrate.ts';
import { FOREST_DEFAULTS, type ForestOptions } from './forest-options.ts';
import { type ForestPart, type ForestProblem, type ForestTask, growForestPart } from './forest-trees.ts';
import { answersOf } from './pool.ts';
import type { Table, TableFitOptions, TableLearner, Target } from './table.ts';
import { binTable } from './trees/binning.ts';
import { type Bag, centred, fittedTrees, treesMember } from './trees-member.ts';

const SCRIPT = new URL('./forest-worker.ts', import.meta.url);

/** Values of the table times trees: a few tenths of a second of work. */
const SMALL = 1_000_000;

export type GivenForest = Partial<ForestOptions> & { readonly name?: string };

/**
 * Random forest of classification trees (their leaves as log-odds) or regression trees. What the trees say of the rows
 * that they did not see calibrates their mean.
 */
export const randomForest = (given: GivenForest = {}): TableLearner =>
  forestLearner('forest', 'random forest', ['binary', 'numeric'], given);

export function forestLearner(
  kind: string,
  title: string,
  supports: readonly Target['kind'][],
  { name = kind, ...own }: GivenForest,
): TableLearner {
  const options = { ...FOREST_DEFAULTS, ...own };
  return {
    name,
    description: describe(title, options),
    options: { ...options },
    supports,
    async fit(table, target, fitOptions) {
      if (!supports.includes(target.kind))
        throw new RangeError(`${name} does not learn a ${target.kind} target`);
      const parts = await growParts(table, target, options, fitOptions);
      const calibration = calibrateOutOfBag(parts, target, fitOptions.weights);
      const member = treesMember(table.columns.length, bagsOf(parts, options.bags, calibration));
      return fittedTrees(target.kind === 'survival' ? centred(member) : member);
    },
  };
}

/** Small tasks, so that the workers end together; their cut does not depend on the number of workers. */
const TREES_PER_TASK = 10;

function growParts(
  table: Table,
  target: Target,
  options: ForestOptions,
  { seed, weights, groups, workers, onProgress }: TableFitOptions,
): Promise<ForestPart[]> {
  const shared: ForestProblem = {
    binned: binTable(table, options.maxBins),
    target,
    weights: weights ?? new Float64Array(table.rows).fill(1),
    groups,
    options: { ...options, columnsPerSplit: options.columnsPerSplit ?? usualShare(table, target) },
    seed,
  };
  let done = 0;
  return answersOf<ForestProblem, ForestTask, ForestPart>({
    script: SCRIPT,
    work: growForestPart,
    isSmall: table.data.length * options.trees < SMALL,
    shared,
    tasks: tasksFor(options),
    workers,
    onSteps(steps) {
      done += steps;
      onProgress?.(done, options.trees, 'trees');
    },
  });
}

const usualShare = ({ columns }: Table, { kind }: Target): number =>
  kind === 'numeric' ? 1 / 3 : 1 / Math.sqrt(columns.length);

function tasksFor({ trees, bags }: ForestOptions): ForestTask[] {
  const each = Math.ceil(trees / bags);
  return Array.from({ length: bags }, (_, bag) =>
    Array.from({ length: Math.ceil(each / TREES_PER_TASK) }, (_, k) => ({
      bag,
      first: bag * each + k * TREES_PER_TASK,
      count: Math.min(TREES_PER_TASK, each - k * TREES_PER_TASK),
    })),
  ).flat();
}

function calibrateOutOfBag(
  parts: readonly ForestPart[],
  target: Target,
  weights?: Float64Array,
): Calibration {
  const rows = parts[0]!.sum.length;
  const sum = new Float64Array(rows);
  const count = new Float64Array(rows);
  for (const part of parts) {
    part.sum.forEach((s, i) => {
      sum[i]! += s;
      count[i]! += part.count[i]!;
    });
  }
  const judged = sum.map((_, i) => (count[i]! > 0 ? (weights?.[i] ?? 1) : 0));
  return calibrate(
    sum.map((s, i) => s / Math.max(count[i]!, 1)),
    target,
    judged,
  );
}

/** Each bag's calibrated mean as a sum: its leaves divided by the number of its trees. */
function bagsOf(parts: readonly ForestPart[], bags: number, { intercept, slope }: Calibration): Bag[] {
  return Array.from({ length: bags }, (_, bag) => {
    const trees = concatTrees(parts.filter((part) => part.bag === bag).map((part) => part.trees));
    const factor = slope / trees.sizes.length;
    const value = trees.value.map((v, i) => (trees.feature[i]! < 0 ? v * factor : v));
    return { base: intercept, trees: { ...trees, value } };
  });
}

function describe(title: string, { trees, minLeaf, maxDepth, columnsPerSplit, bags }: ForestOptions): string {
  const parts = [
    `${title}, ${trees} trees, leaves of at least ${minLeaf}, depth at most ${maxDepth}`,
    columnsPerSplit ? `${Math.round(columnsPerSplit * 100)}% of the columns tried per split` : '',
    bags > 1 ? `in ${bags} groups, each on resampled rows` : '',
  ];
  return parts.filter(Boolean).join(', ');
}
