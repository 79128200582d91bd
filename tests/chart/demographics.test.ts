import { describe, expect, it } from 'vitest';
import { conceptOf } from '../../src/chart/catalogue.ts';
import { chartOf, outcomeOf, patient, spec } from './records.ts';

const read = (concept: string, rest: object) => outcomeOf(chartOf([], patient(rest)).read(spec(concept)));

const US_CORE_RACE = 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-race';

const category = (code: string, url = 'ombCategory') => ({
  url,
  valueCoding: { system: 'urn:oid:2.16.840.1.113883.6.238', code },
});

const race = (...extension: object[]) => ({ extension: [{ url: US_CORE_RACE, extension }] });

describe('race', () => {
  it.each<[string, object, string]>([
    ['of one category', race(category('2054-5')), 'black'],
    [
      'of one category beside its text',
      race({ url: 'text', valueString: 'White' }, category('2106-3')),
      'white',
    ],
    ['of two categories', race(category('2054-5'), category('2106-3')), 'several'],
    ['that is stated twice', race(category('2028-9'), category('2028-9')), 'asian'],
    ['asked but unknown', race(category('ASKU')), 'none'],
    ['in detail only', race(category('2036-2', 'detailed')), 'none'],
    [
      'in another extension',
      { extension: [{ url: 'http://x.org/race', extension: [category('2054-5')] }] },
      'none',
    ],
    ['in an extension without content', { extension: [{ url: US_CORE_RACE }] }, 'none'],
    ['that nobody states', {}, 'none'],
  ])('%s is read as %s', (_, rest, expected) => {
    expect(read('race', rest)).toBe(expected);
  });

  it('names the Patient as its source', () => {
    const { input } = chartOf([], patient(race(category('2106-3')))).read(spec('race'));
    expect(input).toEqual({ concept: 'race', value: 'white', source: 'Patient/p' });
  });
});

const at = (...address: object[]) => ({ address });

describe('residence', () => {
  it.each<[string, object, string | boolean, string]>([
    ['the US', at({ country: 'US' }), true, 'none'],
    ['Canada, by three letters', at({ country: 'can' }), true, 'none'],
    ['France', at({ country: 'FR' }), false, 'low'],
    ['Germany', at({ country: 'DEU' }), false, 'moderate'],
    ['Poland', at({ country: 'PL' }), false, 'high'],
    ['Romania', at({ country: 'RO' }), false, 'very-high'],
    ['Japan', at({ country: 'JP' }), false, 'none'],
    [
      'Poland at home, France for work',
      at({ use: 'work', country: 'FR' }, { use: 'home', country: 'PL' }),
      false,
      'high',
    ],
    ['Poland now, France before', at({ use: 'old', country: 'FR' }, { country: 'PL' }), false, 'high'],
  ])('in %s is told by the country code', (_, rest, northAmerica, region) => {
    expect(read('residence-in-north-america', rest)).toBe(northAmerica);
    expect(read('cardiovascular-risk-region', rest)).toBe(region);
  });

  it.each<[string, object]>([
    ['no address', {}],
    ['an address without country', at({ city: 'Springfield' })],
    ['the name of a country', at({ country: 'France' })],
    ['a country that is no text', at({ country: 33 })],
    ['an address that is no list', { address: { country: 'FR' } }],
  ])('is not known from %s', (_, rest) => {
    expect(chartOf([], patient(rest)).read(spec('residence-in-north-america')).state).toBe('missing');
    expect(chartOf([], patient(rest)).read(spec('cardiovascular-risk-region')).state).toBe('missing');
  });
});

describe('country of residence', () => {
  it.each<[string, object, string]>([
    ['the United Kingdom', at({ country: 'GB' }), 'GB'],
    ['Sweden, by three letters', at({ country: 'swe' }), 'SE'],
    ['a country that the concept does not list', at({ country: 'DE' }), 'other'],
    ['a country by its name', at({ country: 'Sweden' }), 'none'],
    ['nowhere', {}, 'none'],
  ])('%s', (_, rest, expected) => {
    expect(read('country-of-residence', rest)).toBe(expected);
  });

  it('knows every country of the concept by both alphabets', () => {
    const concept = conceptOf('country-of-residence');
    const listed = 'values' in concept ? (concept.values ?? []).map((v) => v.value) : [];
    expect(listed).toHaveLength(37);
    for (const code of listed.filter((c) => c !== 'other'))
      expect(read('country-of-residence', at({ country: code }))).toBe(code);
  });
});
