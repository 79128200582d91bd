import type { PictureExplanation } from '../../../inference/prediction.ts';
import { problem } from '../../../kernel/errors.ts';
import type { Result } from '../../../kernel/result.ts';
import { threadPool } from '../../../kernel/threads/pool.ts';
import { workerThread } from '../../../kernel/threads/thread.ts';
import type { DicomImage } from '../dicom/types.ts';
import type { HeatMap } from '../explain/heat-map.ts';
import type { Fit } from '../pixels/resize.ts';
import { sharedPixels } from '../pixels/shared.ts';
import type { Look, Raster, Way } from './look.ts';
import type { PictureAnswer, PictureTask } from './picture-thread.ts';

/** Threads for what is done to pixels, beside those of the networks. They fail as `onnxPool` does. */
export interface Pictures {
  look(raster: Raster, ways: readonly Way[]): Promise<Result<Look>>;
  /** The picture with its heat over it. @param fit how it came to the square that the heat is of */
  explain(raster: Raster, fit: Fit, heat: HeatMap): Promise<Result<PictureExplanation>>;
  close(): Promise<void>;
}

const TIMEOUT_MS = 10_000;
const MAX_HEAP_MB = 128;
const MAX_WAITING = 256;

export function pictureThreads(workers: number): Pictures {
  const open = () =>
    workerThread<PictureTask, PictureAnswer>({
      script: new URL('./picture-thread.ts', import.meta.url),
      workerData: undefined,
      timeoutMs: TIMEOUT_MS,
      canBeInterrupted: true,
      maxHeapMb: MAX_HEAP_MB,
      late: (ms) => problem('model-timeout', { diagnostics: `expected the pixels within ${ms} ms` }),
      outOfMemory: () => problem('model-failed', { diagnostics: 'expected to need less memory' }),
    });
  const pool = threadPool(Array.from({ length: workers }, open), MAX_WAITING);
  const run = (task: PictureTask) => pool.use((thread) => thread.run(task));
  return {
    look: (raster, ways) => run({ kind: 'look', raster, ways }) as Promise<Result<Look>>,
    explain: (raster, fit, heat) =>
      run({ kind: 'explain', raster, fit, heat }) as Promise<Result<PictureExplanation>>,
    close: pool.close,
  };
}

/** The pixels of an image as they are shown. What a decoding thread gave is shared already, anything else is copied once. */
export function rasterOf({ display, rows, columns, pixelAspectRatio }: DicomImage): Raster {
  return {
    pixels: sharedPixels(display.pixels),
    channels: display.channels,
    width: columns,
    height: rows,
    aspect: pixelAspectRatio,
  };
}
