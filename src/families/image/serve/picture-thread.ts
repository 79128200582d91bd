import { parentPort } from 'node:worker_threads';
import type { PictureExplanation } from '../../../inference/prediction.ts';
import { problem } from '../../../kernel/errors.ts';
import { err, ok, type Result } from '../../../kernel/result.ts';
import type { Answer } from '../../../kernel/threads/thread.ts';
import { type HeatMap, placementOf } from '../explain/heat-map.ts';
import { explainedPicture } from '../explain/overlay.ts';
import type { Fit } from '../pixels/resize.ts';
import { greyOf, type Look, lookAt, type Raster, type Way } from './look.ts';

// The script of a thread for pixels: what networks get of a picture, and the picture with a heat map over it.

/** What goes to the thread. */
export type PictureTask =
  | { readonly kind: 'look'; readonly raster: Raster; readonly ways: readonly Way[] }
  | { readonly kind: 'explain'; readonly raster: Raster; readonly fit: Fit; readonly heat: HeatMap };

export type PictureAnswer = Look | PictureExplanation;

parentPort?.on('message', (task: PictureTask) => {
  const result = doSafely(task);
  const answer: Answer<PictureAnswer> = { result, spent: false };
  parentPort?.postMessage(answer, result.ok ? buffersOf(result.value) : []);
});

/** What is thrown is a defect, and might quote the picture. */
function doSafely(task: PictureTask): Result<PictureAnswer> {
  try {
    return ok(task.kind === 'look' ? lookAt(task.raster, task.ways) : explain(task));
  } catch {
    return err(problem('model-failed', { diagnostics: 'the pixels could not be prepared' }));
  }
}

function explain({ raster, fit, heat }: Extract<PictureTask, { kind: 'explain' }>): PictureExplanation {
  const { width, height, aspect } = raster;
  return explainedPicture(greyOf(raster), aspect, heat, placementOf(width, height * aspect, fit));
}

/** Each once: two networks may have the same numbers. */
const buffersOf = (answer: PictureAnswer): ArrayBuffer[] => [
  ...new Set(('inputs' in answer ? answer.inputs : [answer.png]).map(({ buffer }) => buffer as ArrayBuffer)),
];
