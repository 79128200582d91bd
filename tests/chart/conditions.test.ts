import { describe, expect, it } from 'vitest';
import { concepts } from '../../src/chart/catalogue.ts';
import { outcomeOf, spec } from './records.ts';
import {
  chartWith,
  concept,
  condition,
  ICD,
  ICD_9,
  problemWith,
  readCondition,
  SNOMED,
} from './statements.ts';

describe('a Condition', () => {
  it('is true from when it began, with its source', () => {
    expect(readCondition('heart-failure', [condition('I50.9')])).toEqual({
      state: 'used',
      input: { concept: 'heart-failure', value: true, date: '2019-05-01', source: 'Condition/c' },
    });
  });

  it.each<[string, string, string?]>([
    ['heart-failure', 'I50.22'],
    ['heart-failure', 'i50.22'],
    ['heart-failure', 'I50', 'http://hl7.org/fhir/sid/icd-10'],
    ['heart-failure', '84114007', SNOMED],
    ['hypertension', 'I16.1'],
    ['ischaemic-stroke', 'I63.512'],
    ['cerebrovascular-accident', 'I63.512'],
    ['malignant-neoplastic-disease', 'C50.911'],
    ['malignant-neoplastic-disease', 'C7A.1'],
    ['breast-cancer', 'C50.911'],
    ['peripheral-arterial-disease', 'I70.213'],
    ['diabetes-mellitus', 'E13.9'],
    ['heart-failure', '428.0', ICD_9],
    ['diabetic-kidney-disease', '250.42', ICD_9],
    ['coronary-heart-disease', '414.01', ICD_9],
  ])('of %s may be coded %s', (id, code, system) => {
    expect(outcomeOf(readCondition(id, [condition(code, {}, system)]))).toBe(true);
  });

  it.each<[string, string, string?]>([
    ['heart-failure', 'I51.9'],
    ['heart-failure', 'I50.9', SNOMED],
    ['malignant-neoplastic-disease', 'C44.91'],
    ['malignant-neoplastic-disease', 'D05.1'],
    ['peripheral-arterial-disease', 'I70.1'],
    ['transient-ischaemic-attack', 'G45.4'],
    ['hypertension', 'I9'],
    ['heart-failure', '428.0'],
    ['heart-failure', '429.0', ICD_9],
    ['diabetic-kidney-disease', '250.52', ICD_9],
    ['cardiac-arrhythmia', 'V42.6', ICD_9],
  ])('of %s is not coded %s', (id, code, system) => {
    expect(readCondition(id, [condition(code, {}, system)])).toMatchObject({
      input: { value: false, notRecorded: true },
    });
  });

  const status = (code: string) => ({ clinicalStatus: concept(code, 'x') });
  it.each<[string, object, boolean, boolean]>([
    ['active', status('active'), true, true],
    ['a relapse', status('relapse'), true, true],
    ['of no status', { clinicalStatus: undefined }, true, true],
    ['resolved', status('resolved'), false, true],
    ['inactive', status('inactive'), false, true],
    ['in remission', status('remission'), false, true],
    ['ended without a status', { clinicalStatus: undefined, abatementDateTime: '2020' }, false, true],
    ['provisional', { verificationStatus: concept('provisional', 'x') }, true, true],
    ['of no verification', { verificationStatus: undefined }, true, true],
    ['a differential', { verificationStatus: concept('differential', 'x') }, false, false],
    ['refuted', { verificationStatus: concept('refuted', 'x') }, false, false],
    ['entered in error', { verificationStatus: concept('entered-in-error', 'x') }, false, false],
    ['of the future', { onsetDateTime: '2027-01-01' }, false, false],
  ])('that is %s counts as it should', (_, rest, failure, stroke) => {
    expect(outcomeOf(readCondition('heart-failure', [condition('I50.9', rest)]))).toBe(failure);
    expect(outcomeOf(readCondition('ischaemic-stroke', [condition('I63.9', rest)]))).toBe(stroke);
  });

  it('that is over or refuted says no; one that is not there is marked', () => {
    expect(readCondition('heart-failure', [condition('I50.9', status('resolved'))]).input).toEqual({
      concept: 'heart-failure',
      value: false,
      date: '2019-05-01',
      source: 'Condition/c',
    });
    expect(readCondition('heart-failure', [])).toEqual({
      state: 'used',
      input: { concept: 'heart-failure', value: false, notRecorded: true },
    });
  });

  it('in error is named', () => {
    const wrong = condition('I50.9', { verificationStatus: concept('entered-in-error', 'x') });
    expect(readCondition('heart-failure', [wrong]).leftOut).toEqual([
      {
        concept: 'heart-failure',
        required: false,
        reason: 'in-error',
        date: '2019-05-01',
        source: 'Condition/c',
        replaced: true,
      },
    ]);
  });

  it('is missing where no list was given, whatever the person has', () => {
    expect(outcomeOf(chartWith({}).read(spec('heart-failure')))).toBe('none');
    expect(outcomeOf(chartWith({ conditions: [] }).read(spec('warfarin')))).toBe('none');
  });

  it('counts by its date in a window only where it is an event', () => {
    const window = { window: 'P1Y' };
    expect(outcomeOf(readCondition('heart-failure', [condition('I50.9')], window))).toBe(true);
    expect(outcomeOf(readCondition('ischaemic-stroke', [condition('I63.9')], window))).toBe(false);
    const undated = condition('I63.9', { onsetDateTime: undefined });
    expect(outcomeOf(readCondition('ischaemic-stroke', [undated], window))).toBe(true);
    const recent = condition('I63.9', { onsetDateTime: undefined, recordedDate: '2026-10-01' });
    expect(outcomeOf(readCondition('ischaemic-stroke', [recent], window))).toBe(true);
  });

  it('gives the newest of several as the source, in whatever order they come', () => {
    const list = [
      condition('I50.1', { id: 'old', onsetDateTime: '2010' }),
      condition('I50.2', { id: 'new', onsetPeriod: { start: '2024-01-01' }, onsetDateTime: undefined }),
    ];
    for (const conditions of [list, list.toReversed()])
      expect(readCondition('heart-failure', conditions).input).toMatchObject({ source: 'Condition/new' });
  });

  it('is one point of a series', () => {
    const { points, reading } = chartWith({ conditions: [condition('I50.9')] }).readSeries(
      spec('heart-failure'),
    );
    expect(points).toEqual([{ at: Date.parse('2019-05-01'), value: true }]);
    expect(outcomeOf(reading)).toBe(true);
  });
});

