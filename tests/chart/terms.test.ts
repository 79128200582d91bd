import { describe, expect, it } from 'vitest';
import { concepts } from '../../src/chart/catalogue.ts';
import { conditionTerms, medicationTerms, withBroader } from '../../src/chart/terms.ts';
import { outcomeOf, spec } from './records.ts';
import {
  chartWith,
  concept,
  condition,
  ICD,
  ICD_9,
  order,
  RXNORM,
  readCondition,
  SNOMED,
} from './statements.ts';

const ATC = 'http://www.whocc.no/atc';

describe('a kind of a condition', () => {
  it.each<[string, string, string?]>([
    ['atrial-fibrillation', '282825002'],
    ['cardiac-arrhythmia', '282825002'],
    ['heart-failure', '42343007'],
    ['heart-failure', '703272007'],
    ['hypertension', '59621000'],
    ['hypertension', '46113002'],
    ['myocardial-infarction', '401314000'],
    ['myocardial-infarction', '401303003'],
    ['myocardial-infarction', '1755008'],
    ['coronary-heart-disease', '401314000'],
    ['coronary-heart-disease', '1755008'],
    ['coronary-heart-disease', 'Z95.5', ICD],
    ['cerebrovascular-accident', '432504007'],
    ['cerebrovascular-accident', 'Z86.73', ICD],
    ['cerebrovascular-accident', 'I69.351', ICD],
    ['cerebrovascular-accident', '434.91', ICD_9],
    ['cerebrovascular-disease', '432504007'],
    ['transient-ischaemic-attack', '435.9', ICD_9],
    ['peripheral-arterial-disease', '400047006'],
    ['peripheral-arterial-disease', 'E11.51', ICD],
    ['diabetes-mellitus', '313436004'],
    ['diabetes-mellitus', 'E08.9', ICD],
    ['chronic-kidney-disease', '433144002'],
    ['chronic-kidney-disease', 'I12.9', ICD],
    ['dialysis', '236435004'],
    ['dialysis', 'Z99.2', ICD],
    ['liver-cirrhosis', '420054005'],
    ['bleeding-or-predisposition', '37372002'],
    ['bleeding-or-predisposition', 'K25.4', ICD],
    ['malignant-neoplastic-disease', '363358000'],
    ['malignant-neoplastic-disease', '94381002'],
    ['metastatic-cancer', '94381002'],
    ['chronic-obstructive-pulmonary-disease', 'J43.9', ICD],
    ['dementia', '26929004'],
    ['pregnancy', 'O24.410', ICD],
  ])('%s is coded %s', (id, code, system = SNOMED) => {
    expect(outcomeOf(readCondition(id, [condition(code, {}, system)]))).toBe(true);
  });

  it.each<[string, string, string?]>([
    ['myocardial-infarction', '53741008'],
    ['type-1-diabetes', '73211009'],
    ['pregnancy', 'Z33.2', ICD],
    ['pregnancy', 'O86.0', ICD],
    ['breast-cancer', '363358000'],
  ])('%s is not coded %s', (id, code, system = SNOMED) => {
    expect(outcomeOf(readCondition(id, [condition(code, {}, system)]))).toBe(false);
  });
});

describe('a name', () => {
  const named = (code: object) => condition('', { code });
  it.each<[string, object, boolean]>([
    ['of a label', { text: 'Heart failure' }, true],
    ['with blanks, capitals and a tag', { text: ' HEART  Failure (disorder)' }, true],
    ['of a kind', { text: 'Congestive heart failure' }, true],
    [
      'that is a display of another system',
      { coding: [{ system: 'urn:x', code: '1', display: 'CHF' }] },
      true,
    ],
    ['inside of another', { text: 'Mother had heart failure' }, false],
    ['that is negated', { text: 'No heart failure' }, false],
    ['that is empty', { text: '' }, false],
  ])('%s counts as it should', (_, code, expected) => {
    expect(outcomeOf(readCondition('heart-failure', [named(code)]))).toBe(expected);
  });

  it('may be spelt as in Britain', () => {
    expect(outcomeOf(readCondition('ischaemic-stroke', [named({ text: 'Ischaemic stroke' })]))).toBe(true);
    expect(outcomeOf(readCondition('ischaemic-stroke', [named({ text: 'ischemic stroke' })]))).toBe(true);
  });
});

