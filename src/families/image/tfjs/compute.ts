import * as tf from '@tensorflow/tfjs';
import type { FloatTensor, OnnxNetwork, OnnxOutputs } from '../../../inference/onnx/pool.ts';
import { LOGITS, MAPS } from '../onnx/export.ts';
import { networkOf } from '../onnx/import.ts';
import { type TensorNetwork, tensorNetwork } from './forward.ts';

/** A network of Kairos in TensorFlow.js, with the outputs of its ONNX file. */
export interface TensorCompute {
  /** @throws RangeError where the network is not one that Kairos has exported, or the input has not its shape */
  run(network: OnnxNetwork, input: FloatTensor): OnnxOutputs;
  dispose(): void;
}

interface Opened {
  readonly network: TensorNetwork;
  /** Channels, height and width. */
  readonly shape: readonly [number, number, number];
}

/** Networks are read when they are first asked for. TensorFlow.js must be ready. */
export function tensorCompute(): TensorCompute {
  const opened = new Map<string, Opened>();
  const openedFor = ({ id, file }: OnnxNetwork): Opened => {
    const found = opened.get(id) ?? read(new Uint8Array(file));
    opened.set(id, found);
    return found;
  };
  return {
    run: (network, input) => outputsOf(openedFor(network), input),
    dispose() {
      for (const { network } of opened.values()) network.dispose();
      opened.clear();
    },
  };
}

function read(bytes: Uint8Array): Opened {
  const found = networkOf(bytes);
  if (!found) throw new RangeError('this network was not exported by Kairos');
  const [height, width, channels] = found.input;
  return { network: tensorNetwork(found), shape: [channels, height, width] };
}

function outputsOf({ network, shape }: Opened, { dims, data }: FloatTensor): OnnxOutputs {
  const [count = 0, ...own] = dims;
  if (own.join() !== shape.join())
    throw new RangeError(`expected an input of the shape [n, ${shape.join(', ')}]`);
  const [logits, maps] = tf.tidy(() => {
    const input = tf.transpose(tf.tensor4d(data, [count, ...shape]), [0, 2, 3, 1]) as tf.Tensor4D;
    const places = network.maps(input);
    return [tf.add(tf.mean(places, [1, 2]), network.bias), tf.transpose(places, [0, 3, 1, 2])];
  }) as [tf.Tensor, tf.Tensor];
  const outputs = { [LOGITS]: floats(logits), [MAPS]: floats(maps) };
  tf.dispose([logits, maps]);
  return outputs;
}

const floats = (tensor: tf.Tensor): FloatTensor => ({
  dims: tensor.shape,
  data: Float32Array.from(tensor.dataSync()),
});
