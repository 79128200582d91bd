import { parentPort, workerData } from 'node:worker_threads';
import { RandomForestRegression } from 'ml-random-forest';

/** What a worker needs to grow its share of a forest. */
export interface TreeJob {
  readonly rows: readonly number[][];
  readonly outcomes: readonly number[];
  readonly seed: number;
}

export interface GrowRequest {
  readonly jobs: readonly TreeJob[];
  readonly maxFeatures: number;
  readonly minNumSamples: number;
  readonly maxDepth: number;
}

/** One tree of ml-random-forest on the people of the job, as JSON. */
function grow(job: TreeJob, { maxFeatures, minNumSamples, maxDepth }: GrowRequest): unknown {
  const forest = new RandomForestRegression({
    nEstimators: 1,
    maxFeatures,
    replacement: false,
    useSampleBagging: false,
    noOOB: true,
    seed: job.seed,
    treeOptions: { minNumSamples, maxDepth },
  });
  forest.train([...job.rows], [...job.outcomes]);
  return JSON.parse(JSON.stringify(forest));
}

const request = workerData as GrowRequest;
for (const job of request.jobs) parentPort?.postMessage(grow(job, request));
