import { parentPort, workerData } from 'node:worker_threads';
import { compileTrees, type TreesMember } from '../../src/inference/runtimes/trees.ts';
import { seededRandom } from '../../src/statistics/random.ts';

/** Rows per second of one thread, all threads at the same time. */
const { member, milliseconds } = workerData as {
  readonly member: TreesMember;
  readonly milliseconds: number;
};
const model = compileTrees(member);
const random = seededRandom(1);
const ROWS = 2_000;
const rows = Float64Array.from({ length: ROWS * model.features }, () => 200 * random());

const passed = (time: number): number => {
  const start = performance.now();
  let done = 0;
  while (performance.now() - start < time) {
    model.marginsOfRows(rows);
    done += ROWS;
  }
  return (1_000 * done) / (performance.now() - start);
};

passed(500);
parentPort?.postMessage(passed(milliseconds));
