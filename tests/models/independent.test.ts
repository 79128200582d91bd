import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Prediction } from '../../src/inference/prediction.ts';
import { riskByHand, type Weights } from './independent.ts';
import { answer, examplesOf, MODELS, models } from './model-folders.ts';

const model = models.find((m) => m.manifest.name === 'nhanes-mortality')!;
const weights = JSON.parse(readFileSync(join(MODELS, 'nhanes-mortality/weights.json'), 'utf8')) as Weights;

const predictions = examplesOf(model)
  .map((example) => ({ file: example.file, output: answer(model, example) }))
  .filter((e): e is { file: string; output: Prediction } => e.output.kind === 'prediction');

describe('the served risk of nhanes-mortality', () => {
  it('is compared on complete and on incomplete people', () => {
    const gaps = predictions.map(({ output }) => output.evidence.missing.length);
    expect(Math.min(...gaps)).toBe(0);
    expect(Math.max(...gaps)).toBeGreaterThan(10);
  });

  it.each(predictions)('is that of an independent computation: $file', ({ output }) => {
    const known = Object.fromEntries(output.evidence.used.map((u) => [u.concept, u.value]));
    const { risk, low, high } = riskByHand(weights, known);
    expect(output.probability).toBeCloseTo(risk, 10);
    expect(output.interval?.low).toBeCloseTo(low, 10);
    expect(output.interval?.high).toBeCloseTo(high, 10);
  });

  it.each(predictions)(
    'is compared with somebody of whom only age and sex are known: $file',
    ({ output }) => {
      const used = new Map(output.evidence.used.map((u) => [u.concept, u.value]));
      const { risk } = riskByHand(weights, { age: used.get('age')!, sex: used.get('sex')! });
      expect(output.comparison!.probability).toBeCloseTo(risk, 10);
    },
  );
});
