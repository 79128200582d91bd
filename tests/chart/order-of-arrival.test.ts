import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { selectInputs } from '../../src/chart/select.ts';
import { chartOf, observation, outcomeOf, readCreatinine, spec, ucum } from './records.ts';

const mg = (value: number, rest: object) => observation({ ...ucum(value, 'mg/dL'), ...rest });

describe('values of the same instant', () => {
  it('are decided by meta.lastUpdated, as an instant', () => {
    const first = mg(1.98, { id: 'z', meta: { lastUpdated: '2026-11-21T12:00:00+02:00' } });
    const second = mg(2, { id: 'a', meta: { lastUpdated: '2026-11-21T11:00:00Z' } });
    expect(outcomeOf(readCreatinine([first, second]))).toBe(2);
    expect(outcomeOf(readCreatinine([second, first]))).toBe(2);
  });

  it('then by the greater id', () => {
    expect(outcomeOf(readCreatinine([mg(1.98, { id: 'a' }), mg(2, { id: 'b' })]))).toBe(2);
    expect(outcomeOf(readCreatinine([mg(2, { id: 'b' }), mg(1.98, { id: 'a' })]))).toBe(2);
  });

  it('give one answer even without ids', () => {
    const [a, b] = [mg(1, { id: undefined }), mg(2, { id: undefined })];
    expect(readCreatinine([a, b])).toEqual(readCreatinine([b, a]));
  });
});

const anyObservation = fc.record({
  id: fc.constantFrom('a', 'b', 'c', undefined),
  status: fc.constantFrom('final', 'entered-in-error', 'cancelled', 'registered'),
  effectiveDateTime: fc.constantFrom('2026-11-21', '2026-11-20', '2026-11', '2020', undefined),
  meta: fc.constantFrom(undefined, { lastUpdated: '2026-11-21T10:00:00Z' }, { versionId: '2' }),
  value: fc.constantFrom(0.9, 1.4, 900, undefined),
  unit: fc.constantFrom('mg/dL', 'umol/L', 'x'),
});

describe('the order of arrival', () => {
  it('never matters', () => {
    const specs = [spec('creatinine', { window: 'P1Y', stale: 'P3D', required: true })];
    const evidence = (list: readonly unknown[]) => selectInputs(chartOf(list), specs);
    const resources = fc
      .array(anyObservation, { maxLength: 6 })
      .map((list) => list.map(({ value, unit, ...rest }) => observation({ ...ucum(value, unit), ...rest })));
    fc.assert(
      fc.property(
        resources.chain((r) => fc.tuple(fc.constant(r), fc.shuffledSubarray(r, { minLength: r.length }))),
        ([a, b]) => {
          expect(evidence(b)).toEqual(evidence(a));
        },
      ),
      { numRuns: 500 },
    );
  });
});
