import type { Random } from '../../../statistics/random.ts';
import type { Layer, Network, Weights } from './network.ts';

/**
 * A network of the same shape that has learned nothing: every weight is drawn from a normal distribution whose variance
 * is two by the number of inputs (He et al. 2015, arXiv:1502.01852), every bias is zero.
 */
export function randomised({ input, layers, head }: Network, random: Random): Network {
  return {
    input,
    layers: layers.map((layer) => ({
      ...layer,
      kernel: drawn(layer.kernel, inputsOf(layer), random),
      bias: new Float32Array(layer.bias.length),
    })),
    head: {
      kernel: drawn(head.kernel, head.kernel.shape[0]!, random),
      bias: new Float32Array(head.bias.length),
    },
  };
}

/** Of one output of a layer. */
function inputsOf({ kind, kernel: { shape } }: Layer): number {
  const [height = 1, width = 1, depth = 1] = shape;
  return height * width * (kind === 'depthwise' ? 1 : depth);
}

/** Normal numbers by Box & Muller (Ann Math Stat 1958;29:610). */
function drawn({ shape, data }: Weights, inputs: number, random: Random): Weights {
  const deviation = Math.sqrt(2 / inputs);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return { shape, data: data.map(() => deviation * normal()) };
}
