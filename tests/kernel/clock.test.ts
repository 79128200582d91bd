import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysBetween, durationDays, durationWords, fixedClock } from '../../src/kernel/clock.ts';

describe('durations', () => {
  it.each([
    ['P1D', 1],
    ['P2W', 14],
    ['P30D', 30],
    ['P1M', 30.4375],
    ['P12M', 365.25],
    ['P5Y', 1826.25],
    ['P1Y6M', 547.875],
    ['PT12H', 0.5],
    ['P1DT6H', 1.25],
    ['P1Y2M3W4D', 365.25 + 60.875 + 25],
  ])('%s is %d days', (duration, days) => {
    expect(durationDays(duration)).toBeCloseTo(days, 10);
  });

  it.each(['', 'P', '5Y', 'PT', 'P1DT', 'PT5M', 'P1.5Y', 'P-1Y', 'P1D2W', 'P5Yx'])(
    '%j is not a duration in days',
    (text) => {
      expect(() => durationDays(text)).toThrow(RangeError);
    },
  );

  it.each([
    ['P5Y', '5-year'],
    ['P30D', '30-day'],
    ['P1Y6M', '1-year 6-month'],
    ['PT12H', '12-hour'],
  ])('%s reads as %s', (duration, words) => {
    expect(durationWords(duration)).toBe(words);
  });
});

describe('days between instants', () => {
  it('counts leap days and parts of days', () => {
    expect(daysBetween(new Date('2024-02-28T00:00Z'), new Date('2024-03-01T12:00Z'))).toBe(2.5);
    expect(daysBetween(new Date('2026-01-02T00:00Z'), new Date('2026-01-01T00:00Z'))).toBe(-1);
  });

  it('adds up over any instant between', () => {
    const instant = fc.date({
      min: new Date('1900-01-01'),
      max: new Date('2100-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instant, instant, instant, (a, b, c) => {
        expect(daysBetween(a, b) + daysBetween(b, c)).toBeCloseTo(daysBetween(a, c), 6);
      }),
    );
  });
});

it('a fixed clock does not move', () => {
  const clock = fixedClock('2026-11-23T08:00:00Z');
  expect([clock.now().toISOString(), clock.now().toISOString()]).toEqual(
    Array(2).fill('2026-11-23T08:00:00.000Z'),
  );
});
