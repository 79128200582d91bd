import { describe, expect, it } from 'vitest';
import { outcomeOf, spec } from './records.ts';
import { chartWith, concept, order, problemWith, RXNORM, readMedication, taking } from './statements.ts';

const WARFARIN = concept('11289', RXNORM);

describe('a medication', () => {
  it('is taken where it is ordered or stated, with its date and source', () => {
    expect(readMedication('warfarin', [order(WARFARIN)])).toEqual({
      state: 'used',
      input: { concept: 'warfarin', value: true, date: '2026-11-01', source: 'MedicationRequest/m' },
    });
    expect(readMedication('warfarin', [taking(WARFARIN)])).toEqual({
      state: 'used',
      input: { concept: 'warfarin', value: true, source: 'MedicationStatement/s' },
    });
  });

  it('that the record does not have is marked', () => {
    expect(readMedication('warfarin', [order(concept('703', RXNORM))]).input).toEqual({
      concept: 'warfarin',
      value: false,
      notRecorded: true,
    });
  });

  it.each<[string, unknown, boolean]>([
    [
      'a product whose RxNorm name has the ingredient',
      order(concept('855332', RXNORM, { display: 'warfarin sodium 5 MG Oral Tablet' })),
      true,
    ],
    ['a text that names it', order({ text: 'Warfarin 5 mg' }), true],
    ['another word that holds the name', order({ text: 'Superwarfarin' }), false],
    ['a display of another system', order(concept('1', 'urn:x', { display: 'warfarin' })), true],
    ['a brand', order({ text: 'Coumadin 5 mg' }), true],
    ['a product without words', order(concept('855332', RXNORM)), true],
    ['an ATC code', order(concept('B01AA03', 'http://www.whocc.no/atc')), true],
    ['another ATC code', order(concept('B01AA04', 'http://www.whocc.no/atc')), false],
    ['a product of something else', order(concept('310965', RXNORM)), false],
    ['the status unknown', order(WARFARIN, { status: 'unknown' }), true],
    ['a stopped order', order(WARFARIN, { status: 'stopped' }), false],
    ['a completed order', order(WARFARIN, { status: 'completed' }), false],
    ['an order on hold', order(WARFARIN, { status: 'on-hold' }), false],
    ['a draft', order(WARFARIN, { status: 'draft' }), false],
    ['an order in error', order(WARFARIN, { status: 'entered-in-error' }), false],
    ['a plan', order(WARFARIN, { intent: 'plan' }), false],
    ['no intent', order(WARFARIN, { intent: undefined }), true],
    ['an order not to give it', order(WARFARIN, { doNotPerform: true }), false],
    ['a statement that it is not taken', taking(WARFARIN, { status: 'not-taken' }), false],
    ['a statement of intent', taking(WARFARIN, { status: 'intended' }), false],
  ])('of %s', (_, resource, expected) => {
    expect(outcomeOf(readMedication('warfarin', [resource]))).toBe(expected);
  });

  it('in error is named, and one in force counts beside it', () => {
    const wrong = order(WARFARIN, { id: 'wrong', status: 'entered-in-error' });
    const { input, leftOut } = readMedication('warfarin', [wrong, order(WARFARIN)]);
    expect(input).toMatchObject({ value: true, source: 'MedicationRequest/m' });
    expect(leftOut).toMatchObject([{ reason: 'in-error', source: 'MedicationRequest/wrong' }]);
  });

  it('ordered before the window does not count; one that is still being taken does', () => {
    const window = { window: 'P30D' };
    const old = order(WARFARIN, { authoredOn: '2020-01-01' });
    expect(outcomeOf(readMedication('warfarin', [old], window))).toBe(false);
    expect(outcomeOf(readMedication('warfarin', [old]))).toBe(true);
    const since = taking(WARFARIN, { effectivePeriod: { start: '2020-01-01' } });
    expect(outcomeOf(readMedication('warfarin', [since], window))).toBe(true);
  });

  it('may be of several concepts of the catalogue', () => {
    const { read } = chartWith({ medications: [order({ text: 'aspirin 25 mg / dipyridamole 200 mg' })] });
    expect(outcomeOf(read(spec('aspirin')))).toBe(true);
    expect(outcomeOf(read(spec('antiplatelet-drug')))).toBe(true);
  });
});

describe('a medication by reference', () => {
  const by = (reference: object, rest: object = {}) =>
    order(undefined, { medicationReference: reference, ...rest });
  const medication = { resourceType: 'Medication', id: 'w', code: WARFARIN };

  it.each<[string, readonly unknown[]]>([
    ['contained', [by({ reference: '#w' }, { contained: [medication] })]],
    ['of the same answer', [by({ reference: 'Medication/w' }), medication]],
    ['named by its display', [by({ reference: 'Medication/x', display: 'Warfarin 3 mg tablet' })]],
  ])('%s is known', (_, list) => {
    expect(outcomeOf(readMedication('warfarin', list))).toBe(true);
  });

  it('that leads nowhere leaves unknown what else might be taken', () => {
    const list = [by({ reference: 'Medication/x' }), order(concept('703', RXNORM))];
    expect(outcomeOf(readMedication('warfarin', list))).toBe('none');
    expect(outcomeOf(readMedication('amiodarone', list))).toBe(true);
    const over = [by({ reference: 'Medication/x' }, { status: 'stopped' })];
    expect(outcomeOf(readMedication('warfarin', over))).toBe(false);
  });
});

describe('the list of medications', () => {
  const AT = 'prefetch.medications.entry[0].resource';
  it.each<[string, unknown, string, string]>([
    ['another type', { ...order(WARFARIN), resourceType: 'Observation' }, 'wrong-resource-type', ''],
    ['no object', 'warfarin', 'wrong-resource-type', ''],
    ['no subject', order(WARFARIN, { subject: undefined }), 'wrong-patient', '.subject'],
    [
      'another subject',
      order(WARFARIN, { subject: { reference: 'Patient/q' } }),
      'wrong-patient',
      '.subject.reference',
    ],
    ['no status', order(WARFARIN, { status: undefined }), 'required-field', '.status'],
    ['an unknown status', taking(WARFARIN, { status: 'draft' }), 'invalid-field', '.status'],
    ['a status that is an object', order(WARFARIN, { status: {} }), 'invalid-field', '.status'],
    ['a code that is text', order('warfarin' as never), 'invalid-field', '.medicationCodeableConcept'],
    [
      'a reference that is text',
      order(undefined, { medicationReference: 'x' }),
      'invalid-field',
      '.medicationReference',
    ],
    ['a numeric date', order(WARFARIN, { authoredOn: 2026 }), 'invalid-field', '.authoredOn'],
    [
      'a malformed period',
      taking(WARFARIN, { effectivePeriod: { end: 1 } }),
      'invalid-field',
      '.effectivePeriod.end',
    ],
  ])('is refused with %s', (_, resource, code, path) => {
    expect(problemWith({ medications: [resource] })).toEqual([code, `${AT}${path}`]);
  });

  it('may hold Medications, and what is malformed but of no interest', () => {
    const medications = [{ resourceType: 'Medication', id: 'w' }, order({ text: 'x' }, { status: 'odd' })];
    expect(problemWith({ medications })).toBe('none');
  });
});
