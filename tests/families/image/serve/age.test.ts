import { describe, expect, it } from 'vitest';
import type { ImageRequest } from '../../../../src/families/image/contract.ts';
import { ageOf, contradictingAge, refusedByAge } from '../../../../src/families/image/serve/age.ts';
import { manifestSchema } from '../../../../src/inference/manifest.ts';
import { film, toyManifest } from '../toy.ts';

const request = (record: number | undefined, file: number | undefined): ImageRequest => ({
  image: film(() => 0, { patientAgeYears: file }),
  study: 'ImagingStudy/1',
  ...(record === undefined ? {} : { age: { years: record, source: 'Patient/1' } }),
});

const manifest = (change: Record<string, unknown> = {}) =>
  manifestSchema.parse(toyManifest('toy', new Uint8Array(), change));
const because = (record: number | undefined, file: number | undefined, change = {}) =>
  refusedByAge(request(record, file), manifest(change))?.because;

describe('the age', () => {
  it('is that of the record, else that of the file', () => {
    expect(ageOf(request(3, 9))).toEqual({ years: 3, source: 'Patient/1', from: 'record' });
    expect(ageOf(request(undefined, 9))).toEqual({ years: 9, source: 'ImagingStudy/1', from: 'file' });
    expect(ageOf(request(undefined, undefined))).toBeUndefined();
  });

  it('counts in completed years, both limits included', () => {
    expect([because(1, undefined), because(5.9, undefined), because(undefined, 1)]).toEqual(
      Array(3).fill(undefined),
    );
    expect(because(0.9, undefined)).toBe('age 0 is outside 1 to 5 years');
    expect(because(undefined, 6)).toBe('age 6 is outside 1 to 5 years');
  });

  it('must be known where the model asks for it', () => {
    expect(because(undefined, undefined)).toBe('age is missing (none found)');
    const picture = { concept: 'chest-radiograph', required: true };
    const optional = [picture, { concept: 'age' }];
    expect(because(undefined, undefined, { inputs: optional })).toBe('age is missing (none found)');
    expect(because(undefined, undefined, { inputs: optional, applicability: {} })).toBeUndefined();
    expect(because(70, undefined, { inputs: [picture], applicability: {} })).toBeUndefined();
  });

  it('of the file is held against that of the record', () => {
    expect(contradictingAge(request(3, 4))).toBeUndefined();
    expect(contradictingAge(request(3, 4.1))).toBe(4.1);
    expect(contradictingAge(request(3, undefined))).toBeUndefined();
    expect(because(3, 5)).toBeUndefined();
    expect(because(3, 61)).toBe('the file of the picture says age 61, which is outside 1 to 5 years');
  });
});
