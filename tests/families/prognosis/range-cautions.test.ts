import { describe, expect, it } from 'vitest';
import { rangeCautions } from '../../../src/families/prognosis/serve/range-cautions.ts';
import type { BlendWeights } from '../../../src/inference/runtimes/blend-schema.ts';

type Feature = BlendWeights['features'][number];

function cautionsOf(feature: Omit<Feature, 'concept'>, value: number) {
  const weights = { features: [{ concept: 'mean-arterial-pressure', ...feature }], ranges: [[60, 110]] };
  const inputs = [{ concept: 'mean-arterial-pressure', window: 'P2D' }];
  return rangeCautions(weights as unknown as BlendWeights, Float64Array.of(value), {
    inputs: inputs as never,
  });
}

describe('a value beyond what a model learned from', () => {
  it.each<[Omit<Feature, 'concept'>, number, string]>([
    [{}, 120, 'Mean arterial pressure is above'],
    [{ statistic: 'max' }, 120, 'Highest mean arterial pressure of the last 2 days is above'],
    [{ statistic: 'min' }, 50, 'Lowest mean arterial pressure of the last 2 days is below'],
    [{ statistic: 'first' }, 50, 'First mean arterial pressure of the last 2 days is below'],
    [
      { statistic: 'max', hours: [24, 0] },
      120,
      'Highest mean arterial pressure of the last 24 hours is above',
    ],
    [
      { statistic: 'max', hours: [48, 24] },
      120,
      'Highest mean arterial pressure of the time from 48 to 24 hours ago is above',
    ],
  ])('of %j is named with its statistic and time', (feature, value, start) => {
    expect(cautionsOf(feature, value)).toHaveLength(1);
    expect(cautionsOf(feature, value)[0]).toContain(start);
  });

  it.each<Omit<Feature, 'concept'>>([{ statistic: 'mean' }, { statistic: 'slope' }])(
    'is not said of %j, which nobody finds in a record',
    (feature) => {
      expect(cautionsOf(feature, 500)).toEqual([]);
    },
  );
});
