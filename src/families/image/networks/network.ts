/** Numbers in row-major order. */
export interface Weights {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/**
 * One convolution with its bias; its output is clipped to 0–6 (ReLU6). Padding is "same", as TensorFlow pads: where a
 * stride leaves an odd pixel over, it is at the bottom and at the right.
 */
export interface Layer {
  readonly name: string;
  /** `depthwise`: one filter for each channel. */
  readonly kind: 'conv' | 'depthwise';
  readonly stride: 1 | 2;
  /** `[height, width, in, out]`; of a depthwise layer `[height, width, channels, 1]`. */
  readonly kernel: Weights;
  /** One per channel of the output. */
  readonly bias: Float32Array;
}

/**
 * A convolutional network: a chain of layers, the mean of the last one's channels over the picture, and a linear layer
 * that gives one logit per class.
 */
export interface Network {
  /** Height, width and channels of its input, which is scaled to −1…1. */
  readonly input: readonly [number, number, number];
  readonly layers: readonly Layer[];
  readonly head: Head;
}

export interface Head {
  /** `[channels, classes]`. */
  readonly kernel: Weights;
  readonly bias: Float32Array;
}

/** Height, width and channels of what a layer makes of an input of such a shape. */
export function outputOf(
  { kind, stride, kernel }: Layer,
  [height, width, channels]: readonly [number, number, number],
): [number, number, number] {
  const depth = kind === 'depthwise' ? channels : kernel.shape[3]!;
  return [Math.ceil(height / stride), Math.ceil(width / stride), depth];
}

/** Height, width and channels after each layer of a chain. */
export function shapesOf(
  layers: readonly Layer[],
  input: readonly [number, number, number],
): [number, number, number][] {
  const shapes: [number, number, number][] = [];
  let shape = input;
  for (const layer of layers) {
    const next = outputOf(layer, shape);
    shapes.push(next);
    shape = next;
  }
  return shapes;
}

/** Pixels of padding before and after one axis: "same" as TensorFlow has it. */
export function paddingOf(size: number, kernel: number, stride: number): [number, number] {
  const total = Math.max(0, (Math.ceil(size / stride) - 1) * stride + kernel - size);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}
