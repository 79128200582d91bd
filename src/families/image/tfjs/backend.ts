import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { registerGradients } from './gradients.ts';

/** Where TensorFlow.js computes. */
export type Engine = 'gpu' | 'wasm';

/** An optional peer: it fetches its library when it is installed. */
const GPU_PACKAGE = '@tensorflow/tfjs-node-gpu';

const require = createRequire(import.meta.url);

/**
 * Makes TensorFlow.js ready, once in a process: on the GPU where `@tensorflow/tfjs-node-gpu` is installed, else on the
 * WASM backend with fast gradients of convolutions.
 */
export async function openTensorFlow(
  load: (name: string) => Promise<unknown> = importPackage,
): Promise<Engine> {
  restoreUtil();
  if (await loads(GPU_PACKAGE, load)) {
    await tf.setBackend('tensorflow');
    return 'gpu';
  }
  setWasmPaths(join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')), '/'));
  registerGradients('wasm');
  if (!(await tf.setBackend('wasm'))) throw new Error('the WASM backend of TensorFlow.js cannot be started');
  return 'wasm';
}

/** Release 4.22.0 of the GPU package calls what Node 23 removed: https://github.com/tensorflow/tfjs/issues/8609 */
function restoreUtil(): void {
  const util = require('node:util') as { isNullOrUndefined?: (value: unknown) => boolean };
  util.isNullOrUndefined ??= (value) => value === null || value === undefined;
}

const importPackage = (name: string): Promise<unknown> => import(name);

/** Whether an optional package is there. @throws what it throws when it is there and cannot start */
async function loads(name: string, load: (name: string) => Promise<unknown>): Promise<boolean> {
  try {
    await load(name);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return false;
    throw cause;
  }
}
