import { RandomForestClassifier, RandomForestRegression } from 'ml-random-forest';
import { describe, expect, it } from 'vitest';
import { compileForest, predictForest } from '../../src/inference/runtimes/forest.ts';
import { seededRandom } from '../../src/statistics/random.ts';

const random = seededRandom(1);
const rows = Array.from({ length: 200 }, () => Array.from({ length: 5 }, random));
const fresh = Array.from({ length: 100 }, () => Array.from({ length: 5 }, random));

/** Columns must be those of the library's JSON. */
const json = (forest: unknown): unknown => JSON.parse(JSON.stringify(forest));

describe('a compiled forest', () => {
  it('predicts what the library predicts that grew it: regression', () => {
    const forest = new RandomForestRegression({
      nEstimators: 20,
      seed: 3,
      maxFeatures: 0.8,
      replacement: false,
      treeOptions: { maxDepth: 6, minNumSamples: 5 },
    });
    forest.train(
      rows,
      rows.map((r) => r[0]! * 2 + Math.sin(5 * r[1]!) - r[2]! * r[3]!),
    );
    const compiled = compileForest(json(forest));
    const expected = forest.predict(fresh);
    for (const [i, row] of fresh.entries())
      expect(predictForest(compiled, Float64Array.from(row))).toBeCloseTo(expected[i]!, 10);
  });

  it('predicts the share of votes: classification', () => {
    const forest = new RandomForestClassifier({
      nEstimators: 25,
      seed: 3,
      maxFeatures: 0.8,
      replacement: false,
    });
    forest.train(
      rows,
      rows.map((r) => (r[0]! + r[1]! > 1 ? 1 : 0)),
    );
    const compiled = compileForest(json(forest));
    const votes = forest.predict(fresh);
    fresh.forEach((row, i) => {
      const share = predictForest(compiled, Float64Array.from(row));
      if (Math.abs(share - 0.5) > 0.021) expect(Number(share > 0.5)).toBe(votes[i]);
    });
  });

  it('refuses what is not a forest', () => {
    expect(() => compileForest({ name: 'RFRegression' })).toThrow();
  });
});
