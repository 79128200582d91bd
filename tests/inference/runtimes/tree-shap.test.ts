import { describe, expect, it } from 'vitest';
import { gaussLegendre } from '../../../src/inference/runtimes/gauss-legendre.ts';
import { seededRandom } from '../../../src/statistics/random.ts';
import { chanceRow, chanceTrees, compiled, memberOf, treeValue } from './chance-trees.ts';

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

/** The Shapley value by its definition: over all coalitions of the other features. */
function shapley(worth: (coalition: number) => number, feature: number, features: number): number {
  let value = 0;
  for (let coalition = 0; coalition < 1 << features; coalition++) {
    if (coalition & (1 << feature)) continue;
    const size = coalition.toString(2).replaceAll('0', '').length;
    const weight = (factorial(size) * factorial(features - size - 1)) / factorial(features);
    value += weight * (worth(coalition | (1 << feature)) - worth(coalition));
  }
  return value;
}

describe('TreeSHAP', () => {
  // Few features on long paths are asked again and again; many make long products. Both, and stumps.
  it.each([
    { features: 2, depth: 8 },
    { features: 5, depth: 7 },
    { features: 8, depth: 8 },
    { features: 3, depth: 1 },
  ])('is the Shapley value by its definition: $features features, depth $depth', ({ features, depth }) => {
    const random = seededRandom(features);
    const trees = 4;
    const arrays = chanceTrees(random, { trees, depth, features });
    const model = compiled(memberOf(arrays, features, [3, 1], [1, 2]));
    for (let k = 0; k < 4; k++) {
      const row = chanceRow(random, features);
      const worth = (coalition: number) => {
        const isKnown = (feature: number) => (coalition & (1 << feature)) !== 0;
        let sum = 3;
        for (let tree = 0; tree < trees; tree++) sum += treeValue(arrays, tree, row, isKnown);
        return sum / 2;
      };
      const phi = new Float64Array(features);
      model.explain(row, phi);
      expect(model.expected).toBeCloseTo(worth(0), 12);
      phi.forEach((value, feature) => {
        expect(value).toBeCloseTo(shapley(worth, feature, features), 12);
      });
    }
  });

  it('adds up to the margin, in deep trees too', () => {
    const random = seededRandom(3);
    const arrays = chanceTrees(random, { trees: 20, depth: 24, features: 40, splits: 0.62 });
    const model = compiled(memberOf(arrays, 40, [20], [0.5]));
    for (let k = 0; k < 20; k++) {
      const row = chanceRow(random, 40);
      const phi = new Float64Array(40);
      model.explain(row, phi);
      expect(phi.reduce((a, b) => a + b, model.expected)).toBeCloseTo(model.margin(row), 10);
    }
  });

  it('adds to what is there', () => {
    const random = seededRandom(4);
    const model = compiled(memberOf(chanceTrees(random, { trees: 2, depth: 3, features: 3 }), 3, [2], [0]));
    const row = chanceRow(random, 3);
    const [once, twice] = [new Float64Array(3), new Float64Array(3)];
    model.explain(row, once);
    model.explain(row, twice);
    model.explain(row, twice);
    once.forEach((value, feature) => {
      expect(twice[feature]).toBeCloseTo(2 * value, 12);
    });
  });
});

describe('Gauss-Legendre quadrature', () => {
  it('is exact for polynomials of degree below twice its nodes', () => {
    for (const count of [1, 2, 3, 6, 33]) {
      const { nodes, weights } = gaussLegendre(count);
      for (let degree = 0; degree < 2 * count; degree++) {
        const sum = nodes.reduce((total, t, i) => total + weights[i]! * t ** degree, 0);
        expect(sum).toBeCloseTo(1 / (degree + 1), 13);
      }
    }
  });
});
