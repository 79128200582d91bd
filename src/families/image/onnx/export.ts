import { type Layer, type Network, paddingOf, shapesOf, type Weights } from '../networks/network.ts';
import {
  encodeModel,
  FLOAT,
  HALF,
  INT,
  INTS,
  type OnnxAttribute,
  type OnnxNode,
  type OnnxTensor,
} from './schema.ts';

/** Names of the inputs and outputs of the exported networks. */
export const IMAGE = 'image';
export const LOGITS = 'logits';
/** Class activation maps: each class' logit by place. Their mean over the picture and the class' bias is the logit. */
export const MAPS = 'maps';
export const FEATURES = 'features';

type Shape = readonly [number, number, number];

/**
 * A network as an ONNX file; its kernels are rounded to half precision (IEEE 754 binary16), its biases are not. Input `image`: `[N, channels, height, width]`; outputs `logits`: `[N, classes]`, and `maps`:
 * `[N, classes, height, width]` at the resolution of the last layer.
 */
export function exportNetwork({ input, layers, head }: Network): Uint8Array {
  const chain = chainOf(layers, input);
  const [height, width] = chain.shape;
  const classes = head.kernel.shape[1]!;
  const [channels] = head.kernel.shape;
  return encodeModel({
    name: 'network',
    input: [imageOf(input)],
    output: [
      { name: LOGITS, shape: ['N', classes] },
      { name: MAPS, shape: ['N', classes, height, width] },
    ],
    initializer: [
      ...chain.initializer,
      kernelTensor('head', [classes, channels!, 1, 1], transposed(head.kernel, [1, 0])),
      tensor('head/bias', [1, classes], head.bias),
    ],
    node: [
      ...chain.node,
      widened('head'),
      node('Conv', 'head/maps', [chain.output, 'head/kernel'], MAPS),
      node('GlobalAveragePool', 'head/mean', [MAPS], 'head/mean'),
      node('Flatten', 'head/flat', ['head/mean'], 'head/flat'),
      node('Add', 'head/logits', ['head/flat', 'head/bias'], LOGITS),
    ],
  });
}

/** The first layers of a network as an ONNX file: `image` → `features`, `[N, height, width, channels]` as TensorFlow.js has it. */
export function exportLayers(layers: readonly Layer[], input: Shape): Uint8Array {
  const { output, shape, ...chain } = chainOf(layers, input);
  return encodeModel({
    name: 'layers',
    input: [imageOf(input)],
    output: [{ name: FEATURES, shape: ['N', ...shape] }],
    initializer: chain.initializer,
    node: [...chain.node, node('Transpose', 'features', [output], FEATURES, [ints('perm', [0, 2, 3, 1])])],
  });
}

const imageOf = ([height, width, channels]: Shape) => ({
  name: IMAGE,
  shape: ['N', channels, height, width],
});

function chainOf(layers: readonly Layer[], input: Shape) {
  const shapes = shapesOf(layers, input);
  const output = (i: number) => (i < 0 ? IMAGE : `${layers[i]!.name}/out`);
  return {
    node: layers.flatMap((layer, i) => nodesOf(layer, i === 0 ? input : shapes[i - 1]!, output(i - 1))),
    initializer: [
      tensor('zero', [], Float32Array.of(0)),
      tensor('six', [], Float32Array.of(6)),
      ...layers.flatMap(tensorsOf),
    ],
    output: output(layers.length - 1),
    shape: shapes.at(-1) ?? input,
  };
}

function nodesOf(
  { name, kind, stride, kernel }: Layer,
  [height, width, channels]: Shape,
  from: string,
): OnnxNode[] {
  const [rows = 1, columns = 1] = kernel.shape;
  const [top, bottom] = paddingOf(height, rows, stride);
  const [left, right] = paddingOf(width, columns, stride);
  const convolution = node('Conv', name, [from, `${name}/kernel`, `${name}/bias`], `${name}/sum`, [
    ints('kernel_shape', [rows, columns]),
    ints('strides', [stride, stride]),
    ints('pads', [top, left, bottom, right]),
    { name: 'group', type: INT, i: kind === 'depthwise' ? channels : 1 },
  ]);
  return [
    widened(name),
    convolution,
    node('Clip', `${name}/relu6`, [`${name}/sum`, 'zero', 'six'], `${name}/out`),
  ];
}

/** ONNX has filters first: `[out, in / group, height, width]`. */
function tensorsOf({ name, kind, kernel, bias }: Layer): OnnxTensor[] {
  const order = kind === 'depthwise' ? [2, 3, 0, 1] : [3, 2, 0, 1];
  const dims = order.map((axis) => kernel.shape[axis]!);
  return [kernelTensor(name, dims, transposed(kernel, order)), tensor(`${name}/bias`, [bias.length], bias)];
}

/** Name of a kernel as it is stored. */
export const storedKernel = (name: string): string => `${name}/half`;

/** Half the bytes, rounded to eleven significant bits; the engine widens it once, when it opens the file. */
function kernelTensor(name: string, dims: readonly number[], data: Float32Array): OnnxTensor {
  const half = Float16Array.from(data);
  return { name: storedKernel(name), dims, dataType: HALF, rawData: new Uint8Array(half.buffer) };
}

const widened = (name: string): OnnxNode =>
  node('Cast', `${name}/widened`, [storedKernel(name)], `${name}/kernel`, [
    { name: 'to', type: INT, i: FLOAT },
  ]);

/** The numbers of a tensor with its axes in another order. */
export function transposed({ shape, data }: Weights, order: readonly number[]): Float32Array {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const dims = order.map((axis) => shape[axis]!);
  const steps = order.map((axis) => strides[axis]!);
  const at = new Array<number>(order.length).fill(0);
  return data.map(() => {
    const value = data[at.reduce((sum, index, axis) => sum + index * steps[axis]!, 0)]!;
    for (let axis = at.length - 1; axis >= 0; axis--) {
      at[axis] = (at[axis]! + 1) % dims[axis]!;
      if (at[axis] !== 0) break;
    }
    return value;
  });
}

const ints = (name: string, values: readonly number[]): OnnxAttribute => ({ name, type: INTS, ints: values });

const node = (
  opType: string,
  name: string,
  input: readonly string[],
  output: string,
  attribute: readonly OnnxAttribute[] = [],
): OnnxNode => ({ name, opType, input, output: [output], attribute });

const tensor = (name: string, dims: readonly number[], data: Float32Array): OnnxTensor => ({
  name,
  dims,
  dataType: FLOAT,
  rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
});
