import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conceptOf, concepts, type QuantityConcept } from '../../src/chart/catalogue.ts';
import { conversionBetween, conversionTo } from '../../src/chart/units.ts';

const quantityOf = (id: string) => conceptOf(id) as QuantityConcept;

const toCanonical = (id: string, value: number, unit: string): number => {
  const { slope, intercept } = conversionTo(quantityOf(id), unit)!;
  return slope * value + intercept;
};

/** Pairs that laboratories and textbooks print, with the digits that they print. */
const published: [concept: string, value: number, unit: string, canonical: number, digits: number][] = [
  ['creatinine', 79.56, 'umol/L', 0.9, 3],
  ['creatinine', 79.56, 'µmol/L', 0.9, 3],
  ['creatinine', 0.07956, 'mmol/L', 0.9, 3],
  ['hemoglobin-a1c', 48, 'mmol/mol', 6.5, 1],
  ['hemoglobin-a1c', 53, 'mmol/mol', 7.0, 1],
  ['hemoglobin-a1c', 86, 'mmol/mol', 10.0, 1],
  ['c-reactive-protein', 0.21, 'mg/dL', 2.1, 6],
  ['c-reactive-protein', 2.1, 'ug/mL', 2.1, 6],
  ['glucose', 5.27, 'mmol/L', 95, 0],
  ['urea-nitrogen', 5, 'mmol/L', 14, 1],
  ['total-cholesterol', 5.17, 'mmol/L', 200, 0],
  ['triglycerides', 1.69, 'mmol/L', 150, 0],
  ['uric-acid', 357, 'umol/L', 6.0, 1],
  ['bilirubin-total', 17.1, 'umol/L', 1.0, 2],
  ['calcium', 2.5, 'mmol/L', 10.0, 1],
  ['body-temperature', 98.6, '[degF]', 37, 6],
  ['body-temperature', 212, '°F', 100, 6],
  ['body-temperature', 310.15, 'K', 37, 6],
  ['body-weight', 154, 'lb', 69.85, 2],
  ['body-height', 70, 'in', 177.8, 6],
  ['albumin', 43, 'g/L', 4.3, 6],
  ['hemoglobin', 140, 'g/L', 14, 6],
  ['hematocrit', 0.45, 'L/L', 45, 6],
  ['leukocytes', 6.9, '10*9/L', 6.9, 6],
  ['leukocytes', 6900, '/uL', 6.9, 6],
  ['platelets', 250, 'K/uL', 250, 6],
  ['sodium', 140, 'mEq/L', 140, 6],
  ['systolic-blood-pressure', 16, 'kPa', 120, 0],
  ['troponin-i', 40, 'ng/L', 0.04, 6],
];

describe('conversion to the canonical unit', () => {
  it.each(published)('%s: %d %s is %d', (concept, value, unit, canonical, digits) => {
    expect(toCanonical(concept, value, unit)).toBeCloseTo(canonical, digits);
  });

  it.each([
    ['creatinine', 'furlong'],
    ['creatinine', 'mg'],
    ['creatinine', ''],
    ['creatinine', 'toString'],
    ['creatinine', 'mg/dL '.repeat(20)],
    ['creatinine', 'U/L'],
    ['hemoglobin-a1c', 'mmol/L'],
    ['hemoglobin-a1c', '1'],
    ['inr', '%'],
    ['glasgow-coma-score', 'mg'],
    ['alkaline-phosphatase', 'g/L'],
  ])('%s has none from "%s"', (concept, unit) => {
    expect(conversionTo(quantityOf(concept), unit)).toBeUndefined();
  });

  const quantities = [...concepts.values()].filter((c) => c.kind === 'quantity');

  it.each(quantities.map((c) => [c.id, c] as const))('%s: every alias leads to its unit', (_, concept) => {
    for (const alias of Object.keys(concept.unitAliases)) expect(conversionTo(concept, alias)).toBeDefined();
    expect(conversionTo(concept, concept.unit)).toEqual({ slope: 1, intercept: 0 });
  });
});

describe('conversion there and back', () => {
  const pairs: [string, string, number?][] = [
    ['mg/dL', 'umol/L', 113.12],
    ['mg/dL', 'mmol/L', 180.156],
    ['[degF]', 'Cel'],
    ['[lb_av]', 'kg'],
    ['10*3/uL', '10*9/L'],
    ['mm[Hg]', 'kPa'],
  ];

  it.each(pairs)('%s and %s', (from, to, molarMass) => {
    const there = conversionBetween(from, to, molarMass)!;
    const back = conversionBetween(to, from, molarMass)!;
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 10_000, noNaN: true }), (value) => {
        const converted = there.slope * value + there.intercept;
        const returned = back.slope * converted + back.intercept;
        expect(Math.abs(returned - value)).toBeLessThanOrEqual(1e-6 * Math.max(1, value));
      }),
    );
  });

  it('never throws and never gives a falling or endless line, whatever the unit is called', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 50, unit: 'binary' }), (unit) => {
        const found = conversionTo(quantityOf('creatinine'), unit);
        if (found) expect(found.slope).toBeGreaterThan(0);
        if (found) expect(Number.isFinite(found.slope + found.intercept)).toBe(true);
      }),
    );
  });
});
