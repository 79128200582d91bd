import type { Layer, Network, Weights } from '../networks/network.ts';
import { exportNetwork, transposed } from './export.ts';
import { decodeModel, type OnnxNode, type OnnxParts } from './schema.ts';

/** The network in an ONNX file that `exportNetwork` has made; of any other file nothing. */
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
    const { dims, rawData } = byName.get(name)!;
    return { shape: dims, data: new Float32Array(Uint8Array.from(rawData).buffer) };
  };
  const [classes, depth] = tensors('head/kernel').shape;
  const head = { shape: [classes!, depth!], data: tensors('head/kernel').data };
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
  const kernel = tensors(`${name}/kernel`);
  const order = kind === 'depthwise' ? [2, 3, 0, 1] : [2, 3, 1, 0];
  return {
    name,
    kind,
    stride: attributes.get('strides')?.ints?.[0] === 2 ? 2 : 1,
    kernel: { shape: order.map((axis) => kernel.shape[axis]!), data: transposed(kernel, order) },
    bias: tensors(`${name}/bias`).data,
  };
}
