import * as tf from '@tensorflow/tfjs';
import type { Head, Layer, Network, Weights } from '../networks/network.ts';

/** A layer or a head whose numbers TensorFlow.js can change. */
interface Trainable {
  readonly kernel: tf.Variable;
  readonly bias: tf.Variable;
}

/** A chain of layers and a head in TensorFlow.js, as it is trained and, by setting, served. */
export interface TensorNetwork {
  /** Logits `[N, classes]` of pictures or of what earlier layers made of them, `[N, height, width, channels]`. */
  logits(input: tf.Tensor4D): tf.Tensor2D;
  readonly variables: readonly tf.Variable[];
  /** The network with the numbers as they are now. */
  read(): Pick<Network, 'layers' | 'head'>;
  dispose(): void;
}

export function tensorNetwork({ layers, head }: Pick<Network, 'layers' | 'head'>): TensorNetwork {
  const chain = layers.map((layer) => ({ layer, ...variablesOf(layer) }));
  const top = variablesOf(head);
  const variables = [...chain, top].flatMap(({ kernel, bias }) => [kernel, bias]);
  return {
    variables,
    logits: (input) =>
      tf.tidy(() => {
        const features = chain.reduce((x, { layer, ...own }) => activated(x, layer, own), input);
        const mean = tf.mean(features, [1, 2]) as tf.Tensor2D;
        return tf.add(tf.matMul(mean, top.kernel as tf.Tensor2D), top.bias) as tf.Tensor2D;
      }),
    read: () => ({
      layers: chain.map(({ layer, ...own }) => ({ ...layer, ...numbersOf(own) })),
      head: numbersOf(top),
    }),
    dispose: () => tf.dispose(variables as tf.Variable[]),
  };
}

function activated(x: tf.Tensor4D, { kind, stride }: Layer, { kernel, bias }: Trainable): tf.Tensor4D {
  const filter = kernel as unknown as tf.Tensor4D;
  const sum =
    kind === 'depthwise'
      ? tf.depthwiseConv2d(x, filter, stride, 'same')
      : tf.conv2d(x, filter, stride, 'same');
  return tf.relu6(tf.add(sum, bias)) as tf.Tensor4D;
}

const variablesOf = ({ kernel, bias }: Head): Trainable => ({
  kernel: tf.variable(tf.tensor(kernel.data, [...kernel.shape])),
  bias: tf.variable(tf.tensor1d(bias)),
});

const numbersOf = ({ kernel, bias }: Trainable): { kernel: Weights; bias: Float32Array } => ({
  kernel: { shape: kernel.shape, data: Float32Array.from(kernel.dataSync()) },
  bias: Float32Array.from(bias.dataSync()),
});
