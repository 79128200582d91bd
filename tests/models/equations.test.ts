import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ANY_OF, DERIVATIONS } from '../../src/chart/derived.ts';
import { selectInputs } from '../../src/chart/select.ts';
import { evaluateEquation } from '../../src/families/prognosis/evaluation/agreement.ts';
import { openPrognosisModel } from '../../src/families/prognosis/index.ts';
import { chartOfInput } from '../../src/families/prognosis/predict-input.ts';
import { inputsOf } from '../../src/families/prognosis/serve/equation-engine.ts';
import type { Equation } from '../../src/inference/equation.ts';
import type { LoadedModel } from '../../src/inference/registry.ts';
import { unwrap } from '../../src/kernel/result.ts';
import { answer, type Example, examplesOf, models } from './model-folders.ts';

const VECTORS = resolve(import.meta.dirname, '../../../shared/data/equations');
const NOW = new Date('2026-11-23T12:00:00Z');

const equations = models.flatMap((model) =>
  model.equation ? [{ name: model.manifest.name, model, equation: model.equation }] : [],
);

describe.each(equations)('$name', ({ model, equation }) => {
  const file = join(VECTORS, equation.vectors.file);
  const examples = examplesOf(model);
  const answered = examples.filter((e) => e.expected.kind !== 'abstention');

  it.skipIf(!existsSync(file))('meets every test vector (skipped without ../shared/data)', async () => {
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    const some = lines.filter((_, i) => i === 0 || lines.length < MANY || i % SHARE === 0);
    const { disagreements, data } = unwrap(await evaluated(model, some.join('\n')));
    expect(disagreements).toEqual([]);
    expect(data.n).toBeGreaterThanOrEqual(20);
  });

  it('was measured on the vectors, all of which it met', () => {
    expect(model.metrics).toMatchObject({ metrics: { agreement: { value: 1 } }, disagreements: [] });
  });

  it('has at least three examples', () => {
    expect(examples.length).toBeGreaterThanOrEqual(3);
  });

  it('shares its answer out without a remainder', () => {
    for (const example of answered) {
      const { effects, difference } = sharesOf(model, equation, example);
      expect(effects, example.file).toBeCloseTo(difference, 9);
    }
  });

  it('abstains where anything required is missing or cannot be used', () => {
    const required = model.manifest.inputs.filter((i) => i.required).map((i) => i.concept);
    for (const example of answered.filter((e) => e.values))
      for (const concept of required)
        for (const values of [without(example, concept), { ...example.values, [concept]: 'nonsense' }])
          expect(answer(model, { ...example, values }), `${example.file} ${concept}`).toMatchObject({
            kind: 'abstention',
          });
  });

  it('never fails on its examples, nor without what is optional', () => {
    const optional = model.manifest.inputs.filter((i) => !i.required).map((i) => i.concept);
    for (const example of answered.filter((e) => e.values))
      for (const concept of ['', ...optional]) {
        const output = answer(model, { ...example, values: without(example, concept) });
        expect(output, `${example.file} without ${concept}`).not.toMatchObject({ reason: 'failed' });
      }
  });
});

/** Of a file with this many rows, `kairos evaluate` reads all and this test one in so many. */
const MANY = 5_000;
const SHARE = 25;

