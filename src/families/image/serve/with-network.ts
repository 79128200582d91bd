import type { ImageSettings } from '../../../inference/image-manifest.ts';
import { onnxNetwork, onnxPool } from '../../../inference/onnx/pool.ts';
import { hashOf } from '../../../inference/registry.ts';
import { unwrap } from '../../../kernel/result.ts';
import { openNetwork, type ServedNetwork } from './network.ts';

/** Opens a network on threads of ONNX Runtime of its own for as long as some work takes. */
export async function withNetwork<T>(
  settings: ImageSettings,
  file: Uint8Array,
  work: (network: ServedNetwork) => Promise<T>,
): Promise<T> {
  const pool = onnxPool();
  const network = onnxNetwork(hashOf(Buffer.from(file)), file);
  try {
    return await work(unwrap(await openNetwork(settings, (input) => pool.run(network, input))));
  } finally {
    await pool.close();
  }
}
