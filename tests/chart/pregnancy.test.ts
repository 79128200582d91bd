import { describe, expect, it } from 'vitest';
import { checkApplicability } from '../../src/chart/applicability.ts';
import { chartFromFhir } from '../../src/chart/from-fhir.ts';
import { unwrap } from '../../src/kernel/result.ts';
import { coded, located, observation, outcomeOf, spec } from './records.ts';
import { concept, condition, ICD, recordWith, SNOMED } from './statements.ts';

const PREGNANCY_STATUS = '82810-3';
const NOT_PREGNANT = coded('LA26683-5');

const pregnant = (rest: object = {}, code = '77386006', system = SNOMED) =>
  condition(code, { onsetDateTime: '2026-08-01', ...rest }, system);
const resolved = { clinicalStatus: concept('resolved', 'x') };
const denied = (date: string) => observation({ ...NOT_PREGNANT, effectiveDateTime: date }, PREGNANCY_STATUS);

const chartOf = (conditions: readonly unknown[], observations: readonly unknown[] = []) =>
  unwrap(chartFromFhir({ ...recordWith({ conditions }), observations: located(observations) }));

const exclusion = { concept: 'pregnancy-status', value: true, because: 'pregnancy', window: 'P10M' };

describe('pregnancy', () => {
  it.each<[string, readonly unknown[], readonly unknown[], boolean]>([
    ['a Condition', [pregnant()], [], true],
    ['ICD-10-CM', [pregnant({}, 'Z33.1', ICD)], [], true],
    ['a complication of it', [pregnant({}, 'O10.011', ICD)], [], true],
    ['a Condition without a date', [pregnant({ onsetDateTime: undefined })], [], true],
    ['a Condition, after an Observation that denies it', [pregnant()], [denied('2026-05-01')], true],
    ['a Condition, before an Observation that denies it', [pregnant()], [denied('2026-11-01')], false],
    [
      'a Condition and an Observation of the same time that denies it',
      [pregnant()],
      [denied('2026-08-01')],
      true,
    ],
    ['a resolved Condition', [pregnant(resolved)], [], false],
    ['a Condition of years ago', [pregnant({ onsetDateTime: '2020-01-01' })], [], false],
    ['another Condition', [condition('I50.9')], [], false],
  ])('of %s excludes as it should', (_, conditions, observations, expected) => {
    const found = checkApplicability(chartOf(conditions, observations), { exclude: [exclusion] });
    expect(found !== undefined).toBe(expected);
  });

  it('is unknown, not absent, where no Condition says so', () => {
    expect(outcomeOf(chartOf([condition('I50.9')]).read(spec('pregnancy-status')))).toBe('none');
  });

  it('names the Condition as the source', () => {
    expect(chartOf([pregnant()]).read(spec('pregnancy-status')).input).toMatchObject({
      value: true,
      date: '2026-08-01',
      source: 'Condition/c',
    });
  });
});
