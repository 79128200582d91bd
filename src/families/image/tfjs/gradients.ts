import * as tf from '@tensorflow/tfjs';
import { paddingOf } from '../networks/network.ts';

/** Padding of a convolution: pixels before and after, of height and of width. */
type Padding = [[number, number], [number, number]];

interface Attributes {
  readonly strides: number | [number, number];
  readonly pad: 'same' | 'valid' | number;
}

/**
 * The gradients of convolutions that the WASM backend lacks or computes slowly, from operations that are fast there:
 *
 * - of the input: a convolution of the output's gradient, spread out by the stride, with the filter turned around;
 * - of the filter: for each of its places a product of the shifted input with the output's gradient.
 *
 * (Dumoulin & Visin 2016, arXiv:1603.07285, chapter 4.) There is none of depthwise filters, which stay as they are:
 * nine slow slices cost as much as all the rest. Dilation is not supported: no network here has it.
 */
export function registerGradients(backendName: string): void {
  for (const [kernelName, kernel] of Object.entries(KERNELS)) {
    if (tf.getKernel(kernelName, backendName)) tf.unregisterKernel(kernelName, backendName);
    tf.registerKernel({ kernelName, backendName, kernelFunc: kernel as unknown as tf.KernelFunc });
  }
}

interface Call {
  readonly inputs: Readonly<Record<string, tf.TensorInfo>>;
  readonly attrs: Attributes & {
    readonly inputShape: [number, number, number, number];
    readonly filterShape: [number, number, number, number];
  };
}

const KERNELS: Readonly<Record<string, (call: Call) => tf.Tensor>> = {
  Conv2DBackpropInput: ({ inputs: { dy, filter }, attrs }) =>
    tf.tidy(() => inputGradient(asTensor(dy!), asTensor(filter!), attrs.inputShape, attrs, 'conv')),
  DepthwiseConv2dNativeBackpropInput: ({ inputs: { dy, filter }, attrs }) =>
    tf.tidy(() => inputGradient(asTensor(dy!), asTensor(filter!), attrs.inputShape, attrs, 'depthwise')),
  Conv2DBackpropFilter: ({ inputs: { x, dy }, attrs }) =>
    tf.tidy(() => filterGradient(asTensor(x!), asTensor(dy!), attrs.filterShape, attrs)),
};

/** The engine hands tensors to a kernel, though its type promises only what they are made of. */
const asTensor = (info: tf.TensorInfo): tf.Tensor4D => info as tf.Tensor4D;

function inputGradient(
  dy: tf.Tensor4D,
  filter: tf.Tensor4D,
  [, height, width]: [number, number, number, number],
  { strides, pad }: Attributes,
  kind: 'conv' | 'depthwise',
): tf.Tensor4D {
  const [rows, columns] = filter.shape;
  const stride = strideOf(strides);
  const padding = paddings(pad, [height, width], [rows, columns], stride);
  const spread = spreadOut(dy, stride);
  const around = [
    around1(height, rows, padding[0], spread.shape[1]),
    around1(width, columns, padding[1], spread.shape[2]),
  ] as Padding;
  const padded = tf.pad(spread, [[0, 0], ...around, [0, 0]]) as tf.Tensor4D;
  const turned = tf.reverse(filter, [0, 1]) as tf.Tensor4D;
  if (kind === 'depthwise') return tf.depthwiseConv2d(padded, turned, 1, 'valid');
  return tf.conv2d(padded, tf.transpose(turned, [0, 1, 3, 2]) as tf.Tensor4D, 1, 'valid');
}

/** Zeros around the spread gradient with which a "valid" convolution gives the size of the input. */
const around1 = (
  size: number,
  kernel: number,
  [before]: readonly [number, number],
  spread: number,
): [number, number] => [kernel - 1 - before, size + before - spread];

/** Zeros between the elements of a gradient, so that they lie where the filter stood. */
function spreadOut(dy: tf.Tensor4D, stride: number): tf.Tensor4D {
  if (stride === 1) return dy;
  const [n, height, width, channels] = dy.shape;
  const cells = tf.reshape(dy, [n, height, 1, width, 1, channels]);
  const gap = stride - 1;
  const between = tf.pad(cells, [
    [0, 0],
    [0, 0],
    [0, gap],
    [0, 0],
    [0, gap],
    [0, 0],
  ]);
  const spread = tf.reshape(between, [n, height * stride, width * stride, channels]) as tf.Tensor4D;
  return tf.slice(spread, 0, [n, height * stride - gap, width * stride - gap, channels]) as tf.Tensor4D;
}

function filterGradient(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  shape: [number, number, number, number],
  attributes: Attributes,
): tf.Tensor4D {
  const [, , depth, filters] = shape;
  const gradient = tf.reshape(dy, [-1, filters]) as tf.Tensor2D;
  const places = shifted(x, dy, shape, attributes).map((part) => {
    const across = tf.transpose(tf.reshape(part, [-1, depth])) as tf.Tensor2D;
    return tf.matMul(across, gradient);
  });
  return tf.reshape(places.length === 1 ? places[0]! : tf.stack(places), shape) as tf.Tensor4D;
}

/** For each place of the filter: the part of the input that it saw, in the shape of the output. */
function shifted(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  [rows, columns]: [number, number, number, number],
  { strides, pad }: Attributes,
): tf.Tensor4D[] {
  const stride = strideOf(strides);
  const [n, height, width, channels] = x.shape;
  const padding = paddings(pad, [height, width], [rows, columns], stride);
  const none = padding.flat().every((p) => p === 0);
  const padded = none ? x : (tf.pad(x, [[0, 0], ...padding, [0, 0]]) as tf.Tensor4D);
  const [, down, across] = dy.shape;
  const parts: tf.Tensor4D[] = [];
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const end = [n, r + (down - 1) * stride + 1, c + (across - 1) * stride + 1, channels];
      parts.push(tf.stridedSlice(padded, [0, r, c, 0], end, [1, stride, stride, 1]) as tf.Tensor4D);
    }
  }
  return parts;
}

function strideOf(strides: Attributes['strides']): number {
  const [down, across] = typeof strides === 'number' ? [strides, strides] : strides;
  if (down !== across) throw new RangeError('strides must be equal');
  return down;
}

function paddings(
  pad: Attributes['pad'],
  sizes: readonly [number, number],
  kernels: readonly [number, number],
  stride: number,
): Padding {
  return [0, 1].map((axis): [number, number] => {
    if (pad === 'valid') return [0, 0];
    if (typeof pad === 'number') return [pad, pad];
    return paddingOf(sizes[axis]!, kernels[axis]!, stride);
  }) as Padding;
}
