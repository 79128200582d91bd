import { describe, expect, it } from 'vitest';
import { chartFromValues } from '../../src/chart/from-values.ts';
import { spanWords } from '../../src/chart/span-words.ts';
import { formatDateTime } from '../../src/chart/wording.ts';

const NOW = new Date('2026-11-23T12:00:00Z');

function readingOf(date: string) {
  const chart = chartFromValues({ now: NOW, values: { 'heart-rate': { value: 80, unit: '/min', date } } });
  return chart.read({
    concept: 'heart-rate',
    required: true,
    window: 'PT12H',
    stale: 'PT4H',
    comparator: 'reject',
  });
}

describe('a window of hours', () => {
  it.each([
    ['2026-11-23T11:00:00Z', undefined],
    ['2026-11-23T08:01:00Z', undefined],
    ['2026-11-23T08:00:00Z', 4 / 24],
    ['2026-11-23T01:30:00Z', 10 / 24],
  ])('of a value of %s says that it is %s days old', (date, staleDays) => {
    const { state, input } = readingOf(date);
    expect(state).toBe('used');
    expect('staleDays' in input ? input.staleDays : undefined).toBe(staleDays);
  });

  it('leaves out what is older', () => {
    expect(readingOf('2026-11-22T23:59:00Z').input).toMatchObject({ reason: 'none-in-window' });
  });

  it('reads as hours', () => {
    expect(spanWords('PT12H')).toBe('12 hours');
  });
});

describe('formatDateTime', () => {
  it.each([
    ['2026-11-23T06:10:00Z', '23 Nov 2026 06:10 UTC'],
    ['2026-11-23T06:10:30.5+02:00', '23 Nov 2026 06:10 +02:00'],
    ['2026-11-23', '23 Nov 2026'],
    ['not a date', ''],
  ])('of %s is "%s"', (date, words) => {
    expect(formatDateTime(date)).toBe(words);
  });
});