async function evaluated(model: LoadedModel, text: string) {
  const folder = mkdtempSync(join(tmpdir(), 'vectors-'));
  try {
    writeFileSync(join(folder, 'vectors.csv'), text);
    return await evaluateEquation(model, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Without the concept, and without what it could be derived from. */
function without({ values = {} }: Example, concept: string) {
  const sources = DERIVATIONS.filter((d) => d.concept === concept).map((d) => d.of);
  const gone = [concept, ...(ANY_OF.get(concept) ?? []), ...sources];
  return Object.fromEntries(Object.entries(values).filter(([id]) => !gone.includes(id)));
}

/** What the contributions of an example add up to, and the difference that they share. */
function sharesOf(model: LoadedModel, equation: Equation, example: Example) {
  const output = answer(model, example);
  if (output.kind === 'abstention') throw new Error(output.because);
  const { inputs } = model.manifest;
  const chart = unwrap(chartOfInput(example, NOW));
  const result = equation.compute(inputsOf(selectInputs(chart, inputs)));
  if ('declined' in result) throw new Error(result.because);
  const shown = output.kind === 'prediction' ? output.probability : output.value;
  const effects = output.contributions.reduce((sum, { effect }) => sum + effect, 0);
  return { effects, difference: shown - result.reference.answer };
}

/** What must move which way, all else equal: from an example with values. */
const MONOTONE: readonly (readonly [model: string, example: string, concept: string, values: unknown[]])[] = [
  ['prevent', 'published-woman-50', 'systolic-blood-pressure', [112, 120, 135, 150, 165, 180]],
  ['prevent', 'published-woman-50', 'age', [31, 40, 50, 60, 70, 79]],
  ['prevent', 'published-woman-50', 'egfr', [100, 60, 45, 30, 15]],
  ['prevent', 'published-woman-50', 'diabetes-mellitus', [false, true]],
  ['prevent', 'published-woman-50', 'tobacco-smoking-status', ['never', 'current']],
  ['prevent', 'published-woman-50', 'hdl-cholesterol', [90, 70, 50, 30]],
  ['prevent', 'full-variant', 'urine-albumin-creatinine-ratio', [2, 30, 300, 3000]],
  ['prevent', 'full-variant', 'hemoglobin-a1c', [5, 6, 8, 11]],
  ['pce', 'published-white-man', 'age', [40, 50, 60, 70, 79]],
  ['pce', 'published-white-man', 'total-cholesterol', [140, 180, 220, 300]],
  ['pce', 'published-black-woman', 'systolic-blood-pressure', [95, 120, 150, 190]],
  ['pce', 'published-black-woman', 'tobacco-smoking-status', ['former', 'current']],
  [
    'score2',
    'published-man-low-region',
    'cardiovascular-risk-region',
    ['low', 'moderate', 'high', 'very-high'],
  ],
  ['score2', 'published-man-low-region', 'age', [40, 50, 60, 69]],
  ['score2', 'woman-70', 'age', [70, 75, 80, 89]],
  ['score2', 'woman-70', 'systolic-blood-pressure', [110, 130, 150, 180]],
  ['kfre', 'man-60-elsewhere', 'egfr', [59, 45, 30, 15, 10]],
  ['kfre', 'man-60-elsewhere', 'urine-albumin-creatinine-ratio', [3, 30, 300, 3000]],
  ['kfre', 'man-60-elsewhere', 'age', [90, 70, 50, 30]],
  ['phenoage', 'healthy-man-55', 'age', [25, 45, 65, 85]],
  ['phenoage', 'healthy-man-55', 'red-cell-distribution-width', [12, 13, 15, 18]],
  ['phenoage', 'healthy-man-55', 'albumin', [5, 4, 3, 2]],
  ['ckd-epi-2021', 'man-60', 'creatinine', [8, 4, 2, 1, 0.9, 0.7, 0.4]],
  ['ckd-epi-2021', 'man-60', 'age', [90, 60, 30, 18]],
];

describe('the answer rises', () => {
  it.each(MONOTONE)('of %s (%s) with %s %j', (name, file, concept, values) => {
    const { model } = equations.find((e) => e.name === name)!;
    const example = examplesOf(model).find((e) => e.file === `${file}.json`)!;
    const { predict } = unwrap(openPrognosisModel(model));
    const answers = values.map((value) => {
      const changed = { ...example, values: { ...example.values, [concept]: value } };
      const output = predict(unwrap(chartOfInput(changed, NOW)));
      if (output.kind === 'abstention') throw new Error(output.because);
      return output.kind === 'prediction' ? output.probability : output.value;
    });
    expect(answers).toEqual(answers.toSorted((a, b) => a - b));
    expect(new Set(answers).size).toBe(values.length);
  });
});
