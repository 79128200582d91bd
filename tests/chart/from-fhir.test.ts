import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concepts } from '../../src/chart/catalogue.ts';
import { chartFromFhir } from '../../src/chart/from-fhir.ts';
import { selectInputs } from '../../src/chart/select.ts';
import { errorCodes } from '../../src/kernel/errors.ts';
import { chartOf, loinc, NOW, observation, outcomeOf, patient, recordOf, spec, ucum } from './records.ts';

const problemOf = (observations: readonly unknown[], subject: unknown = patient(), fhirServer?: string) => {
  const result = chartFromFhir({ ...recordOf(observations, subject), ...(fhirServer ? { fhirServer } : {}) });
  return result.ok ? 'none' : [result.error.code, result.error.expression];
};

const good = observation(ucum(0.9, 'mg/dL'));

const patients: [name: string, resource: unknown, code: string, expression: string][] = [
  ['another type', { ...good, id: 'p' }, 'wrong-resource-type', 'prefetch.patient'],
  ['null', null, 'wrong-resource-type', 'prefetch.patient'],
  ['a list', [], 'wrong-resource-type', 'prefetch.patient'],
  ['no id', patient({ id: undefined }), 'required-field', 'prefetch.patient.id'],
  ['another id', patient({ id: 'q' }), 'wrong-patient', 'prefetch.patient.id'],
  ['an id that is none', patient({ id: 'p q' }), 'invalid-field', 'prefetch.patient.id'],
  [
    'a birth date that is none',
    patient({ birthDate: '4.5.1963' }),
    'invalid-field',
    'prefetch.patient.birthDate',
  ],
  ['a numeric birth date', patient({ birthDate: 1963 }), 'invalid-field', 'prefetch.patient.birthDate'],
  ['a gender that is an object', patient({ gender: {} }), 'invalid-field', 'prefetch.patient.gender'],
  [
    'a deceased that is a string',
    patient({ deceasedBoolean: 'no' }),
    'invalid-field',
    'prefetch.patient.deceasedBoolean',
  ],
  [
    'a date of death that is none',
    patient({ deceasedDateTime: 'then' }),
    'invalid-field',
    'prefetch.patient.deceasedDateTime',
  ],
  ['extensions that are no list', patient({ extension: {} }), 'invalid-field', 'prefetch.patient.extension'],
  ['a malformed meta', patient({ meta: [] }), 'invalid-field', 'prefetch.patient.meta'],
];

describe('a Patient', () => {
  it.each(patients)('is refused with %s', (_, resource, code, expression) => {
    expect(problemOf([], resource)).toEqual([code, expression]);
  });

  it('is kept for those who write about them', () => {
    expect(chartOf([]).patient).toEqual(patient());
  });
});

const AT = 'prefetch.observations.entry[1].resource';
const panel = (component: unknown) => observation({ component }, '85354-9');

const observations: [name: string, resource: unknown, code: string, path: string][] = [
  ['another type', { ...good, resourceType: 'Condition' }, 'wrong-resource-type', ''],
  ['no object', 'Observation', 'wrong-resource-type', ''],
  ['no subject', { ...good, subject: undefined }, 'wrong-patient', '.subject'],
  [
    'a subject without a reference',
    { ...good, subject: { display: 'she' } },
    'wrong-patient',
    '.subject.reference',
  ],
  ['a subject that is a string', { ...good, subject: 'Patient/p' }, 'invalid-field', '.subject'],
  [
    'a reference that is a number',
    { ...good, subject: { reference: 1 } },
    'invalid-field',
    '.subject.reference',
  ],
  [
    'another subject',
    { ...good, subject: { reference: 'Patient/q' } },
    'wrong-patient',
    '.subject.reference',
  ],
  [
    'a subject of another type',
    { ...good, subject: { reference: 'Group/p' } },
    'wrong-patient',
    '.subject.reference',
  ],
  [
    'a subject by URN',
    { ...good, subject: { reference: 'urn:uuid:p' } },
    'wrong-patient',
    '.subject.reference',
  ],
  [
    'another subject and a code of no interest',
    { ...observation({ subject: { reference: 'Patient/q' } }, '0-0') },
    'wrong-patient',
    '.subject.reference',
  ],
  ['no code', { ...good, code: undefined }, 'required-field', '.code'],
  ['a code that is a string', { ...good, code: '2160-0' }, 'invalid-field', '.code'],
  ['codings that are no list', { ...good, code: { coding: {} } }, 'invalid-field', '.code.coding'],
  ['a numeric code', { ...good, code: { coding: [{ code: 2160 }] } }, 'invalid-field', '.code.coding'],
  ['no status', { ...good, status: undefined }, 'required-field', '.status'],
  ['an unknown status', { ...good, status: 'done' }, 'invalid-field', '.status'],
  ['a malformed id', { ...good, id: 7 }, 'invalid-field', '.id'],
  ['a malformed version', { ...good, meta: { versionId: 1 } }, 'invalid-field', '.meta.versionId'],
  ['a numeric date', { ...good, effectiveDateTime: 2026 }, 'invalid-field', '.effectiveDateTime'],
  ['a period that is a string', { ...good, effectivePeriod: '2026' }, 'invalid-field', '.effectivePeriod'],
  ['a numeric end', { ...good, effectivePeriod: { end: 1 } }, 'invalid-field', '.effectivePeriod.end'],
  ['two values', { ...good, valueString: 'x' }, 'invalid-field', '.value'],
  ['a quantity that is a number', { ...good, valueQuantity: 1 }, 'invalid-field', '.valueQuantity'],
  [
    'a numeric unit',
    { ...good, valueQuantity: { value: 1, unit: 1 } },
    'invalid-field',
    '.valueQuantity.unit',
  ],
  ['components that are no list', panel({}), 'invalid-field', '.component'],
  ['a component that is null', panel([null]), 'invalid-field', '.component[0]'],
  ['a component without a code', panel([{}]), 'required-field', '.component[0].code'],
  [
    'a malformed value in a component',
    panel([{ code: loinc('8480-6'), valueQuantity: 1 }]),
    'invalid-field',
    '.component[0].valueQuantity',
  ],
];