describe('the list of Conditions', () => {
  const AT = 'prefetch.conditions.entry[0].resource';
  it.each<[string, unknown, string, string]>([
    ['another type', { ...condition('I50'), resourceType: 'Procedure' }, 'wrong-resource-type', ''],
    ['nothing', null, 'wrong-resource-type', ''],
    ['no subject', condition('I50', { subject: undefined }), 'wrong-patient', '.subject'],
    [
      'another subject',
      condition('I50', { subject: { reference: 'Patient/q' } }),
      'wrong-patient',
      '.subject.reference',
    ],
    [
      'another subject and a code of no interest',
      condition('Z00', { subject: { reference: 'Patient/q' } }),
      'wrong-patient',
      '.subject.reference',
    ],
    ['a code that is text', condition('I50', { code: 'I50' }), 'invalid-field', '.code'],
    [
      'a status that is text',
      condition('I50', { clinicalStatus: 'active' }),
      'invalid-field',
      '.clinicalStatus',
    ],
    [
      'a verification that is a list',
      condition('I50', { verificationStatus: [] }),
      'invalid-field',
      '.verificationStatus',
    ],
    ['a numeric onset', condition('I50', { onsetDateTime: 2019 }), 'invalid-field', '.onsetDateTime'],
    ['a period that is text', condition('I50', { onsetPeriod: '2019' }), 'invalid-field', '.onsetPeriod'],
    ['a malformed id', condition('I50', { id: 'a b' }), 'invalid-field', '.id'],
  ])('is refused with %s', (_, resource, code, path) => {
    expect(problemWith({ conditions: [resource] })).toEqual([code, `${AT}${path}`]);
  });

  it.each([
    ['has no code', condition('', { code: undefined })],
    ['has only text for a code', condition('', { code: { text: 'heart failure' } })],
    ['is malformed, but of no interest', condition('Z00.0', { clinicalStatus: 7 })],
  ])('may hold one that %s', (_, resource) => {
    expect(problemWith({ conditions: [resource] })).toBe('none');
  });
});

describe('the ICD-10 prefixes of the catalogue', () => {
  const isWithin = (code: string, prefix: string): boolean => {
    const [from = '', to] = prefix.split('-');
    const category = code.slice(0, 3);
    return to === undefined ? code.startsWith(prefix) : category >= from && category <= to;
  };

  it('hold the ICD-10-CM codes that their concept lists', () => {
    const beyond = [...concepts.values()].flatMap((c) =>
      c.kind === 'condition' && c.icd10Prefixes.length > 0
        ? c.codes.filter((k) => k.system === ICD && !c.icd10Prefixes.some((p) => isWithin(k.code, p)))
        : [],
    );
    expect(beyond).toEqual([]);
  });
});
