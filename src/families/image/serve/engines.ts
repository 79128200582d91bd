import { onnxNetwork, onnxPool } from '../../../inference/onnx/pool.ts';
import type { LoadedModel } from '../../../inference/registry.ts';
import { LOGITS, MAPS } from '../onnx/export.ts';
import { networkOf } from '../onnx/import.ts';
import { tensorFlowPool } from '../tfjs/pool.ts';
import type { Compute } from './network.ts';

/** What computes networks: ONNX Runtime or TensorFlow.js. */
export type Engine = 'onnx' | 'tfjs';

/** The threads of the engines; none is started before it is needed. */
export interface Engines {
  /** TensorFlow.js has only networks that Kairos has exported. */
  computeFor(loaded: LoadedModel): { readonly engine: Engine; readonly compute: Compute };
  close(): Promise<void>;
}

export function openEngines(wanted: Engine, workers: number): Engines {
  const pools = { onnx: onnxPool({ workers }), tfjs: tensorFlowPool(workers) };
  return {
    computeFor(loaded) {
      const { manifest, artifacts } = loaded;
      const { file } = manifest.image!.network;
      const engine = wanted === 'tfjs' && isExported(loaded) ? 'tfjs' : 'onnx';
      const network = onnxNetwork(manifest.artifacts[file]!, artifacts.get(file)!);
      return { engine, compute: (input) => pools[engine].run(network, input) };
    },
    async close() {
      await Promise.all([pools.onnx.close(), pools.tfjs.close()]);
    },
  };
}

function isExported({ manifest, artifacts }: LoadedModel): boolean {
  const { file, logits, maps } = manifest.image!.network;
  return (
    logits === LOGITS &&
    (maps === undefined || maps === MAPS) &&
    networkOf(artifacts.get(file)!) !== undefined
  );
}
