import { type BoostedBag, type BoostingProblem, type BoostingTask, boostBag } from './boosting-bag.ts';
import { BOOSTING_DEFAULTS, type BoostingOptions } from './boosting-options.ts';
import { answersOf } from './pool.ts';
import { streamSeed } from './resampling.ts';
import type { Table, TableFitOptions, TableLearner, Target } from './table.ts';
import { binTable } from './trees/binning.ts';
import { centred, fittedTrees, treesMember } from './trees-member.ts';

const SCRIPT = new URL('./boosting-worker.ts', import.meta.url);

/** Values of the table times trees: a few tenths of a second of work. */
const SMALL = 20_000_000;

/** Gradient-boosted trees: logistic loss, Cox' partial likelihood or squared error, as the target is. */
export function boostedTrees(
  given: Partial<BoostingOptions> & { readonly name?: string } = {},
): TableLearner {
  const { name = 'boostedTrees', ...own } = given;
  const options = { ...BOOSTING_DEFAULTS, ...own };
  return {
    name,
    description: describe(options),
    options: { ...options },
    supports: ['binary', 'numeric', 'survival'],
    async fit(table, target, fitOptions) {
      const bags = await growBags(table, target, options, fitOptions);
      const member = treesMember(table.columns.length, bags);
      return fittedTrees(target.kind === 'survival' ? centred(member) : member);
    },
  };
}

function growBags(
  table: Table,
  target: Target,
  options: BoostingOptions,
  { seed, weights, groups, workers, onProgress }: TableFitOptions,
): Promise<BoostedBag[]> {
  const shared: BoostingProblem = {
    binned: binTable(table, options.maxBins),
    target,
    weights: weights ?? new Float64Array(table.rows).fill(1),
    groups,
    options,
    monotone: monotoneOf(table.columns, options),
  };
  const total = options.trees * options.bags;
  let done = 0;
  return answersOf<BoostingProblem, BoostingTask, BoostedBag>({
    script: SCRIPT,
    work: boostBag,
    isSmall: table.data.length * total < SMALL,
    shared,
    tasks: Array.from({ length: options.bags }, (_, k) => ({
      seed: streamSeed(seed, k),
      resample: options.bags > 1,
    })),
    workers,
    onSteps(steps) {
      done += steps;
      onProgress?.(done, total, 'trees');
    },
  });
}

function monotoneOf(columns: readonly string[], { monotone }: BoostingOptions): Int8Array | undefined {
  return monotone && Int8Array.from(columns, (column) => monotone[column] ?? 0);
}

function describe(o: BoostingOptions): string {
  const parts = [
    `gradient-boosted trees, ${o.trees} of depth ${o.maxDepth}, learning rate ${o.learningRate}`,
    `leaves of at least ${o.minLeafRows}`,
    `${o.rowSubsample * 100}% of the rows and ${o.columnSubsample * 100}% of the columns per tree`,
    ...(o.bags > 1 ? [`the mean of ${o.bags} refits on resampled rows`] : []),
    ...(o.earlyStopping ? ['stopped early on rows set aside'] : []),
  ];
  return parts.join(', ');
}
