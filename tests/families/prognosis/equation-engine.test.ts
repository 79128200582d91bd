import { describe, expect, it } from 'vitest';
import { chartFromValues } from '../../../src/chart/from-values.ts';
import { openPrognosisModel } from '../../../src/families/prognosis/index.ts';
import type { EquationResult } from '../../../src/inference/equation.ts';
import type { ModelOutput } from '../../../src/inference/prediction.ts';
import { unwrap } from '../../../src/kernel/result.ts';
import { modelOf, type Parts, RESULT, SCORE } from './equations.ts';

const VALUES = { age: 60, albumin: { value: 38, unit: 'g/L', date: '2026-01-02' }, creatinine: 1.1 };

function answerOf(
  parts: Parts,
  values: Parameters<typeof chartFromValues>[0]['values'] = VALUES,
): ModelOutput {
  const chart = chartFromValues({ now: new Date('2026-02-01T00:00:00Z'), values });
  return unwrap(openPrognosisModel(modelOf(parts))).predict(chart);
}

const resultOf = (result: EquationResult, manifest: object = {}): ModelOutput =>
  answerOf({ compute: () => result, manifest });

describe('an equation of a probability', () => {
  it('answers with comparison, level and band, and without an interval', () => {
    const output = resultOf({ ...RESULT, answer: 0.05 });
    expect(output).toMatchObject({
      kind: 'prediction',
      model: { name: 'some-equation', version: '1.0.0' },
      horizon: 'P5Y',
      probability: 0.05,
      risk: 'low',
      band: 'A',
      indicator: 'info',
      comparison: { group: 'people aged 60', probability: 0.1 },
      cautions: [],
    });
    expect(output).not.toHaveProperty('interval');
    expect(output).not.toHaveProperty('further');
  });

  it('shares the difference from the reference out in proportion to the parts', () => {
    const output = resultOf(RESULT);
    const [albumin, creatinine] = output.kind === 'prediction' ? output.contributions : [];
    expect(albumin).toMatchObject({ concept: 'albumin', value: 3.8, unit: 'g/dL', date: '2026-01-02' });
    expect(albumin?.effect).toBeCloseTo(0.2 / 3, 12);
    expect(creatinine?.effect).toBeCloseTo(0.1 / 3, 12);
  });

  it('shows both sides where parts cancel out', () => {
    const output = resultOf({ ...RESULT, answer: 0.1, parts: { albumin: 0.5, creatinine: -0.5 } });
    const effects = output.kind === 'prediction' ? output.contributions.map((c) => c.effect) : [];
    expect(effects[0]).toBeCloseTo(0.5 * 0.1 * 0.9, 12);
    expect(effects[1]).toBeCloseTo(-0.5 * 0.1 * 0.9, 12);
  });

  it('marks what it assumed, and leaves out what was neither there nor mattered', () => {
    const without = { age: 60, albumin: 3.8 };
    const assumed = answerOf({ compute: () => RESULT }, without);
    expect(assumed).toMatchObject({ contributions: [{ concept: 'albumin' }, { imputed: true }] });
    const unused = answerOf(
      { compute: () => ({ ...RESULT, parts: { albumin: 1, creatinine: 0 } }) },
      without,
    );
    expect(unused.kind === 'prediction' && unused.contributions).toHaveLength(1);
  });

  it('gives further answers as the manifest describes them, in its order', () => {
    const output = resultOf({ ...RESULT, further: { years: 7.5, later: 0.4 }, beyondRange: { other: 1 } });
    expect(output).toMatchObject({
      further: [
        { id: 'later', horizon: 'P10Y', probability: 0.4 },
        { id: 'years', value: 7.5, unit: 'a' },
      ],
    });
  });

  it('is judged by limits of the person’s own, where it has them', () => {
    expect(resultOf({ ...RESULT, limits: [0.15, 0.19] })).toMatchObject({ risk: 'high' });
    expect(resultOf({ ...RESULT, limits: [0.25, 0.5] })).toMatchObject({ risk: 'low', band: 'A' });
    expect(resultOf({ ...RESULT, answer: 0.1 })).toMatchObject({ risk: 'moderate' });
  });
});

