import { availableParallelism } from 'node:os';
import { compileForest, type Forest, predictForest } from '../../../inference/runtimes/forest.ts';
import { quantile, sortedFinite } from '../../../statistics/order.ts';
import { permutation, seededRandom } from '../../../statistics/random.ts';
import { calibrate } from './calibrate.ts';
import { growIn } from './random-forest.ts';
import type { TreeJob } from './random-forest-worker.ts';
import { streamSeed } from './resampling.ts';
import { columnOf, type Table, type TableFitOptions, type TableLearner, type Target } from './table.ts';

export interface LibraryForestOptions {
  readonly trees: number;
  /** Rows per tree, drawn without replacement: the library's training time grows with their square. */
  readonly rowsPerTree: number;
  /** Share of the columns that each tree may use (the library draws per tree, not per split). */
  readonly maxFeatures: number;
  readonly minNumSamples: number;
  readonly maxDepth: number;
}

const DEFAULTS: LibraryForestOptions = {
  trees: 200,
  rowsPerTree: 500,
  maxFeatures: 0.4,
  minNumSamples: 5,
  maxDepth: 12,
};

/**
 * Regression trees of ml-random-forest, to compare with: missing values are replaced by the median, for the library knows
 * none, and case weights are not used. Calibrated, like our own forest, on what the trees say of rows they did not see.
 * It is never served.
 */
export function mlRandomForest(
  given: Partial<LibraryForestOptions> & { readonly name?: string } = {},
): TableLearner {
  const { name = 'mlRandomForest', ...own } = given;
  const options = { ...DEFAULTS, ...own };
  return {
    name,
    description: `ml-random-forest, ${options.trees} trees of ${options.rowsPerTree} rows each, ${options.maxFeatures * 100}% of the columns per tree, depth at most ${options.maxDepth}`,
    options: { ...options },
    supports: ['binary', 'numeric'],
    async fit(table, target, fitOptions) {
      if (target.kind === 'survival') throw new RangeError(`${name} does not learn a survival target`);
      const medians = table.columns.map((_, j) => medianOf(table, j));
      const rows = completed(table, medians);
      const jobs = jobsFor(rows, target, options, fitOptions.seed);
      const forests = await grow(jobs, options, fitOptions);
      const { intercept, slope } = calibrate(outOfBag(forests, jobs, rows), target);
      return {
        predict: (other) =>
          Float64Array.from(completed(other, medians), (row) => intercept + slope * meanOf(forests, row)),
        toMember: () => undefined,
      };
    },
  };
}

function medianOf(table: Table, column: number): number {
  const median = quantile(sortedFinite(columnOf(table, column)), 0.5);
  return Number.isNaN(median) ? 0 : median;
}

const completed = ({ rows, columns, data }: Table, medians: readonly number[]): Float64Array[] =>
  Array.from({ length: rows }, (_, i) =>
    Float64Array.from(medians, (median, j) => {
      const value = data[i * columns.length + j]!;
      return Number.isNaN(value) ? median : value;
    }),
  );

interface Job extends TreeJob {
  readonly drawn: Int32Array;
}

function jobsFor(
  rows: readonly Float64Array[],
  { y }: Exclude<Target, { kind: 'survival' }>,
  options: LibraryForestOptions,
  seed: number,
): Job[] {
  return Array.from({ length: options.trees }, (_, t) => {
    const random = seededRandom(streamSeed(seed, t));
    const drawn = permutation(rows.length, random).slice(0, options.rowsPerTree);
    return {
      drawn,
      rows: Array.from(drawn, (i) => [...rows[i]!]),
      outcomes: Array.from(drawn, (i) => y[i]!),
      seed: Math.floor(random() * 2 ** 31),
    };
  });
}

/** Each worker grows every n-th tree; the answers are put back in the order of the jobs. */
async function grow(
  jobs: readonly Job[],
  options: LibraryForestOptions,
  { workers = availableParallelism(), onProgress }: TableFitOptions,
): Promise<Forest[]> {
  let done = 0;
  const onTree = () => onProgress?.(++done, jobs.length, 'trees');
  const shares = Array.from({ length: workers }, (_, w) => jobs.filter((_job, t) => t % workers === w));
  const bare = shares.map((share) => share.map(({ rows, outcomes, seed }) => ({ rows, outcomes, seed })));
  const grown = await Promise.all(bare.map((share) => growIn(share, options, onTree)));
  return jobs.map((_, t) => compileForest(grown[t % workers]![Math.floor(t / workers)]));
}

const meanOf = (forests: readonly Forest[], row: Float64Array): number =>
  forests.reduce((sum, forest) => sum + predictForest(forest, row), 0) / forests.length;

function outOfBag(
  forests: readonly Forest[],
  jobs: readonly Job[],
  rows: readonly Float64Array[],
): Float64Array {
  const unseenBy = rows.map((): Forest[] => []);
  forests.forEach((forest, t) => {
    const seen = new Set(jobs[t]!.drawn);
    unseenBy.forEach((list, i) => {
      if (!seen.has(i)) list.push(forest);
    });
  });
  return Float64Array.from(rows, (row, i) => meanOf(unseenBy[i]!.length > 0 ? unseenBy[i]! : forests, row));
}