describe('an Observation', () => {
  it.each(observations)('is refused with %s', (_, resource, code, path) => {
    expect(problemOf([good, resource])).toEqual([code, `${AT}${path}`]);
  });

  it.each([
    ['is not in the catalogue', observation({ status: 'odd', valueQuantity: 1 }, '0-0')],
    ['has only text for a code', observation({ code: { text: 'creatinine' } })],
  ])('is skipped when it %s', (_, resource) => {
    expect(outcomeOf(chartOf([resource]).read(spec('creatinine')))).toBe('none');
  });

  it.each([
    ['relative', 'Patient/p', undefined, 'none'],
    ['versioned', 'Patient/p/_history/3', undefined, 'none'],
    [
      'absolute, of the same server',
      'https://ehr.example/fhir/Patient/p',
      'https://ehr.example/fhir/',
      'none',
    ],
    [
      'absolute, of another server',
      'https://other.example/fhir/Patient/p',
      'https://ehr.example/fhir',
      'wrong-patient',
    ],
  ])('may refer to its subject: %s', (_, reference, server, expected) => {
    const problem = problemOf([{ ...good, subject: { reference } }], patient(), server);
    expect(problem === 'none' ? problem : problem[0]).toBe(expected);
  });
});

describe('any JSON at all', () => {
  const inputs = [...concepts.keys()].map((concept) =>
    spec(concept, { window: 'P1Y', stale: 'P1M', comparator: 'use-bound' }),
  );
  const json = fc.jsonValue({ maxDepth: 4 });
  const elements = [
    'code',
    'status',
    'component',
    'valueQuantity',
    'valueCodeableConcept',
    'effectiveDateTime',
    'effectivePeriod',
    'meta',
    'id',
    'valueBoolean',
    'valueInteger',
  ];
  const mutated = fc
    .tuple(
      fc.constantFrom(...['2160-0', '82810-3', '76689-9', '9269-2']),
      fc.dictionary(fc.constantFrom(...elements), json, { maxKeys: 3 }),
    )
    .map(([code, rest]) => observation({ ...(code === '2160-0' ? ucum(1, 'mg/dL') : {}), ...rest }, code));
  const mutatedPatient = fc
    .dictionary(
      fc.constantFrom('birthDate', 'gender', 'deceasedBoolean', 'deceasedDateTime', 'extension', 'meta'),
      json,
    )
    .map(patient);

  const judge = (subject: unknown, resources: readonly unknown[]) => {
    const result = chartFromFhir({ ...recordOf(resources, subject), now: NOW });
    if (!result.ok) {
      expect(errorCodes).toContain(result.error.code);
      return;
    }
    const { evidence } = selectInputs(result.value, inputs);
    expect(evidence.used.length + evidence.missing.length + evidence.unusable.length).toBeGreaterThanOrEqual(
      inputs.length,
    );
  };

  it('is answered or refused, never thrown at', () => {
    fc.assert(fc.property(json, fc.array(json, { maxLength: 3 }), judge), { numRuns: 300 });
    fc.assert(fc.property(fc.constant(patient()), fc.array(mutated, { maxLength: 3 }), judge), {
      numRuns: 500,
    });
    fc.assert(fc.property(mutatedPatient, fc.constant([good]), judge), { numRuns: 300 });
  });
});
