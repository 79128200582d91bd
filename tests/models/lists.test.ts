import { describe, expect, it } from 'vitest';
import { answer, models } from './model-folders.ts';

const SNOMED = 'http://snomed.info/sct';
const ICD = 'http://hl7.org/fhir/sid/icd-10-cm';
const RXNORM = 'http://www.nlm.nih.gov/research/umls/rxnorm';
const ATC = 'http://www.whocc.no/atc';

const subject = { reference: 'Patient/p' };
const condition = (code: object, i = 0) => ({ resourceType: 'Condition', id: `c${i}`, subject, code });
const coded = (system: string, code: string) => ({ coding: [{ system, code }] });
const order = (medicationCodeableConcept: object, i = 0) => ({
  resourceType: 'MedicationRequest',
  id: `m${i}`,
  status: 'active',
  intent: 'order',
  subject,
  medicationCodeableConcept,
});

/** A man of 60 with atrial fibrillation, normal blood pressure and what is given. */
function ask(name: string, conditions: readonly object[], medications: readonly object[] = []) {
  const model = models.find((m) => m.manifest.name === name)!;
  const resources = [
    { resourceType: 'Patient', id: 'p', gender: 'male', birthDate: '1966-01-05' },
    ...[coded(SNOMED, '49436004'), ...conditions].map(condition),
    ...medications.map(order),
  ];
  return answer(model, {
    title: 'a man of 60 with atrial fibrillation',
    now: '2026-11-23T12:00:00Z',
    bundle: {
      resourceType: 'Bundle',
      type: 'collection',
      entry: resources.map((resource) => ({ resource })),
    },
  } as never);
}

const points = (output: ReturnType<typeof ask>) => (output.kind === 'score' ? output.value : output.kind);

describe('CHA2DS2-VASc', () => {
  it.each<[string, object, number]>([
    ['nothing else', coded(ICD, 'M54.5'), 0],
    ['a cerebral infarction', coded(SNOMED, '432504007'), 2],
    ['a stroke of the past', coded(ICD, 'Z86.73'), 2],
    ['congestive heart failure', coded(SNOMED, '42343007'), 1],
    ['heart failure with reduced ejection fraction', coded(SNOMED, '703272007'), 1],
    ['essential hypertension', coded(SNOMED, '59621000'), 1],
    ['NSTEMI', coded(SNOMED, '401314000'), 1],
    ['STEMI', coded(SNOMED, '401303003'), 1],
    ['heart failure in words', { text: 'Heart failure' }, 1],
  ])('counts %s', (_, code, expected) => {
    const output = ask('cha2ds2-vasc', [code]);
    expect(points(output)).toBe(expected);
    expect(output.evidence.unread).toBeUndefined();
  });

  it('names what it could not read', () => {
    const { evidence } = ask('cha2ds2-vasc', [{ text: 'weak heart' }]);
    expect(evidence.unread).toEqual([{ list: 'condition', name: 'weak heart' }]);
  });

  it('is not for a pregnancy on the problem list', () => {
    expect(ask('cha2ds2-vasc', [coded(SNOMED, '77386006')])).toMatchObject({
      kind: 'abstention',
      concepts: ['pregnancy-status'],
    });
  });
});

describe('HAS-BLED', () => {
  it.each<[string, object, boolean]>([
    ['aspirin', coded(RXNORM, '243670'), true],
    ['ibuprofen', coded(RXNORM, '310965'), true],
    ['ibuprofen by its ATC code', coded(ATC, 'M01AE01'), true],
    ['omeprazole by its ATC code', coded(ATC, 'A02BC01'), false],
  ])('reads %s', (_, code, counts) => {
    const { evidence } = ask('has-bled', [], [code]);
    const drugs = evidence.used.filter(({ concept }) => ['aspirin', 'nsaid'].includes(concept));
    expect(drugs.some(({ value }) => value === true)).toBe(counts);
  });
});
