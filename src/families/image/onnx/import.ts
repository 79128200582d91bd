import type { Layer, Network, Weights } from '../networks/network.ts';
import { exportNetwork, storedKernel, transposed } from './export.ts';
import { decodeModel, HALF, type OnnxNode, type OnnxParts } from './schema.ts';

/** The network in an ONNX file, with its kernels as they are rounded there, that `exportNetwork` has made; of any other file nothing. */
export function networkOf(bytes: Uint8Array): Network | undefined {
  try {
    const network = read(decodeModel(bytes));
    return Buffer.compare(exportNetwork(network), bytes) === 0 ? network : undefined;
  } catch {
    // What has other nodes or numbers than an exported network cannot be read as one.
    return undefined;
  }
}

type Tensors = (name: string) => Weights;

function read({ node, initializer, inputShape }: OnnxParts): Network {
  const [, channels = 0, height = 0, width = 0] = inputShape;
  const byName = new Map(initializer.map((tensor) => [tensor.name, tensor]));
  const tensors: Tensors = (name) => {
    const { dims, dataType, rawData } = byName.get(name)!;
    const { buffer } = Uint8Array.from(rawData);
    const numbers =
      dataType === HALF ? Float32Array.from(new Float16Array(buffer)) : new Float32Array(buffer);
    return { shape: dims, data: numbers };
  };
  const stored = tensors(storedKernel('head'));
  const [classes, depth] = stored.shape;
  const head = { shape: [classes!, depth!], data: stored.data };
  return {
    input: [height, width, channels],
    layers: node.filter(isLayer).map((n) => layerOf(n, tensors)),
    head: {
      kernel: { shape: [depth!, classes!], data: transposed(head, [1, 0]) },
      bias: tensors('head/bias').data,
    },
  };
}

const isLayer = ({ opType, name }: OnnxNode): boolean => opType === 'Conv' && !name.startsWith('head/');

/** TensorFlow.js has filters last: `[height, width, in, out]`. */
function layerOf({ name, attribute }: OnnxNode, tensors: Tensors): Layer {
  const attributes = new Map(attribute.map((a) => [a.name, a]));
  const kind = attributes.get('group')?.i === 1 ? 'conv' : 'depthwise';
  const kernel = tensors(storedKernel(name));
  const order = kind === 'depthwise' ? [2, 3, 0, 1] : [2, 3, 1, 0];
  return {
    name,
    kind,
    stride: attributes.get('strides')?.ints?.[0] === 2 ? 2 : 1,
    kernel: { shape: order.map((axis) => kernel.shape[axis]!), data: transposed(kernel, order) },
    bias: tensors(`${name}/bias`).data,
  };
}
