import { describe, expect, it } from 'vitest';
import { concepts } from '../../src/chart/catalogue.ts';
import { readableUnit } from '../../src/chart/readable-units.ts';
import { formatDate, formatValue, whyMissing, whyUnusable } from '../../src/chart/wording.ts';
import type { UnusableReason, UsedInput } from '../../src/kernel/evidence.ts';

describe('dates', () => {
  it.each([
    ['2026-11-12', '12 Nov 2026'],
    ['2026-11', 'Nov 2026'],
    ['2026', '2026'],
    ['2026-11-12T23:30:00-05:00', '13 Nov 2026'],
    ['2026-01-01T00:30:00+02:00', '31 Dec 2025'],
    ['yesterday', ''],
  ])('%s is "%s"', (date, expected) => {
    expect(formatDate(date)).toBe(expected);
  });
});

describe('values', () => {
  it.each<[UsedInput, string]>([
    [{ concept: 'red-cell-distribution-width', value: 15.87, unit: '%' }, '15.9 %'],
    [{ concept: 'albumin', value: 3.4, unit: 'g/dL' }, '3.4 g/dL'],
    [{ concept: 'creatinine', value: 0.9, unit: 'mg/dL' }, '0.90 mg/dL'],
    [{ concept: 'c-reactive-protein', value: 5, unit: 'mg/L', comparator: '<' }, '<5 mg/L'],
    [{ concept: 'c-reactive-protein', value: 0.2, unit: 'mg/L', comparator: '<=' }, '≤0.2 mg/L'],
    [{ concept: 'egfr', value: 60, unit: 'mL/min/{1.73_m2}', comparator: '>' }, '>60 mL/min/1.73 m²'],
    [{ concept: 'troponin-i', value: 0.0004, unit: 'ng/mL', comparator: '<' }, '<0.0004 ng/mL'],
    [{ concept: 'troponin-i', value: 0.00042, unit: 'ng/mL' }, '0.0004 ng/mL'],
    [{ concept: 'c-reactive-protein', value: 0, unit: 'mg/L' }, '0.0 mg/L'],
    [{ concept: 'systolic-blood-pressure', value: 118, unit: 'mm[Hg]' }, '118 mmHg'],
    [{ concept: 'leukocytes', value: 6.9, unit: '10*3/uL' }, '6.9 10³/µL'],
    [{ concept: 'inr', value: 1.1, unit: '{INR}' }, '1.1'],
    [{ concept: 'age', value: 63.97, unit: 'a' }, '63 years'],
    [{ concept: 'sex', value: 'female' }, 'female'],
    [{ concept: 'self-rated-health', value: 2 }, 'very good'],
    [{ concept: 'tobacco-smoking-status', value: 'current' }, 'current smoker'],
    [{ concept: 'pregnancy-status', value: false }, 'not pregnant'],
    [{ concept: 'deceased', value: true }, 'yes'],
    [{ concept: 'heart-failure', value: false }, 'no'],
  ])('%o is "%s"', (input, expected) => {
    expect(formatValue(input)).toBe(expected);
  });

  it('leave nothing of UCUM that people do not write', () => {
    const units = [...concepts.values()].flatMap((c) =>
      'unit' in c && c.unit ? [readableUnit(c.unit)] : [],
    );
    expect(units.filter((unit) => /[[\]{}*]|\bu[A-Zgm]/.test(unit))).toEqual([]);
  });
});

describe('reasons', () => {
  it.each([
    ['P1Y', 'none in 12 months'],
    ['P5Y', 'none in 5 years'],
    ['P6M', 'none in 6 months'],
    ['P24M', 'none in 2 years'],
    ['P1Y6M', 'none in 18 months'],
    ['P30D', 'none in 30 days'],
    ['P2W', 'none in 14 days'],
    ['P1D', 'none in 1 day'],
  ])('a window of %s reads "%s"', (window, expected) => {
    expect(whyMissing({ concept: 'creatinine', required: true, reason: 'none-in-window', window })).toBe(
      expected,
    );
  });

  it('nothing at all is none', () => {
    expect(whyMissing({ concept: 'creatinine', required: true, reason: 'none', window: 'P1Y' })).toBe(
      'none found',
    );
  });

  it('each unusable value has a reason of its own', () => {
    const reasons: UnusableReason[] = [
      'unknown-unit',
      'no-unit',
      'implausible',
      'not-a-number',
      'comparator',
      'undated',
      'future-dated',
      'unknown-code',
      'in-error',
      'no-value',
    ];
    const words = reasons.map((reason) => whyUnusable({ concept: 'creatinine', required: false, reason }));
    expect(new Set(words).size).toBe(reasons.length);
    expect(words.every((w) => w.length > 5 && !/\d/.test(w))).toBe(true);
  });

  it('a replaced value is said to be', () => {
    expect(whyUnusable({ concept: 'creatinine', required: false, reason: 'in-error', replaced: true })).toBe(
      'entered in error; another value was used',
    );
  });

  it('several values left out of a series are counted', () => {
    const input = { concept: 'creatinine', required: false, reason: 'implausible', count: 3 } as const;
    expect(whyUnusable({ ...input, replaced: true })).toBe(
      'implausible value (3 times); another value was used',
    );
  });
});
