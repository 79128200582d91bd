import { describe, expect, it } from 'vitest';
import { column, rowsWhere, subset } from '../../../src/families/prognosis/cohort.ts';
import { fitOffsets, harmonised } from '../../../src/families/prognosis/features/harmonise.ts';
import { mean } from '../../../src/statistics/order.ts';
import { inventedCohort, specification } from './cohorts.ts';

const SHIFT = 0.12;
const shifted = inventedCohort({ n: 4_000, assayShift: SHIFT });
const offsets = fitOffsets(shifted, specification);

describe('the offset of a survey cycle', () => {
  it('is how far its assay read above the reference cycles, after age and sex', () => {
    expect(offsets.get('creatinine')!.get('1999')).toBeCloseTo(SHIFT, 1);
    expect(offsets.get('creatinine')!.get('2001')).toBe(0);
  });

  it('is near nothing where the assay did not change', () => {
    const same = fitOffsets(inventedCohort({ n: 4_000 }), specification);
    expect(Math.abs(same.get('creatinine')!.get('1999')!)).toBeLessThan(0.02);
  });

  it('does not take a difference in age for one of the assay', () => {
    const { ids, inputs, groups } = inventedCohort({ n: 8_000 });
    const age = inputs.get('age')!;
    const cycle = groups.get('cycle')!;
    const people = inventedCohort({ n: ids.length });
    const oldThen = subset(
      people,
      rowsWhere(people, (i) => (cycle[i] === '1999' ? age[i]! > 55 : age[i]! < 70)),
    );
    expect(Math.abs(fitOffsets(oldThen, specification).get('creatinine')!.get('1999')!)).toBeLessThan(0.03);
  });

  it('is left out for inputs that are not to be harmonised, and where there is one cycle only', () => {
    const asIs = specification.inputs.map((input) => ({ ...input, harmonise: false }));
    expect(fitOffsets(shifted, { ...specification, inputs: asIs }).size).toBe(0);
    const late = subset(
      shifted,
      rowsWhere(shifted, (i) => shifted.groups.get('cycle')![i] === '2001'),
    );
    expect(fitOffsets(late, specification).get('creatinine')!.size).toBe(0);
  });

  it('refers to the latest cycle where the training people have no reference cycle', () => {
    const other = fitOffsets(shifted, { ...specification, referenceAssays: ['2015'] });
    expect(other.get('creatinine')!.get('2001')).toBe(0);
  });
});

describe('a harmonised cohort', () => {
  const moved = harmonised(shifted, specification, offsets);
  const raw = column(shifted, 'creatinine');
  const values = column(moved, 'creatinine');
  const cycle = shifted.groups.get('cycle')!;

  it('has the values of other cycles moved by the offset, on the transformed scale', () => {
    const offset = offsets.get('creatinine')!.get('1999')!;
    const i = cycle.indexOf('1999');
    expect(values[i]).toBeCloseTo(Math.exp(Math.log(raw[i]!) - offset), 12);
    const meanOf = (c: string, of: Float64Array) => mean(of.filter((_, k) => cycle[k] === c).map(Math.log));
    const gap = (of: Float64Array) => Math.abs(meanOf('1999', of) - meanOf('2001', of));
    expect(gap(values)).toBeLessThan(0.25 * gap(raw));
  });

  it('keeps the reference cycle, other inputs and missing values', () => {
    const i = cycle.indexOf('2001');
    expect(values[i]).toBe(raw[i]);
    expect(column(moved, 'age')).toBe(column(shifted, 'age'));
    const gap = {
      ...shifted,
      inputs: new Map(shifted.inputs).set(
        'creatinine',
        raw.map(() => Number.NaN),
      ),
    };
    expect(column(harmonised(gap, specification, offsets), 'creatinine').every(Number.isNaN)).toBe(true);
  });

  it('keeps a person of a cycle that was not in training as they are', () => {
    const later = {
      ...shifted,
      groups: new Map(shifted.groups).set(
        'cycle',
        cycle.map(() => '2015'),
      ),
    };
    expect(column(harmonised(later, specification, offsets), 'creatinine')).toEqual(raw);
  });
});
