import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasConcept } from '../../src/chart/catalogue.ts';
import { modelCard } from '../../src/findings/model-card.ts';
import type { ModelOutput, Prediction } from '../../src/inference/prediction.ts';
import { answer, type Expected, examplesOf, models } from './model-folders.ts';

const read = (...path: string[]): string | undefined => {
  try {
    return readFileSync(join(...path), 'utf8');
  } catch {
    return undefined;
  }
};

describe('every model', () => {
  it('is found', () => {
    expect(models.length).toBeGreaterThan(0);
  });
});

describe.each(models.map((model) => ({ name: model.manifest.name, model })))('$name', ({ name, model }) => {
  const { manifest, directory } = model;
  const examples = examplesOf(model);

  it('has examples, of a prediction and of an abstention', () => {
    const kinds = new Set(examples.map((e) => e.expected.kind));
    expect([...kinds].sort()).toEqual(['abstention', 'prediction']);
  });

  it('asks for concepts of the catalogue only', () => {
    const asked = [...manifest.inputs, ...manifest.applicability.exclude].map((i) => i.concept);
    expect(asked.filter((concept) => !hasConcept(concept))).toEqual([]);
  });

  it('was measured', () => {
    expect(
      model.metrics,
      `models/${name}/metrics.json is absent: npm run -s kairos -- evaluate ${name} --cross-validate`,
    ).toMatchObject({ model: name, version: manifest.version });
  });

  it('has the model card of its manifest and metrics', () => {
    const card = read(directory, 'MODEL_CARD.md');
    expect(card, `models/${name}/MODEL_CARD.md is absent or old`).toBe(modelCard(model));
  });

  describe.each(examples)('$file: $title', (example) => {
    const output = answer(model, example);

    it('answers as expected', () => {
      const { expected } = example;
      expect(output.kind).toBe(expected.kind);
      if (expected.kind === 'prediction') expectPrediction(output as Prediction, expected);
      else expect(output).toMatchObject({ reason: expected.reason, concepts: expected.concepts });
    });

    it('used and left out what is expected', () => {
      expectEvidence(output, example.expected);
    });

    it('answers the same when asked again', () => {
      for (const other of examples) answer(model, other);
      expect(answer(model, example)).toEqual(output);
    });
  });
});

function expectPrediction(output: Prediction, expected: Extract<Expected, { kind: 'prediction' }>): void {
  const { tolerance, probability, interval, comparison, drivers } = expected;
  const near = (actual: number, wanted: number) =>
    expect(Math.abs(actual - wanted), `${actual} is not near ${wanted}`).toBeLessThanOrEqual(tolerance);
  near(output.probability, probability);
  near(output.interval.low, interval[0]);
  near(output.interval.high, interval[1]);
  near(output.comparison!.probability, comparison);
  expect(output.risk).toBe(expected.risk);
  expect(output.cautions).toHaveLength(expected.cautions);
  expect(driversOf(output).slice(0, Object.keys(drivers).length)).toEqual(Object.entries(drivers));
}

const driversOf = ({ contributions }: Prediction) =>
  contributions
    .filter((c) => !c.imputed)
    .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect))
    .map((c) => [c.concept, c.effect > 0 ? 'raises' : 'lowers']);

function expectEvidence({ evidence }: ModelOutput, expected: Expected): void {
  const { used, missing, unusable } = evidence;
  for (const [concept, value] of Object.entries(expected.used ?? {})) {
    const found = used.find((u) => u.concept === concept)?.value;
    if (typeof value === 'number') expect(Math.abs(Number(found) / value - 1), concept).toBeLessThan(0.001);
    else expect(found, concept).toBe(value);
  }
  if (expected.missing) expect(missing.map((m) => m.concept).sort()).toEqual(expected.missing);
  if (expected.old)
    expect(used.filter((u) => u.staleDays !== undefined).map((u) => u.concept)).toEqual(expected.old);
  for (const [concept, reason] of Object.entries(expected.unusable ?? {}))
    expect(unusable).toContainEqual(expect.objectContaining({ concept, reason }));
  for (const [concept, comparator] of Object.entries(expected.comparators ?? {}))
    expect(used).toContainEqual(expect.objectContaining({ concept, comparator }));
}
