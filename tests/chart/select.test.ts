import { describe, expect, it } from 'vitest';
import { chartFromValues, type GivenValue } from '../../src/chart/from-values.ts';
import { checkApplicability, selectInputs } from '../../src/chart/select.ts';
import { chartOf, coded, NOW, observation, patient, spec, ucum } from './records.ts';

const chart = (values: Record<string, GivenValue>) => chartFromValues({ now: NOW, values });

describe('selecting inputs', () => {
  const specs = [
    spec('creatinine', { required: true, window: 'P1Y' }),
    spec('albumin', { required: true }),
    spec('sodium', { window: 'P2Y' }),
    spec('potassium'),
  ];

  it('tells used, missing and unusable apart, in the order asked', () => {
    const { evidence, values, blocking } = selectInputs(
      chart({ albumin: 4.3, creatinine: 0.9, potassium: 99 }),
      specs,
    );
    expect(evidence.used.map((u) => u.concept)).toEqual(['creatinine', 'albumin']);
    expect(evidence.missing).toEqual([{ concept: 'sodium', required: false, reason: 'none', window: 'P2Y' }]);
    expect(evidence.unusable).toEqual([{ concept: 'potassium', required: false, reason: 'implausible' }]);
    expect([...values]).toEqual([
      ['creatinine', 0.9],
      ['albumin', 4.3],
    ]);
    expect(blocking).toBeUndefined();
  });

  it.each([
    [
      'one is missing',
      { albumin: 4.3, creatinine: { value: 1, date: '2020' } },
      'required-input-missing',
      'creatinine is missing (none in 12 months)',
      ['creatinine'],
    ],
    [
      'one is unusable',
      { albumin: 4.3, creatinine: 99 },
      'required-input-unusable',
      'creatinine cannot be used (implausible value)',
      ['creatinine'],
    ],
    [
      'one is unusable and one missing',
      { creatinine: 99 },
      'required-input-missing',
      'creatinine cannot be used (implausible value), albumin is missing (none found)',
      ['creatinine', 'albumin'],
    ],
  ])('blocks when of the required inputs %s', (_, values, reason, because, concepts) => {
    expect(selectInputs(chart(values), specs).blocking).toEqual({ reason, because, concepts });
  });

  it('reports what was left out beside what was used', () => {
    const inError = observation({ ...ucum(5, 'mg/dL'), id: 'wrong', status: 'entered-in-error' });
    const good = observation(ucum(0.9, 'mg/dL'));
    const { evidence, blocking } = selectInputs(chartOf([inError, good]), specs.slice(0, 1));
    expect(evidence.used).toMatchObject([{ value: 0.9, source: 'Observation/o' }]);
    expect(evidence.unusable).toMatchObject([{ concept: 'creatinine', reason: 'in-error', replaced: true }]);
    expect(blocking).toBeUndefined();
  });
});

describe('applicability', () => {
  const applicability = {
    age: { min: 20, max: 85 },
    exclude: [
      { concept: 'deceased', value: true, because: 'people who have died' },
      { concept: 'pregnancy-status', value: true, because: 'pregnancy', window: 'P10M' },
      { concept: 'tobacco-smoking-status', value: 'current', because: 'smokers' },
    ],
  };

  it.each<[string, Record<string, GivenValue>, object | undefined]>([
    ['nothing known', {}, undefined],
    ['an ordinary adult', { age: 50, deceased: false, 'pregnancy-status': false }, undefined],
    ['the youngest', { age: 20 }, undefined],
    ['the oldest, up to the birthday', { age: 85.99 }, undefined],
    [
      'somebody too old',
      { age: 86 },
      { reason: 'out-of-range', because: 'age 86 is outside 20 to 85 years', concepts: ['age'] },
    ],
    [
      'somebody too young',
      { age: 19.99 },
      { reason: 'out-of-range', because: 'age 19 is outside 20 to 85 years', concepts: ['age'] },
    ],
    [
      'somebody dead',
      { deceased: true },
      { reason: 'not-applicable', because: 'not for people who have died', concepts: ['deceased'] },
    ],
    [
      'somebody pregnant',
      { 'pregnancy-status': true },
      { reason: 'not-applicable', because: 'not for pregnancy', concepts: ['pregnancy-status'] },
    ],
    ['an old pregnancy', { 'pregnancy-status': { value: true, date: '2020-01-01' } }, undefined],
    [
      'an excluded answer',
      { 'tobacco-smoking-status': 'current' },
      { reason: 'not-applicable', because: 'not for smokers', concepts: ['tobacco-smoking-status'] },
    ],
    ['another answer', { 'tobacco-smoking-status': 'former' }, undefined],
    [
      'an exclusion before the age',
      { age: 10, deceased: true },
      { reason: 'not-applicable', because: 'not for people who have died', concepts: ['deceased'] },
    ],
  ])('of %s', (_, values, expected) => {
    expect(checkApplicability(chart(values), applicability)).toEqual(expected);
  });

  const only = [
    {
      concept: 'primary-biliary-cholangitis',
      value: true,
      because: 'people with primary biliary cholangitis',
    },
    { concept: 'sex', value: 'female', because: 'women' },
  ];

  it.each<[string, Record<string, GivenValue>, string | undefined]>([
    ['holds', { 'primary-biliary-cholangitis': true, sex: 'female' }, undefined],
    [
      'does not hold',
      { 'primary-biliary-cholangitis': false, sex: 'female' },
      'only for people with primary biliary cholangitis',
    ],
    ['is not known', { sex: 'female' }, 'only for people with primary biliary cholangitis'],
    [
      'is the second of two and fails',
      { 'primary-biliary-cholangitis': true, sex: 'male' },
      'only for women',
    ],
  ])('where a condition for all %s', (_, values, because) => {
    const found = checkApplicability(chart(values), { exclude: [], only });
    expect(found?.because).toBe(because);
    if (found) expect(found.reason).toBe('not-applicable');
  });

  it('takes any known answer where a condition names none', () => {
    const inUnit = [{ concept: 'intensive-care-unit', because: 'people in intensive care' }];
    const check = (values: Record<string, GivenValue>) =>
      checkApplicability(chart(values), { exclude: [], only: inUnit })?.because;
    expect(check({ 'intensive-care-unit': 'medical' })).toBeUndefined();
    expect(check({ 'intensive-care-unit': 'kitchen' })).toBe('only for people in intensive care');
    expect(check({})).toBe('only for people in intensive care');
  });

  it('names an exclusion before a condition that does not hold', () => {
    const { exclude } = applicability;
    expect(checkApplicability(chart({ deceased: true }), { exclude, only })?.because).toBe(
      'not for people who have died',
    );
  });

  it('needs no range and no exclusions', () => {
    expect(checkApplicability(chart({ age: 3 }), { exclude: [] })).toBeUndefined();
  });

  it.each([{ deceasedBoolean: true }, { deceasedDateTime: '2026-10' }])(
    'excludes a Patient with %o',
    (rest) => {
      expect(checkApplicability(chartOf([], patient(rest)), applicability)?.concepts).toEqual(['deceased']);
    },
  );

  it('excludes by an Observation', () => {
    const pregnant = observation(coded('LA15173-0'), '82810-3');
    expect(checkApplicability(chartOf([pregnant]), applicability)?.because).toBe('not for pregnancy');
  });
});
