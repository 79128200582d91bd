import { describe, expect, it } from 'vitest';
import { equation as curb65 } from '../../../models/curb-65/equation.ts';
import { equation as sofa } from '../../../models/sofa/equation.ts';
import { answerTo } from './given.ts';

/** Six sound organs. */
const SOUND = {
  'oxygen-pressure-to-fraction-ratio': 450,
  platelets: 200,
  'bilirubin-total': 0.8,
  'mean-arterial-pressure': 80,
  'vasoactive-support': false,
  'glasgow-coma-score': 15,
  creatinine: 0.9,
  'urine-output-24h': 1500,
};
const points = (changed: Parameters<typeof answerTo>[2]) => answerTo(sofa, SOUND, changed);

describe('SOFA', () => {
  /** Table 3 of Vincent 1996. */
  it.each([
    ['oxygen-pressure-to-fraction-ratio', [400, 0], [399, 1], [300, 1], [299, 2], [200, 2]],
    ['platelets', [150, 0], [149, 1], [100, 1], [99, 2], [50, 2], [49, 3], [20, 3], [19, 4]],
    [
      'bilirubin-total',
      [1.1, 0],
      [1.2, 1],
      [1.9, 1],
      [2, 2],
      [5.9, 2],
      [6, 3],
      [11.9, 3],
      [12, 4],
      [12.1, 4],
    ],
    ['mean-arterial-pressure', [70, 0], [69, 1]],
    ['glasgow-coma-score', [15, 0], [14, 1], [13, 1], [12, 2], [10, 2], [9, 3], [6, 3], [5, 4], [3, 4]],
    ['creatinine', [1.1, 0], [1.2, 1], [1.9, 1], [2, 2], [3.4, 2], [3.5, 3], [4.9, 3], [5, 4], [5.1, 4]],
    ['urine-output-24h', [500, 0], [499, 3], [200, 3], [199, 4]],
  ] as const)('has the edges of the table for %s', (concept, ...edges) => {
    for (const [value, wanted] of edges) expect(points({ [concept]: value }), `${value}`).toBe(wanted);
  });

  it.each([
    [199, true, 3],
    [100, true, 3],
    [99, true, 4],
    [199, false, 2],
    [60, false, 2],
  ])('gives PaO2/FiO2 of %d with support %s %d points', (ratio, support, wanted) => {
    const changed = { 'oxygen-pressure-to-fraction-ratio': ratio, 'mechanical-ventilation': support };
    expect(points(changed)).toBe(wanted);
  });

  it.each([
    ['dopamine-rate', [5, 2], [5.1, 3], [15, 3], [15.1, 4]],
    ['dobutamine-rate', [1, 2], [20, 2]],
    ['epinephrine-rate', [0.01, 3], [0.1, 3], [0.11, 4]],
    ['norepinephrine-rate', [0.01, 3], [0.1, 3], [0.11, 4]],
  ] as const)('has the edges of the table for %s, whatever the pressure', (concept, ...edges) => {
    for (const [rate, wanted] of edges)
      expect(points({ [concept]: rate, 'mean-arterial-pressure': 60 }), `${rate}`).toBe(wanted);
  });

  it('counts the strongest infusion once and the worse of creatinine and urine output', () => {
    expect(points({ 'dopamine-rate': 4, 'norepinephrine-rate': 0.2, 'dobutamine-rate': 5 })).toBe(4);
    expect(points({ creatinine: 2.5, 'urine-output-24h': 450 })).toBe(3);
    expect(points({ creatinine: 5.5, 'urine-output-24h': 450 })).toBe(4);
  });

  it('needs no word about support where oxygenation does not depend on it', () => {
    expect(points({ 'oxygen-pressure-to-fraction-ratio': 200 })).toBe(2);
    expect(points({ 'oxygen-pressure-to-fraction-ratio': 199 })).toEqual(['mechanical-ventilation']);
  });

  it('takes no infusion as none only where that was said, or all rates are 0', () => {
    const rates = ['norepinephrine-rate', 'epinephrine-rate', 'dopamine-rate', 'dobutamine-rate'];
    const unsaid = { 'vasoactive-support': undefined };
    expect(points(unsaid)).toEqual(['vasoactive-support', ...rates]);
    expect(points({ ...unsaid, 'norepinephrine-rate': 0 })).toEqual(['vasoactive-support', ...rates]);
    expect(points({ ...unsaid, ...Object.fromEntries(rates.map((r) => [r, 0])) })).toBe(0);
    expect(points({ 'vasoactive-support': true })).toEqual(rates);
  });

  it('is 24 at most', () => {
    const worst = {
      'oxygen-pressure-to-fraction-ratio': 50,
      'mechanical-ventilation': true,
      platelets: 5,
      'bilirubin-total': 20,
      'norepinephrine-rate': 1,
      'glasgow-coma-score': 3,
      creatinine: 8,
    };
    expect(points(worst)).toBe(24);
  });
});

describe('CURB-65', () => {
  const usual = {
    age: 50,
    'acute-confusion': false,
    'urea-nitrogen': 12,
    'respiratory-rate': 18,
    'systolic-blood-pressure': 120,
    'diastolic-blood-pressure': 75,
  };

  it.each([
    ['age', 64, 0],
    ['age', 65, 1],
    ['urea-nitrogen', 19, 0],
    ['urea-nitrogen', 20, 1],
    ['respiratory-rate', 29, 0],
    ['respiratory-rate', 30, 1],
    ['systolic-blood-pressure', 90, 0],
    ['systolic-blood-pressure', 89, 1],
    ['diastolic-blood-pressure', 61, 0],
    ['diastolic-blood-pressure', 60, 1],
    ['acute-confusion', true, 1],
  ])('with %s of %s is %d', (concept, value, wanted) => {
    expect(answerTo(curb65, usual, { [concept]: value })).toBe(wanted);
  });

  it('has its limit at more than 7 mmol/L of urea, also where the laboratory reports that', () => {
    const mgdL = (urea: number) => urea * 2.80134;
    expect(answerTo(curb65, usual, { 'urea-nitrogen': mgdL(6.9) })).toBe(0);
    expect(answerTo(curb65, usual, { 'urea-nitrogen': mgdL(7) })).toBe(0);
    expect(answerTo(curb65, usual, { 'urea-nitrogen': mgdL(7.1) })).toBe(1);
  });

  it('gives one point for both pressures', () => {
    const low = { 'systolic-blood-pressure': 80, 'diastolic-blood-pressure': 50 };
    expect(answerTo(curb65, usual, low)).toBe(1);
  });

  it('takes nobody as oriented of whom that was not said', () => {
    const unsaid = { ...usual, 'acute-confusion': undefined };
    expect(answerTo(curb65, unsaid)).toEqual(['acute-confusion', 'level-of-responsiveness']);
    expect(answerTo(curb65, unsaid, { 'level-of-responsiveness': 'alert' })).toBe(0);
    expect(answerTo(curb65, unsaid, { 'level-of-responsiveness': 'confused' })).toBe(1);
  });
});
