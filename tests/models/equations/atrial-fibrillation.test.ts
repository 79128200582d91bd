import { describe, expect, it } from 'vitest';
import { equation as cha2ds2 } from '../../../models/cha2ds2-vasc/equation.ts';
import { equation as hasBled } from '../../../models/has-bled/equation.ts';
import { answerTo, served } from './given.ts';

/** Every diagnosis that the score asks for, absent. */
const { age: _, ...ABSENT } = cha2ds2.vectors.inputs({}) as Record<string, boolean>;
const MAN = { ...ABSENT, age: 50, sex: 'male', 'atrial-fibrillation': true };

describe('CHA₂DS₂-VASc', () => {
  it.each([
    ['heart-failure', 1],
    ['hypertension', 1],
    ['diabetes-mellitus', 1],
    ['cerebrovascular-accident', 2],
    ['transient-ischaemic-attack', 2],
    ['arterial-thromboembolism', 2],
    ['myocardial-infarction', 1],
    ['peripheral-arterial-disease', 1],
    ['aortic-plaque', 1],
  ])('gives %s %d', (diagnosis, wanted) => {
    expect(answerTo(cha2ds2, MAN, { [diagnosis]: true })).toBe(wanted);
  });

  it.each([
    [64, 0],
    [65, 1],
    [74, 1],
    [75, 2],
  ])('gives %d years %d', (age, wanted) => {
    expect(answerTo(cha2ds2, MAN, { age })).toBe(wanted);
  });

  it('counts each letter once, and an ejection fraction of 40% as heart failure', () => {
    expect(answerTo(cha2ds2, MAN, { 'aortic-plaque': true, 'myocardial-infarction': true })).toBe(1);
    expect(answerTo(cha2ds2, MAN, { 'left-ventricular-ejection-fraction': 40 })).toBe(1);
    expect(answerTo(cha2ds2, MAN, { 'left-ventricular-ejection-fraction': 41 })).toBe(0);
    const both = { 'heart-failure': true, 'left-ventricular-ejection-fraction': 30 };
    expect(answerTo(cha2ds2, MAN, both)).toBe(1);
  });

  it.each([
    ['type-2-diabetes', 'diabetes-mellitus', 1],
    ['ischaemic-stroke', 'cerebrovascular-accident', 2],
    ['old-myocardial-infarction', 'myocardial-infarction', 1],
  ])('sees %s where nothing was said of %s', async (diagnosis, general, value) => {
    const known = { ...MAN, [general]: undefined, [diagnosis]: true };
    expect((await served('cha2ds2-vasc'))(known)).toMatchObject({ value });
  });

  it('is 9 in an old woman who has everything', () => {
    const all = Object.fromEntries(Object.keys(ABSENT).map((concept) => [concept, true]));
    expect(answerTo(cha2ds2, { ...MAN, ...all }, { age: 80, sex: 'female' })).toBe(9);
  });

  it.each([
    ['male', {}, 0, 0, 'low'],
    ['female', {}, 1, 0, 'low'],
    ['male', { hypertension: true }, 1, 1, 'moderate'],
    ['female', { hypertension: true }, 2, 1, 'moderate'],
    ['female', { age: 75 }, 3, 2, 'high'],
  ])('of a person (%s, %j) is %d, without sex %d, and %s', async (sex, changed, value, va, risk) => {
    const output = (await served('cha2ds2-vasc'))({ ...MAN, sex, ...changed });
    expect(output).toMatchObject({ value, risk, further: [{ id: 'cha2ds2-va', value: va }] });
  });
});

describe('HAS-BLED', () => {
  const usual = {
    age: 60,
    'systolic-blood-pressure': 130,
    creatinine: 1,
    'bilirubin-total': 0.8,
    'alcoholic-drinks-per-day': 0,
    'liver-cirrhosis': false,
    warfarin: false,
  };
  const points = (changed: Parameters<typeof answerTo>[2]) => answerTo(hasBled, usual, changed);

  it.each([
    ['systolic-blood-pressure', 160, 0],
    ['systolic-blood-pressure', 161, 1],
    ['creatinine', 2.26, 0],
    ['creatinine', 200 / 88.4, 1],
    ['creatinine', 2.27, 1],
    ['dialysis', true, 1],
    ['kidney-transplant', true, 1],
    ['liver-cirrhosis', true, 1],
    ['cerebrovascular-accident', true, 1],
    ['bleeding-or-predisposition', true, 1],
    ['age', 65, 0],
    ['age', 66, 1],
    ['aspirin', true, 1],
    ['antiplatelet-drug', true, 1],
    ['nsaid', true, 1],
    ['alcoholic-drinks-per-day', 1.1, 0],
    ['alcoholic-drinks-per-day', 8 / 7, 1],
  ])('with %s of %s is %d', (concept, value, wanted) => {
    expect(points({ [concept]: value })).toBe(wanted);
  });

  it('counts kidneys, stroke and drugs once each', () => {
    expect(points({ dialysis: true, 'kidney-transplant': true, creatinine: 6 })).toBe(1);
    expect(points({ aspirin: true, nsaid: true })).toBe(1);
  });

  it('asks for liver enzymes only beyond twice the normal bilirubin', () => {
    const enzymes = {
      'aspartate-aminotransferase': 120,
      'alanine-aminotransferase': 120,
      'alkaline-phosphatase': 360,
    };
    expect(points({ 'bilirubin-total': 2.4 })).toBe(0);
    expect(points({ 'bilirubin-total': 2.5 })).toEqual(Object.keys(enzymes));
    expect(points({ 'bilirubin-total': 2.5, ...enzymes })).toBe(0);
    expect(points({ 'bilirubin-total': 2.5, 'alkaline-phosphatase': 361 })).toBe(1);
    expect(points({ 'bilirubin-total': undefined })).toEqual(['bilirubin-total']);
  });

  it('asks for a labile INR only of people on warfarin', () => {
    expect(points({ 'labile-inr': true })).toBe(0);
    expect(points({ warfarin: true, 'labile-inr': true })).toBe(1);
    expect(points({ warfarin: true, 'labile-inr': false })).toBe(0);
    expect(points({ warfarin: true })).toEqual(['labile-inr']);
  });
});
