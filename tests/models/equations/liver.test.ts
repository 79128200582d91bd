import { describe, expect, it } from 'vitest';
import { equation as childPugh } from '../../../models/child-pugh/equation.ts';
import { equation as fib4 } from '../../../models/fib-4/equation.ts';
import { equation as mayo } from '../../../models/mayo-pbc/equation.ts';
import { equation as meld } from '../../../models/meld-3/equation.ts';
import { answerTo, served, vectorRows, vectorsAreHere } from './given.ts';

describe('MELD 3.0', () => {
  const normal = {
    sex: 'male',
    'bilirubin-total': 1,
    inr: 1,
    creatinine: 1,
    sodium: 137,
    albumin: 3.5,
    dialysis: false,
  };
  const points = (changed: Parameters<typeof answerTo>[2]) => answerTo(meld, normal, changed);

  it('is 6 in a man and 7 in a woman whose values are within its limits', () => {
    expect(points({})).toBe(6);
    expect(points({ sex: 'female' })).toBe(7);
  });

  /** Each from the formula of the paper with the logarithm taken by hand; ln 3 = 1.0986. */
  it.each([
    ['bilirubin-total', 3, 11],
    ['inr', 3, 16],
    ['creatinine', 3, 18],
    ['sodium', 125, 16],
    ['albumin', 1.5, 10],
  ])('with %s of %d is %d', (concept, value, wanted) => {
    expect(points({ [concept]: value })).toBe(wanted);
  });

  it.each([
    ['bilirubin-total', 0.3, 1],
    ['inr', 0.8, 1],
    ['creatinine', 0.4, 1],
    ['creatinine', 9, 3],
    ['sodium', 150, 137],
    ['sodium', 110, 125],
    ['albumin', 5, 3.5],
    ['albumin', 0.9, 1.5],
  ])('takes %s of %d as %d', (concept, value, limit) => {
    const ill = { 'bilirubin-total': 4, inr: 2, creatinine: 2, sodium: 130, albumin: 2.5 };
    expect(points({ ...ill, [concept]: value })).toBe(points({ ...ill, [concept]: limit }));
  });

  it('counts creatinine as 3 on dialysis and ends at 40', () => {
    expect(points({ dialysis: true })).toBe(18);
    expect(points({ dialysis: true, inr: 8, 'bilirubin-total': 30, sodium: 120 })).toBe(40);
  });
});

describe('the Child-Pugh score', () => {
  const normal = {
    'bilirubin-total': 1,
    albumin: 4,
    inr: 1,
    'ascites-grade': 'none',
    'hepatic-encephalopathy-grade': 'none',
  };

  it.each([
    ['bilirubin-total', [1.9, 5], [2, 6], [3, 6], [3.1, 7]],
    ['albumin', [3.6, 5], [3.5, 6], [2.8, 6], [2.7, 7]],
    ['inr', [1.6, 5], [1.7, 6], [2.3, 6], [2.4, 7]],
    ['ascites-grade', ['none', 5], ['mild', 6], ['moderate-severe', 7]],
    ['hepatic-encephalopathy-grade', ['none', 5], ['grade1-2', 6], ['grade3-4', 7]],
  ] as const)('has the edges of the table for %s', (concept, ...edges) => {
    for (const [value, wanted] of edges)
      expect(answerTo(childPugh, normal, { [concept]: value }), `${value}`).toBe(wanted);
  });

  it('does not take an unknown grade as none', () => {
    expect(() => answerTo(childPugh, normal, { 'ascites-grade': undefined })).toThrow(RangeError);
  });

  it.skipIf(!vectorsAreHere)('has the class of every vector (skipped without ../shared/data)', async () => {
    const predict = await served('child-pugh');
    for (const row of await vectorRows('child_pugh.csv', 'cls'))
      expect(predict(childPugh.vectors.inputs(row) as typeof normal)).toMatchObject({
        band: `Child-Pugh class ${row.cls}`,
      });
  });
});

describe('the bands of FIB-4', () => {
  /** With age 50, ALT 25 and platelets 200 the index is AST / 20. */
  const usual = { age: 50, 'alanine-aminotransferase': 25, platelets: 200 };

  it.each([
    [25.9, 'advanced fibrosis unlikely'],
    [26, 'indeterminate'],
    [53.3, 'indeterminate'],
    [53.4, 'advanced fibrosis likely'],
  ])('call AST of %d %s', async (ast, band) => {
    expect(answerTo(fib4, usual, { 'aspartate-aminotransferase': ast })).toBeCloseTo(ast / 20, 10);
    expect((await served('fib-4'))({ ...usual, 'aspartate-aminotransferase': ast })).toMatchObject({ band });
  });

  it.each([
    [64, 26, 'indeterminate'],
    [65, 26, 'advanced fibrosis unlikely'],
    [65, 30.7, 'advanced fibrosis unlikely'],
    [65, 30.8, 'indeterminate'],
    [65, 42, 'advanced fibrosis likely'],
  ])('have another lower limit from 65 years on (%d years, AST %d: %s)', async (age, ast, band) => {
    const output = (await served('fib-4'))({ ...usual, age, 'aspartate-aminotransferase': ast });
    expect(output).toMatchObject({ band });
  });

  it.each([
    [34, 1],
    [35, 0],
    [64, 0],
    [65, 1],
  ])('come with a caution at %d years: %d', async (age, count) => {
    const output = (await served('fib-4'))({ ...usual, age, 'aspartate-aminotransferase': 30 });
    expect('cautions' in output ? output.cautions : undefined).toHaveLength(count);
  });
});

describe('the Mayo model', () => {
  const mean = { age: 50, 'bilirubin-total': 1, albumin: 3.5, 'prothrombin-time': 11, 'oedema-grade': 0 };

  it('gives somebody with the mean risk score the baseline survival of the paper', () => {
    const score = -2.53 * Math.log(3.5) + 0.039 * 50 + 2.38 * Math.log(11);
    const bilirubin = Math.exp((5.07 - score) / 0.871);
    const result = mayo.compute({
      number: (c) => (c === 'bilirubin-total' ? bilirubin : Number(mean[c as keyof typeof mean])),
      value: () => undefined,
    });
    if ('declined' in result) throw new Error(result.because);
    expect(result.answer).toBeCloseTo(1 - 0.774, 10);
    const published = { 1: 0.97, 2: 0.941, 3: 0.883, 4: 0.833, 6: 0.721, 7: 0.651 };
    for (const [year, survival] of Object.entries(published))
      expect(1 - result.further![`death-${year}y`]!).toBeCloseTo(survival, 10);
  });

  it('cannot compute with a bilirubin of 0', () => {
    expect(answerTo(mayo, mean, { 'bilirubin-total': 0 })).toEqual(['bilirubin-total']);
  });
});
