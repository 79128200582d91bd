import * as tf from '@tensorflow/tfjs';
import type { Head, Layer, Network, Weights } from '../networks/network.ts';

/** The numbers of a layer or of a head in TensorFlow.js. Those of depthwise filters are no variables: they stay. */
interface Numbers {
  readonly kernel: tf.Tensor;
  readonly bias: tf.Variable;
}

/** A chain of layers and a head in TensorFlow.js, as it is trained and, by setting, served. */
export interface TensorNetwork {
  /** Logits `[N, classes]` of pictures or of what earlier layers made of them, `[N, height, width, channels]`. */
  logits(input: tf.Tensor4D): tf.Tensor2D;
  /** Class activation maps `[N, height, width, classes]`: their mean over the picture and the class' bias is the logit. */
  maps(input: tf.Tensor4D): tf.Tensor4D;
  /** Of the head, one per class. */
  readonly bias: tf.Tensor;
  readonly variables: readonly tf.Variable[];
  /** The network with the numbers as they are now. */
  read(): Pick<Network, 'layers' | 'head'>;
  dispose(): void;
}

export function tensorNetwork({ layers, head }: Pick<Network, 'layers' | 'head'>): TensorNetwork {
  const chain = layers.map((layer) => ({ layer, ...tensorsOf(layer, layer.kind === 'conv') }));
  const top = tensorsOf(head, true);
  const tensors = [...chain, top].flatMap(({ kernel, bias }) => [kernel, bias]);
  const variables = tensors.filter((t): t is tf.Variable => t instanceof tf.Variable);
  const featuresOf = (input: tf.Tensor4D): tf.Tensor4D =>
    chain.reduce((x, { layer, ...own }) => activated(x, layer, own), input);
  return {
    variables,
    bias: top.bias,
    logits: (input) =>
      tf.tidy(() => {
        const features = featuresOf(input);
        const mean = tf.mean(features, [1, 2]) as tf.Tensor2D;
        return tf.add(tf.matMul(mean, top.kernel as tf.Tensor2D), top.bias) as tf.Tensor2D;
      }),
    maps: (input) =>
      tf.tidy(() => {
        const places = tf.expandDims(tf.expandDims(top.kernel)) as tf.Tensor4D;
        return tf.conv2d(featuresOf(input), places, 1, 'same');
      }),
    read: () => ({
      layers: chain.map(({ layer, ...own }) => ({ ...layer, ...numbersOf(own) })),
      head: numbersOf(top),
    }),
    dispose: () => tf.dispose(tensors),
  };
}

function activated(x: tf.Tensor4D, { kind, stride }: Layer, { kernel, bias }: Numbers): tf.Tensor4D {
  const filter = kernel as tf.Tensor4D;
  const sum =
    kind === 'depthwise'
      ? tf.depthwiseConv2d(x, filter, stride, 'same')
      : tf.conv2d(x, filter, stride, 'same');
  return tf.relu6(tf.add(sum, bias)) as tf.Tensor4D;
}

function tensorsOf({ kernel, bias }: Head, isTrained: boolean): Numbers {
  const numbers = tf.tensor(kernel.data, [...kernel.shape]);
  return { kernel: isTrained ? variableOf(numbers) : numbers, bias: variableOf(tf.tensor1d(bias)) };
}

/** A variable with the numbers of a tensor, which is not needed any more. */
function variableOf(tensor: tf.Tensor): tf.Variable {
  const variable = tf.variable(tensor);
  tensor.dispose();
  return variable;
}

const numbersOf = ({ kernel, bias }: Numbers): { kernel: Weights; bias: Float32Array } => ({
  kernel: { shape: kernel.shape, data: Float32Array.from(kernel.dataSync()) },
  bias: Float32Array.from(bias.dataSync()),
});
