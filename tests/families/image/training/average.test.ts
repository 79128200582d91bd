import { describe, expect, it } from 'vitest';
import { averageOf } from '../../../../src/families/image/networks/average.ts';
import type { Network } from '../../../../src/families/image/networks/network.ts';

const network = (by: number, bias = [3 * by, 0]): Pick<Network, 'layers' | 'head'> => ({
  layers: [
    {
      name: 'one',
      kind: 'conv',
      stride: 2,
      kernel: { shape: [1, 1, 1, 2], data: Float32Array.of(by, -by) },
      bias: Float32Array.of(0, 2 * by),
    },
  ],
  head: { kernel: { shape: [2, 1], data: Float32Array.of(4 * by, 1) }, bias: Float32Array.from(bias) },
});

describe('the average of networks', () => {
  it('has the mean of every weight, and the shape of each', () => {
    expect(averageOf([network(1), network(2), network(6)])).toEqual(network(3));
  });

  it('of one is that one', () => {
    expect(averageOf([network(7)])).toEqual(network(7));
  });

  it('is not taken of networks of other shapes', () => {
    expect(() => averageOf([network(1), network(1, [1, 2, 3])])).toThrow(
      'expected networks of the same shape',
    );
  });
});
