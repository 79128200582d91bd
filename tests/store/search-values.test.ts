import { describe, expect, it } from 'vitest';
import { searchValues } from '../../src/store/search-index.ts';
import {
  codes,
  codings,
  dates,
  folded,
  identifiers,
  numbers,
  references,
  texts,
  withoutVersion,
} from '../../src/store/search-values.ts';
import { full } from './resources.ts';

describe('search values', () => {
  it('of a coding: its code, with its system, and its system', () => {
    const concept = { coding: [{ system: 's', code: 'c' }, { code: 'd' }, { display: 'no code' }] };
    expect(codings([concept, undefined, {}])).toEqual(['c', 's|c', 's|', 'd', '|d']);
  });

  it('of an identifier: the same with its value', () => {
    expect(identifiers([{ system: 's', value: 'v' }, { system: 's' }])).toEqual(['v', 's|v', 's|']);
    expect(identifiers(undefined)).toEqual([]);
  });

  it('of a code: with no system, and with the one that is implied', () => {
    expect(codes(['active', undefined], 's')).toEqual(['active', '|active', 's|active', 's|']);
  });

  it('of a reference: without its version, of a type where one is asked for', () => {
    const list = [
      { reference: 'Patient/1/_history/2' },
      { reference: 'https://ehr.example/fhir/Patient/2' },
      { reference: 'Device/3' },
      { display: 'no reference' },
      undefined,
    ];
    expect(references(list)).toEqual(['Patient/1', 'https://ehr.example/fhir/Patient/2', 'Device/3']);
    expect(references(list, 'Patient')).toEqual(['Patient/1', 'https://ehr.example/fhir/Patient/2']);
    expect(references(undefined)).toEqual([]);
    expect(withoutVersion('Patient/_history')).toBe('Patient/_history');
  });

  it('of dates and numbers: intervals, nothing for what is neither', () => {
    expect(dates(['1970-01-01', 'never', undefined])).toEqual([{ low: 0, high: 86_399_999 }]);
    expect(numbers([0, undefined, 12.5])).toEqual([
      { low: 0, high: 0 },
      { low: 12.5, high: 12.5 },
    ]);
  });

  it('of a string: without case, accents and repeated white space', () => {
    expect(folded('  Überlebens \n Modell ')).toBe('uberlebens modell');
    expect(folded('A\u030Angstro\u0308m')).toBe(folded('ångström'));
    expect(texts(['Cox', undefined, ''])).toEqual(['cox']);
  });

  it('of a whole resource: each once, with its id and when it was stored', () => {
    const found = searchValues(full.Provenance, '1970-01-01T00:00:00.000Z');
    expect(found).toContainEqual({ param: '_id', text: 'full' });
    expect(found).toContainEqual({ param: '_lastUpdated', low: 0, high: 0 });
    expect(found).toContainEqual({ param: 'target', text: 'RiskAssessment/r1' });
    expect(found).toContainEqual({ param: 'patient', text: 'Patient/p1' });
    const twice = { ...full.Provenance, target: [{ reference: 'Device/1' }, { reference: 'Device/1' }] };
    expect(searchValues(twice, '').filter((v) => v.param === 'target')).toHaveLength(1);
  });

  it('of a type that cannot be searched: its id only', () => {
    expect(searchValues({ resourceType: 'Basic', id: 'b', code: {} }, '')).toEqual([
      { param: '_id', text: 'b' },
    ]);
  });
});
