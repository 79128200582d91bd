import type { Layer, Network } from '../../src/families/image/networks/network.ts';
import { randomised } from '../../src/families/image/networks/randomised.ts';
import { seededRandom } from '../../src/statistics/random.ts';

const SIDE = 224;
/** Channels after each of the twelve blocks that the served networks have. */
const CHANNELS = [64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024];
const HALVING = new Set([1, 3, 5, 11]);
const LABELS = 3;

const empty = (shape: readonly number[]) => ({
  shape,
  data: new Float32Array(shape.reduce((a, b) => a * b, 1)),
});

const layer = (name: string, kind: Layer['kind'], stride: 1 | 2, shape: readonly number[]): Layer => ({
  name,
  kind,
  stride,
  kernel: empty(shape),
  bias: new Float32Array(kind === 'conv' ? shape[3]! : shape[2]!),
});

/** MobileNet v1 for grey pictures of 224 × 224 with weights by chance: they take as long as any. */
export function mobileNet(): Network {
  const layers = [layer('conv1', 'conv', 2, [3, 3, 1, 32])];
  CHANNELS.forEach((channels, block) => {
    const depth = block === 0 ? 32 : CHANNELS[block - 1]!;
    layers.push(layer(`depthwise${block}`, 'depthwise', HALVING.has(block) ? 2 : 1, [3, 3, depth, 1]));
    layers.push(layer(`pointwise${block}`, 'conv', 1, [1, 1, depth, channels]));
  });
  const head = { kernel: empty([1024, LABELS]), bias: new Float32Array(LABELS) };
  return randomised({ input: [SIDE, SIDE, 1], layers, head }, seededRandom(7));
}
