import { describe, expect, it } from 'vitest';
import {
  calibrationOf,
  operatingPointFor,
  sideOf,
} from '../../../../src/families/image/training/calibrate.ts';
import { seededRandom } from '../../../../src/statistics/random.ts';

const LABELS = ['well', 'ill'];
const ILL = { of: ['ill'], against: ['well'] };
const random = seededRandom(5);

/** Pictures whose true log-odds are half the margin of the network, less one. */
const margins = Array.from({ length: 4_000 }, () => 12 * (random() - 0.5));
const validation = {
  logits: margins.map((m) => Float32Array.of(0, m)),
  labels: margins.map((m) => (random() < 1 / (1 + Math.exp(-(0.5 * m - 1))) ? 'ill' : 'well')),
  patients: margins.map((_, i) => `p${Math.floor(i / 2)}`),
};

describe('calibration on validation pictures', () => {
  it('finds the slope and the intercept, within their own uncertainty', () => {
    const { slope, intercept, covariance } = calibrationOf(ILL, LABELS, validation, 1);
    const deviation = Math.sqrt(covariance!.slope);
    expect(deviation).toBeGreaterThan(0);
    expect(deviation).toBeLessThan(0.05);
    expect(Math.abs(slope - 0.5)).toBeLessThan(4 * deviation);
    expect(Math.abs(intercept + 1)).toBeLessThan(4 * Math.sqrt(covariance!.intercept));
  });

  it('does not look at pictures of neither side', () => {
    const strange = {
      logits: [...validation.logits, Float32Array.of(0, 1e6)],
      labels: [...validation.labels, 'other'],
      patients: [...validation.patients, 'stranger'],
    };
    expect(calibrationOf(ILL, LABELS, strange, 1)).toEqual(calibrationOf(ILL, LABELS, validation, 1));
  });

  it('puts the operating point where the wanted share is found', () => {
    const calibration = calibrationOf(ILL, LABELS, validation, 1);
    const finding = { id: 'ill', ...ILL, calibration };
    const point = operatingPointFor(0.9, finding, LABELS, validation);
    const ill = margins.filter((_, i) => validation.labels[i] === 'ill');
    const found = ill.filter(
      (m) => 1 / (1 + Math.exp(-(calibration.slope * m + calibration.intercept))) >= point,
    );
    expect(found.length / ill.length).toBeCloseTo(0.9, 2);
  });

  it('stays finite where the sides do not overlap', () => {
    const apart = {
      logits: Array.from({ length: 100 }, (_, i) => Float32Array.of(0, i < 50 ? 2 : -2)),
      labels: Array.from({ length: 100 }, (_, i) => (i < 50 ? 'ill' : 'well')),
      patients: Array.from({ length: 100 }, (_, i) => `p${i}`),
    };
    const { slope, intercept } = calibrationOf(ILL, LABELS, apart, 1);
    // Of 50 pictures 51 of 52 are said to be so.
    expect(2 * slope + intercept).toBeCloseTo(Math.log(51), 1);
    expect(intercept).toBeCloseTo(0, 3);
  });

  it('knows the sides of a finding, and all the rest where only one is named', () => {
    expect(sideOf(ILL, 'ill')).toBe(1);
    expect(sideOf(ILL, 'well')).toBe(0);
    expect(sideOf(ILL, 'other')).toBeUndefined();
    expect(sideOf({ of: ['ill'], against: [] }, 'other')).toBe(0);
  });
});
