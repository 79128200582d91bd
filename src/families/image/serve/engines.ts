import { onnxNetwork, onnxPool } from '../../../inference/onnx/pool.ts';
import type { LoadedModel } from '../../../inference/registry.ts';
import type { Compute } from './network.ts';

/** What computes networks. */
export type Engine = 'onnx' | 'tfjs';

/** The threads of the engines. */
export interface Engines {
  computeFor(loaded: LoadedModel): { readonly engine: Engine; readonly compute: Compute };
  close(): Promise<void>;
}

export function openEngines(_engine: Engine, workers: number): Engines {
  const onnx = onnxPool({ workers });
  return {
    computeFor({ manifest, artifacts }) {
      const { file } = manifest.image!.network;
      const network = onnxNetwork(manifest.artifacts[file]!, artifacts.get(file)!);
      return { engine: 'onnx', compute: (input) => onnx.run(network, input) };
    },
    close: onnx.close,
  };
}
