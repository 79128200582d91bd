import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { FeatureRequest, FeatureWork } from './feature-thread.ts';

/** What the frozen layers make of pictures, computed in a thread beside the one that learns. */
export interface FeatureSource {
  /** `[rows, height, width, channels]` of the last frozen layer. Requests are answered in their order. */
  featuresOf(request: FeatureRequest): Promise<Float32Array>;
  close(): Promise<void>;
}

export function featureSource(work: FeatureWork): FeatureSource {
  const worker = new Worker(new URL('./feature-thread.ts', import.meta.url), { workerData: work });
  let last: Promise<unknown> = Promise.resolve();
  const failed = once(worker, 'error').then(([cause]) => {
    throw cause;
  });
  failed.catch(() => {});
  const ask = async (request: FeatureRequest): Promise<Float32Array> => {
    worker.postMessage(request);
    const [features] = (await Promise.race([once(worker, 'message'), failed])) as [Float32Array];
    return features;
  };
  return {
    featuresOf(request) {
      const answer = last.then(() => ask(request));
      last = answer.catch(() => {});
      return answer;
    },
    close: async () => {
      await worker.terminate();
    },
  };
}
