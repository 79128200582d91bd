import { parentPort, workerData } from 'node:worker_threads';
import { problem } from '../../../kernel/errors.ts';
import { err, ok, type Result } from '../../../kernel/result.ts';
import type { Answer } from '../../../kernel/threads/thread.ts';
import { sharedPixels } from '../pixels/shared.ts';
import { wasmBytes } from './codecs/emscripten.ts';
import { decodeDicom } from './decode.ts';
import type { Task } from './thread.ts';
import type { DicomImage, DicomLimits } from './types.ts';

// The script of a decoding thread: one file at a time, the pixels handed over without a copy.

/** WASM memory never shrinks: a thread whose codec has grown beyond this is not used again. */
const MOST_WASM_BYTES = 100 * 1024 * 1024;

parentPort?.on('message', async ({ bytes, frame }: Task) => {
  const decoded = await decodeSafely(bytes, frame);
  const result = decoded.ok ? ok(withSharedPixels(decoded.value)) : decoded;
  const answer: Answer<DicomImage> = { result, spent: wasmBytes() > MOST_WASM_BYTES };
  parentPort?.postMessage(answer, result.ok ? buffersOf(result.value) : []);
});

/** What is thrown is a defect, and might quote the file. */
async function decodeSafely(bytes: Uint8Array, frame: number): Promise<Result<DicomImage>> {
  try {
    return await decodeDicom(bytes, frame, workerData as DicomLimits);
  } catch {
    return err(problem('internal'));
  }
}

/** Other threads look at the pixels as they are shown: nobody has to copy them for each. */
function withSharedPixels(image: DicomImage): DicomImage {
  const { display } = image;
  return { ...image, display: { ...display, pixels: new Uint8Array(sharedPixels(display.pixels)) } };
}

const buffersOf = ({ stored }: DicomImage): ArrayBuffer[] => [stored.samples.buffer];
