import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasConcept } from '../../src/chart/catalogue.ts';
import { modelCard } from '../../src/findings/model-card.ts';
import type { ModelOutput, Prediction, Score } from '../../src/inference/prediction.ts';
import { allModels, answer, type Expected, examplesOf, models } from './model-folders.ts';

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

describe.each(allModels.map((model) => ({ name: model.manifest.name, model })))(
  '$name',
  ({ name, model }) => {
    const { manifest, directory } = model;

    it('asks for concepts of the catalogue only', () => {
      const asked = [
        ...manifest.inputs,
        ...manifest.applicability.exclude,
        ...manifest.applicability.only,
      ].map((i) => i.concept);
      expect(asked.filter((concept) => !hasConcept(concept))).toEqual([]);
    });

    it('was measured', () => {
      expect(
        model.metrics,
        `models/${name}/metrics.json is absent: npm run -s kairos -- evaluate ${name}`,
      ).toMatchObject({ model: name, version: manifest.version });
    });

    it('has the model card of its manifest and metrics', () => {
      const card = read(directory, 'MODEL_CARD.md');
      expect(card, `models/${name}/MODEL_CARD.md is absent or old`).toBe(modelCard(model));
    });
  },
);

describe.each(models.map((model) => ({ name: model.manifest.name, model })))('$name', ({ model }) => {
  const { manifest } = model;
  const examples = examplesOf(model);

  it('has examples, of an answer and of an abstention', () => {
    const kinds = new Set(examples.map((e) => e.expected.kind));
    expect([...kinds].sort()).toEqual(['abstention', manifest.score ? 'score' : 'prediction']);
  });

  describe.each(examples)('$file: $title', (example) => {
    const output = answer(model, example);

    it('answers as expected', () => {
      const { expected } = example;
      expect(output.kind).toBe(expected.kind);
      if (expected.kind === 'prediction') expectPrediction(output as Prediction, expected);
      else if (expected.kind === 'score') expectScore(output as Score, expected);
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

type Answered = Exclude<Expected, { kind: 'abstention' }>;

const near = (actual: number | undefined, wanted: number, tolerance: number) =>
  expect(Math.abs((actual ?? Number.NaN) - wanted), `${actual} is not near ${wanted}`).toBeLessThanOrEqual(
    tolerance,
  );

function expectPrediction(output: Prediction, expected: Extract<Expected, { kind: 'prediction' }>): void {
  const { tolerance, probability, interval, comparison } = expected;
  near(output.probability, probability, tolerance);
  expect(output.interval !== undefined).toBe(interval !== undefined);
  if (interval) {
    near(output.interval?.low, interval[0], tolerance);
    near(output.interval?.high, interval[1], tolerance);
  }
  near(output.comparison!.probability, comparison, tolerance);
  expectAnswered(output, expected);
}

function expectScore(output: Score, expected: Extract<Expected, { kind: 'score' }>): void {
  near(output.value, expected.value, expected.tolerance);
  expectAnswered(output, expected);
}

function expectAnswered(output: Prediction | Score, expected: Answered): void {
  const { drivers, tolerance } = expected;
  expect(output.risk).toBe(expected.risk);
  if (expected.band !== undefined) expect(output.band).toBe(expected.band);
  expect(output.cautions).toHaveLength(expected.cautions);
  expect(driversOf(output).slice(0, Object.keys(drivers).length)).toEqual(Object.entries(drivers));
  for (const [id, wanted] of Object.entries(expected.further)) {
    const found = output.further?.find((f) => f.id === id);
    if (wanted === null) expect(found, id).toBeUndefined();
    else near(found?.probability ?? found?.value, wanted, tolerance);
  }
}

const driversOf = ({ contributions }: Prediction | Score) =>
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
