import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { codesOf, conceptOf, concepts, hasConcept } from '../../src/chart/catalogue.ts';
import { observationCodings, uncheckedCodesTable } from '../../src/chart/codes.ts';
import entries from '../../src/chart/concepts.json' with { type: 'json' };

describe('the catalogue', () => {
  it('has every id once', () => {
    expect(concepts.size).toBe(entries.length);
  });

  it('gives no code to two concepts that are no conditions: a value would be read twice', () => {
    const read = [...concepts.values()].filter((c) => c.kind !== 'condition');
    const keys = read.flatMap((c) => c.codes.map((k) => `${k.system}|${k.code}`));
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
  });

  it('gives LOINC codes whose check digit is right (LOINC Users’ Guide, mod 10)', () => {
    const codes = [...concepts.values()].flatMap(codesOf).filter((c) => c.system === 'http://loinc.org');
    expect(
      codes.filter(({ code }) => checkDigit(code.split('-')[0]!) !== Number(code.split('-')[1])),
    ).toEqual([]);
  });

  it('knows what it has', () => {
    expect(hasConcept('creatinine')).toBe(true);
    expect(hasConcept('toString')).toBe(false);
    expect(() => conceptOf('creatinin')).toThrow(RangeError);
  });
});

/** Luhn's algorithm. */
function checkDigit(digits: string): number {
  const sum = [...digits].toReversed().reduce((total, digit, i) => {
    const n = Number(digit) * (i % 2 === 0 ? 2 : 1);
    return total + (n > 9 ? n - 9 : n);
  }, 0);
  return (10 - (sum % 10)) % 10;
}

describe('codings to search by', () => {
  it('include panels, once, and leave out what is not observed', () => {
    const ids = ['systolic-blood-pressure', 'diastolic-blood-pressure', 'age', 'heart-failure'];
    expect(observationCodings(ids).map((c) => c.code)).toEqual([
      '8480-6',
      '76215-3',
      '76534-7',
      '85354-9',
      '8462-4',
      '76213-8',
      '76535-4',
    ]);
  });
});

describe('UNCHECKED.md', () => {
  it('lists the codes that have no second source', () => {
    const written = readFileSync(new URL('../../src/chart/UNCHECKED.md', import.meta.url), 'utf8');
    expect(written).toBe(uncheckedCodesTable());
  });
});
