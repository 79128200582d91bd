import { describe, expect, it } from 'vitest';
import { cardUuid, resultIdentity } from '../../src/findings/identity.ts';
import type { ModelOutput } from '../../src/inference/prediction.ts';
import type { UnusableInput, UsedInput } from '../../src/kernel/evidence.ts';
import { abstention, creatinine, prediction } from './fixtures.ts';

const { evidence } = prediction();
const left: UnusableInput = {
  concept: 'albumin',
  required: false,
  reason: 'undated',
  source: 'Observation/a',
};
const full = { ...evidence, unusable: [left, { ...left, source: 'Observation/b' }] };
const output = prediction({ evidence: full });
const same = resultIdentity(output, 'p1', 'e1');

const withCreatinine = (change: Partial<UsedInput>): ModelOutput =>
  prediction({
    evidence: { ...full, used: full.used.map((u) => (u === creatinine ? { ...u, ...change } : u)) },
  });

describe('the identity of a result', () => {
  it('has the forms that FHIR and CDS Hooks want', () => {
    expect(same.id).toMatch(/^[A-Za-z0-9\-.]{1,64}$/);
    expect(cardUuid(same, 's', 'result')).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(same.identifier).toMatch(/^toy-model\|1\.2\.3\|[0-9a-f]{64}$/);
  });

  it('is the same for the same inputs in any order', () => {
    const { used, missing, unusable } = full;
    const reversed = {
      used: used.toReversed(),
      missing: missing.toReversed(),
      unusable: unusable.toReversed(),
    };
    expect(resultIdentity(prediction({ evidence: reversed }), 'p1', 'e1')).toEqual(same);
  });

  it.each<[string, ModelOutput, string, string | undefined]>([
    ['another patient', output, 'p2', 'e1'],
    ['another encounter', output, 'p1', 'e2'],
    ['no encounter', output, 'p1', undefined],
    ['another model', { ...output, model: { name: 'other', version: '1.2.3' } }, 'p1', 'e1'],
    ['another version', { ...output, model: { name: 'toy-model', version: '1.2.4' } }, 'p1', 'e1'],
    ['an abstention', abstention({ evidence: full }), 'p1', 'e1'],
    ['another value', withCreatinine({ value: 1.91 }), 'p1', 'e1'],
    ['the value as text', withCreatinine({ value: '1.9' }), 'p1', 'e1'],
    ['another unit', withCreatinine({ unit: 'umol/L' }), 'p1', 'e1'],
    ['another date', withCreatinine({ date: '2026-11-13' }), 'p1', 'e1'],
    ['another source', withCreatinine({ source: 'Observation/c2' }), 'p1', 'e1'],
    ['a comparator', withCreatinine({ comparator: '<' }), 'p1', 'e1'],
    [
      'another source of a series',
      withCreatinine({ count: 2, sources: ['Observation/c1', 'Observation/c0'] }),
      'p1',
      'e1',
    ],
    ['a value that was derived', withCreatinine({ derivedFrom: ['age'] }), 'p1', 'e1'],
    ['a value that is not recorded', withCreatinine({ notRecorded: true }), 'p1', 'e1'],
    ['a value that has become old', withCreatinine({ staleDays: 183 }), 'p1', 'e1'],
    ['nothing missing', prediction({ evidence: { ...full, missing: [] } }), 'p1', 'e1'],
    ['one value less left out', prediction({ evidence: { ...full, unusable: [left] } }), 'p1', 'e1'],
    [
      'another reason to leave it out',
      prediction({ evidence: { ...full, unusable: [full.unusable[1]!, { ...left, reason: 'in-error' }] } }),
      'p1',
      'e1',
    ],
  ])('is another with %s', (_, changed, patient, encounter) => {
    const other = resultIdentity(changed, patient, encounter);
    expect(other.id).not.toBe(same.id);
    expect(cardUuid(other, 's', 'result')).not.toBe(cardUuid(same, 's', 'result'));
    expect(other.identifier).not.toBe(same.identifier);
  });

  it('does not change with the days of a value that is old already', () => {
    expect(resultIdentity(withCreatinine({ staleDays: 200 }), 'p1')).toEqual(
      resultIdentity(withCreatinine({ staleDays: 201 }), 'p1'),
    );
  });
});

describe('the uuid of a card', () => {
  it('is the same for the same result in the same service, and another in another or as a summary', () => {
    const uuids = [
      cardUuid(same, 'a', 'result'),
      cardUuid(same, 'b', 'result'),
      cardUuid(same, 'a', 'summary'),
      cardUuid(resultIdentity(output, 'p2', 'e1'), 'a', 'result'),
    ];
    expect(new Set(uuids).size).toBe(4);
    expect(cardUuid(resultIdentity(output, 'p1', 'e1'), 'a', 'result')).toBe(uuids[0]);
  });
});