describe('an equation of a score', () => {
  it('answers with a value whose contributions are in its unit', () => {
    const points = { answer: 3, parts: { albumin: 2, creatinine: 1 }, reference: { group: 'a', answer: 0 } };
    const output = resultOf(points, SCORE);
    expect(output).toMatchObject({ kind: 'score', value: 3, contributions: [{ effect: 2 }, { effect: 1 }] });
    expect(output).not.toHaveProperty('horizon');
    expect(output).not.toHaveProperty('unit');
  });

  it('shows points that cancel out as points', () => {
    const points = { answer: 0, parts: { albumin: 1, creatinine: -1 }, reference: { group: 'a', answer: 0 } };
    expect(resultOf(points, SCORE)).toMatchObject({ contributions: [{ effect: 1 }, { effect: -1 }] });
  });
});

const ABSTENTION = ['kind', 'model', 'outcome', 'horizon', 'reason', 'because', 'concepts', 'evidence'];

describe('an equation abstains', () => {
  it('where it declines, with its reason', () => {
    const declined = { declined: 'out-of-range' as const, because: 'too high', concepts: ['albumin'] };
    expect(answerOf({ compute: () => declined })).toMatchObject({
      kind: 'abstention',
      reason: 'out-of-range',
      because: 'too high',
      concepts: ['albumin'],
      evidence: { used: expect.arrayContaining([expect.objectContaining({ concept: 'albumin' })]) },
    });
  });

  it('where a value is outside its ranges, before it computes', () => {
    const ranges = [
      { concept: 'albumin', label: 'albumin', min: 4, max: 5, unit: 'g/dL' },
      { concept: 'creatinine', label: 'creatinine', min: 0, max: 1.1, isBelow: true, unit: 'mg/dL' },
    ];
    const compute = () => expect.fail('was asked all the same');
    expect(answerOf({ compute, ranges })).toMatchObject({
      reason: 'out-of-range',
      because: 'albumin 3.8 is outside 4 to 5 g/dL, creatinine 1.1 is outside 0 to under 1.1 mg/dL',
      concepts: ['albumin', 'creatinine'],
    });
  });

  it('where something required is missing, before it computes', () => {
    const compute = () => expect.fail('was asked all the same');
    expect(answerOf({ compute }, { age: 60 })).toMatchObject({ reason: 'required-input-missing' });
    expect(answerOf({ compute }, { ...VALUES, age: 17 })).toMatchObject({ reason: 'out-of-range' });
  });

  it.each<[string, EquationResult]>([
    ['an answer that is no number', { ...RESULT, answer: Number.NaN }],
    ['an infinite answer', { ...RESULT, answer: Number.POSITIVE_INFINITY }],
    ['a probability above one', { ...RESULT, answer: 1.01 }],
    ['a probability below zero', { ...RESULT, answer: -0.01 }],
    ['a reference that is no probability', { ...RESULT, reference: { group: 'a', answer: Number.NaN } }],
    ['a further answer that is no number', { ...RESULT, further: { years: Number.NaN } }],
    ['a further probability above one', { ...RESULT, further: { later: 2 } }],
    ['a further answer that the manifest does not have', { ...RESULT, further: { sooner: 0.1 } }],
    ['a part that is no number', { ...RESULT, parts: { albumin: Number.NaN } }],
    ['a part of something that is no input', { ...RESULT, parts: { glucose: 1 } }],
  ])('with %s: never a number', (_, result) => {
    const output = resultOf(result);
    expect(output).toMatchObject({ kind: 'abstention', reason: 'failed', concepts: [] });
    expect(Object.keys(output).filter((k) => !ABSTENTION.includes(k))).toEqual([]);
  });

  it('with a score off its scale', () => {
    expect(resultOf({ ...RESULT, answer: 11 }, SCORE)).toMatchObject({ reason: 'failed' });
    expect(resultOf({ ...RESULT, answer: -1 }, SCORE)).toMatchObject({ reason: 'failed' });
  });

  it('where it throws', () => {
    const compute = () => {
      throw new TypeError('defect');
    };
    const output = answerOf({ compute });
    expect(output).toMatchObject({ reason: 'failed' });
    expect(JSON.stringify(output)).not.toContain('defect');
  });
});
