import { describe, expect, it } from 'vitest';
import { calibrationBins, figuresOf } from '../../../../src/families/image/evaluation/figures.ts';

const answers = {
  status: Int8Array.of(1, 1, 1, 0, 0),
  probability: Float64Array.of(0.95, 0.65, 0.25, 0.65, 0.05),
};
const once = new Float64Array(5).fill(1);

describe('figures of a finding', () => {
  const figures = figuresOf(answers, 0.65);

  it('counts what is at the operating point as found', () => {
    const { sensitivity, specificity, accuracy } = figures(once);
    expect(sensitivity).toBeCloseTo(2 / 3);
    expect(specificity).toBeCloseTo(1 / 2);
    expect(accuracy).toBeCloseTo(3 / 5);
  });

  it('has the area under the curve with ties as halves', () => {
    // Of six pairs four are in order, and one is equal.
    expect(figures(once).auroc).toBeCloseTo(4.5 / 6);
  });

  it('has the calibration error by bins', () => {
    // Alone: .95 (there), .25 (there), .05 (not there); together: two of .65, one there.
    expect(figures(once).ece).toBeCloseTo((0.05 + 0.75 + 0.05 + 2 * 0.15) / 5);
  });

  it('counts each picture as often as it is drawn', () => {
    const { sensitivity, specificity } = figures(Float64Array.of(0, 0, 2, 1, 0));
    expect(sensitivity).toBe(0);
    expect(specificity).toBe(0);
  });

  it('cannot tell what there is nothing of', () => {
    expect(figures(Float64Array.of(1, 1, 1, 0, 0)).specificity).toBeNaN();
  });

  it('leaves out bins without pictures', () => {
    expect(calibrationBins(answers)).toEqual([
      { predicted: 0.05, observed: 0, n: 1 },
      { predicted: 0.25, observed: 1, n: 1 },
      { predicted: 0.65, observed: 0.5, n: 2 },
      { predicted: 0.95, observed: 1, n: 1 },
    ]);
  });
});
