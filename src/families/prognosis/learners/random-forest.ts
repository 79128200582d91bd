import { Worker } from 'node:worker_threads';
import type { Features } from '../../../inference/runtimes/features-schema.ts';
import { compileForest, type Forest, predictForest } from '../../../inference/runtimes/forest.ts';
import { permutation, seededRandom } from '../../../statistics/random.ts';
import { type Cohort, subset } from '../cohort.ts';
import { designOf, fitFeatures } from '../features/fit.ts';
import { fitOffsets, harmonised } from '../features/harmonise.ts';
import type { Specification } from '../features/specification.ts';
import type { CohortLearner, FitOptions, Risks } from './learner.ts';
import type { GrowRequest, TreeJob } from './random-forest-worker.ts';

export interface ForestOptions {
  readonly trees: number;
  /** People per tree, drawn without replacement: the library's training time grows with their square. */
  readonly peoplePerTree: number;
  /** Share of the columns that each tree may use (the library draws per tree, not per split). */
  readonly maxFeatures: number;
  readonly minNumSamples: number;
  readonly maxDepth: number;
  readonly workers: number;
}

/**
 * Random forest of ml-random-forest regression trees on death by the horizon, from the standardised, imputed inputs,
 * age and sex. It needs everybody's outcome at the horizon: people lost before it are left out, so it is fair only
 * where follow-up reaches the horizon for practically all, as here.
 */
export const randomForestLearner = (spec: Specification, options: ForestOptions): CohortLearner => ({
  name: 'randomForest',
  description: `ml-random-forest, ${options.trees} trees of ${options.peoplePerTree} people each, ${options.maxFeatures * 100}% of the columns per tree, leaves of at most ${options.minNumSamples}, depth at most ${options.maxDepth}`,
  async fit(training, fitOptions) {
    const offsets = fitOffsets(training, spec);
    const people = harmonised(training, spec, offsets);
    const features = fitFeatures(people, spec);
    const trees = await growForest(people, features, spec, options, fitOptions);
    const forest = compileForest(trees);
    return { predict: (others) => forestRisks(forest, features, harmonised(others, spec, offsets)) };
  },
});

function forestRisks(forest: Forest, features: Features, people: Cohort): Risks {
  const columns = features.variables.length;
  const { standardised } = designOf(people, features);
  const risk = Float64Array.from(people.ids, (_, i) =>
    predictForest(forest, standardised.subarray(i * columns, (i + 1) * columns)),
  );
  return { risk };
}

/** The library's own JSON of a forest, its trees grown in worker threads. */
export async function growForest(
  people: Cohort,
  features: Features,
  spec: Specification,
  options: ForestOptions,
  fitOptions: FitOptions,
): Promise<ForestJson> {
  const known = subset(people, statusKnown(people, spec.horizon));
  const jobs = jobsFor(known, features, spec, options, fitOptions.seed);
  let grown = 0;
  const onTree = () => fitOptions.onProgress?.(++grown, jobs.length, 'trees');
  const shares = Array.from({ length: options.workers }, (_, w) =>
    jobs.filter((_job, t) => t % options.workers === w),
  );
  const trees = await Promise.all(shares.map((share) => growIn(share, options, onTree)));
  return merge(trees.flat());
}

function statusKnown({ survival, ids }: Cohort, horizon: number): number[] {
  return [...ids.keys()].filter((i) => survival.event[i] === 1 || survival.time[i]! >= horizon);
}

function jobsFor(
  people: Cohort,
  features: Features,
  spec: Specification,
  options: ForestOptions,
  seed: number,
): TreeJob[] {
  const random = seededRandom(seed);
  const { standardised } = designOf(people, features);
  const columns = features.variables.length;
  const { time, event } = people.survival;
  return Array.from({ length: options.trees }, () => {
    const drawn = [...permutation(people.ids.length, random).subarray(0, options.peoplePerTree)];
    return {
      rows: drawn.map((i) => [...standardised.subarray(i * columns, (i + 1) * columns)]),
      outcomes: drawn.map((i) => (event[i] === 1 && time[i]! <= spec.horizon ? 1 : 0)),
      seed: Math.floor(random() * 2 ** 31),
    };
  });
}

/** The JSON of a forest of ml-random-forest, as far as it is used here. */
export interface ForestJson {
  readonly name: 'RFRegression';
  readonly selectionMethod: 'mean';
  readonly baseModel: {
    readonly indexes: readonly number[][];
    readonly estimators: readonly unknown[];
    readonly nEstimators: number;
  };
}

/** Grows trees in one worker thread. */
export function growIn(
  jobs: readonly TreeJob[],
  options: Pick<ForestOptions, 'maxFeatures' | 'minNumSamples' | 'maxDepth'>,
  onTree: () => void,
): Promise<ForestJson[]> {
  const { maxFeatures, minNumSamples, maxDepth } = options;
  const workerData: GrowRequest = { jobs, maxFeatures, minNumSamples, maxDepth };
  return new Promise((resolve, reject) => {
    const trees: ForestJson[] = [];
    const worker = new Worker(new URL('./random-forest-worker.ts', import.meta.url), { workerData });
    worker.on('message', (tree: ForestJson) => {
      trees.push(tree);
      onTree();
    });
    worker.on('error', reject);
    worker.on('exit', () => resolve(trees));
  });
}

/** One forest from forests of one tree each. */
function merge(forests: readonly ForestJson[]): ForestJson {
  const [first] = forests;
  if (!first) throw new RangeError('a forest needs at least one tree');
  return {
    ...first,
    baseModel: {
      ...first.baseModel,
      nEstimators: forests.length,
      indexes: forests.flatMap((f) => f.baseModel.indexes),
      estimators: forests.flatMap((f) => f.baseModel.estimators),
    },
  };
}