describe('a medication', () => {
  it.each<[string, string, string?]>([
    ['aspirin', '243670', RXNORM],
    ['nsaid', '310965', RXNORM],
    ['aspirin', 'N02BA01'],
    ['aspirin', 'B01AC06'],
    ['antiplatelet-drug', 'B01AC04'],
    ['nsaid', 'M01AE01'],
    ['statin-treatment', 'C10AA05'],
    ['atorvastatin', 'C10AA05'],
    ['antihypertensive-treatment', 'C09AA05'],
    ['antihypertensive-treatment', 'c08ca01'],
    ['metformin', 'A10BA02'],
  ])('%s is coded %s', (id, code, system = ATC) => {
    const { read } = chartWith({ medications: [order(concept(code, system))] });
    expect(outcomeOf(read(spec(id)))).toBe(true);
  });

  it.each([
    ['nsaid', 'M01AX05'],
    ['antihypertensive-treatment', 'C02KX01'],
    ['antihypertensive-treatment', 'C03CA01'],
    ['statin-treatment', 'C10BA10'],
    ['antiplatelet-drug', 'B01AC06'],
  ])('%s is not coded %s', (id, code) => {
    const { read } = chartWith({ medications: [order(concept(code, ATC))] });
    expect(outcomeOf(read(spec(id)))).toBe(false);
  });
});

describe('what cannot be read', () => {
  const unreadOf = (statements: Parameters<typeof chartWith>[0]) =>
    chartWith(statements).unread?.map(({ list, name }) => `${list}: ${name}`);
  const resolved = { clinicalStatus: concept('resolved', 'x') };

  it.each<[string, object, readonly string[]]>([
    ['text only', condition('', { code: { text: 'Herzschwäche' } }), ['condition: Herzschwäche']],
    [
      'a display of another system',
      condition('1', { code: concept('1', 'urn:x', { display: 'CCF?' }) }),
      ['condition: CCF?'],
    ],
    ['a code of another system', condition('K77', {}, 'urn:x'), ['condition: K77']],
    ['nothing', condition('', { code: undefined }), ['condition: ']],
    ['text, but resolved', condition('', { code: { text: 'Herzschwäche' }, ...resolved }), []],
    ['text that names it', condition('', { code: { text: 'CHF' } }), []],
    ['another disease by a known system', condition('M54.5'), []],
    ['another disease in SNOMED CT', condition('279039007', {}, SNOMED), []],
  ])('is named of a Condition with %s', (_, resource, expected) => {
    expect(unreadOf({ conditions: [resource] })).toEqual(expected);
  });

  it.each<[string, object, readonly string[]]>([
    ['text only', order({ text: 'blue pill' }), ['medication: blue pill']],
    ['an RxNorm code without words', order(concept('999999', RXNORM)), ['medication: RxNorm 999999']],
    ['an RxNorm code with words', order(concept('999999', RXNORM, { display: 'omeprazole' })), []],
    ['an ATC code', order(concept('A02BC01', ATC)), []],
    ['a listed product', order(concept('243670', RXNORM)), []],
    ['text, but stopped', order({ text: 'blue pill' }, { status: 'stopped' }), []],
  ])('is named of an order with %s', (_, resource, expected) => {
    expect(unreadOf({ medications: [resource] })).toEqual(expected);
  });

  it('is cut to a line, and named once', () => {
    const long = condition('', { code: { text: `a\n${'word '.repeat(50)}` } });
    const [name = '', ...rest] = unreadOf({ conditions: [long, long] }) ?? [];
    expect(rest).toEqual([]);
    expect(name).not.toContain('\n');
    expect(name.length).toBeLessThan(100);
  });
});

describe('terms.json', () => {
  it('is of concepts of the catalogue, and no condition is a kind of itself', () => {
    for (const id of [...conditionTerms.keys(), ...medicationTerms.keys()])
      expect(concepts.has(id)).toBe(true);
    for (const id of conditionTerms.keys())
      expect(withBroader(id).filter((broader) => broader === id)).toHaveLength(1);
  });

  it('has SNOMED CT identifiers whose check digit is right (Verhoeff)', () => {
    const codes = [...conditionTerms.values()].flatMap(({ snomed }) => Object.keys(snomed));
    expect(codes.filter((code) => !hasCheckDigit(code))).toEqual([]);
  });

  it('repeats no RxNorm code in two medications', () => {
    const codes = [...medicationTerms.values()].flatMap(({ rxnorm }) => Object.keys(rxnorm));
    expect(codes.filter((code, i) => codes.indexOf(code) !== i)).toEqual([]);
  });
});

/** The dihedral group of ten elements, as Verhoeff's algorithm needs it. */
function hasCheckDigit(code: string): boolean {
  const times = (a: number, b: number) =>
    a < 5 ? (b < 5 ? (a + b) % 5 : ((a + b) % 5) + 5) : b < 5 ? ((a - b + 5) % 5) + 5 : (a - b + 5) % 5;
  const step = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
  const permuted = (digit: number, times: number): number =>
    times === 0 ? digit : permuted(step[digit]!, times - 1);
  const digits = [...code].toReversed().map(Number);
  return digits.reduce((sum, digit, i) => times(sum, permuted(digit, i % 8)), 0) === 0;
}
