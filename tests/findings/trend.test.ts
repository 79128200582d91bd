import type { RiskAssessment } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { findingFor } from '../../src/findings/finding.ts';
import { trendOf } from '../../src/findings/trend.ts';
import type { ModelOutput } from '../../src/inference/prediction.ts';
import type { UsedInput } from '../../src/kernel/evidence.ts';
import { abstention, creatinine, links, loaded, loadedScore, NOW, prediction, score } from './fixtures.ts';

const stored = (output: ModelOutput, at: string, encounterId?: string): RiskAssessment =>
  findingFor(output, {
    patientId: 'p1',
    now: new Date(at),
    loaded: output.model.name === 'toy-score' ? loadedScore : loaded,
    links,
    ...(encounterId ? { encounterId } : {}),
  }).resources()[0] as RiskAssessment;

const withCreatinine = (change: Partial<UsedInput>, probability: number) => {
  const { evidence, contributions } = prediction();
  return prediction({
    probability,
    evidence: { ...evidence, used: evidence.used.map((u) => (u === creatinine ? { ...u, ...change } : u)) },
    contributions: contributions.map((c) => (c.concept === 'creatinine' ? { ...c, ...pick(change) } : c)),
  });
};

const pick = ({ value, date }: Partial<UsedInput>) => ({
  ...(value === undefined ? {} : { value }),
  ...(date === undefined ? {} : { date }),
});

const current = stored(prediction(), NOW.toISOString());
const march = stored(
  withCreatinine({ value: 1.1, date: '2026-03-01', source: 'Observation/c0' }, 0.09),
  '2026-03-03T09:00:00Z',
);
const may = stored(
  withCreatinine({ value: 1.4, date: '2026-05-01', source: 'Observation/c5' }, 0.1),
  '2026-05-03T09:00:00Z',
);

describe('the trend of a result', () => {
  it('is its difference from the latest one before it', () => {
    expect(trendOf(current, [may, march])).toEqual({ words: '12%, was 10% on 3 May 2026', previous: may });
    expect(trendOf(may, [current, may, march])?.words).toBe('10%, was 9.0% on 3 Mar 2026');
    expect(trendOf(march, [current, may, march])).toBeUndefined();
  });

  it('says when nothing has changed, and when it was the same day', () => {
    const same = stored(
      withCreatinine({ value: 1.89, source: 'Observation/c9' }, 0.1214),
      '2026-03-03T09:00:00Z',
    );
    expect(trendOf(current, [same])?.words).toBe('12%, as on 3 Mar 2026');
    const today = { ...march, occurrenceDateTime: '2026-11-23T08:00:00.000Z' };
    expect(trendOf(current, [today])?.words).toBe('12%, was 9.0% earlier that day');
  });

  it('is none between the same inputs, in another encounter or at another age', () => {
    expect(trendOf(current, [stored(prediction(), '2026-03-03T09:00:00Z', 'e7')])).toBeUndefined();
    const { evidence } = prediction();
    const younger = evidence.used.map((u) => (u.concept === 'age' ? { ...u, value: 62 } : u));
    const then = stored(
      prediction({ probability: 0.11, evidence: { ...evidence, used: younger } }),
      '2026-03-03T09:00:00Z',
    );
    expect(trendOf(current, [then])).toBeUndefined();
  });

  it('is one where the same source has another value', () => {
    const corrected = stored(withCreatinine({ value: 1.2 }, 0.09), '2026-11-20T09:00:00Z');
    expect(trendOf(current, [corrected])?.words).toBe('12%, was 9.0% on 20 Nov 2026');
  });

  it.each<[string, RiskAssessment]>([
    ['another person', { ...march, subject: { reference: 'Patient/p2' } }],
    ['another model', { ...march, method: { coding: [{ code: 'other', version: '1.2.3' }] } }],
    ['another version', { ...march, method: { coding: [{ code: 'toy-model', version: '1.2.2' }] } }],
    ['an abstention', stored(abstention(), '2026-03-03T09:00:00Z')],
    ['a result that was withdrawn', { ...march, status: 'entered-in-error' }],
    ['an undated result', { ...march, occurrenceDateTime: '' }],
  ])('is none with %s', (_, other) => {
    expect(trendOf(current, [other])).toBeUndefined();
  });

  it('compares scores in their unit', () => {
    const now = stored(score(), NOW.toISOString());
    const { evidence } = score();
    const calmer = stored(
      score({ value: 4, evidence: { ...evidence, used: evidence.used.slice(1) }, contributions: [] }),
      '2026-11-22T08:00:00Z',
    );
    expect(trendOf(now, [calmer])?.words).toBe('7 points, was 4 points on 22 Nov 2026');
  });
});
