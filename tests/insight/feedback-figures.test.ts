import type { Resource } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aggregate, type SpanTally } from '../../src/insight/feedback/aggregate.ts';
import { hasFewOutcomes, reasonsShown, spansShown } from '../../src/insight/feedback/disclosure.ts';
import { type FeedbackQuery, readFeedbackData } from '../../src/insight/feedback/read.ts';
import { daysAgo, type Span, spanStart } from '../../src/insight/feedback/spans.ts';
import { reasonsOf, type Tally } from '../../src/insight/feedback/tally.ts';
import { unwrap } from '../../src/kernel/result.ts';
import { shareOf } from '../../src/kernel/wilson.ts';
import type { Store } from '../../src/store/contract.ts';
import type { Place } from '../store/place.ts';
import { createSqlitePlace } from '../store/sqlite/place.ts';
import {
  accepted,
  everything,
  NOVEMBER,
  OCTOBER,
  observationOf,
  overridden,
  resourcesOf,
  SERVICE,
} from './feedback-fixtures.ts';

let place: Place;
let store: Store;
let now = NOVEMBER;
beforeEach(async () => {
  place = await createSqlitePlace();
  store = await place.open({ now: () => new Date(now) });
});
afterEach(async () => {
  await store.close();
  await place.remove();
});

const save = async (resources: readonly Resource[]) => unwrap(await store.save(resources));

async function figures(query: FeedbackQuery = {}, span: Span = 'month') {
  const { cards, feedback } = await readFeedbackData(store, query);
  return aggregate(cards.values(), feedback, span);
}

const counts = (tally: Tally | undefined) => tally && [tally.shown, tally.accepted, tally.overridden];

describe('the figures of feedback', () => {
  it('are those counted by hand, with the last outcome of each card', async () => {
    await save(everything());
    const [newer, older, ...others] = await figures();
    expect(others).toEqual([]);
    expect([newer?.service, newer?.model, newer?.version]).toEqual([SERVICE, 'nhanes-mortality', '1.1.0']);
    expect(counts(newer?.total)).toEqual([7, 6, 0]);
    expect(older?.version).toBe('1.0.0');
    expect(counts(older?.total)).toEqual([40, 16, 15]);
    expect(older?.spans.map((s) => [s.start, ...counts(s.tally)!])).toEqual([
      ['2026-10-01', 20, 8, 8],
      ['2026-11-01', 20, 8, 7],
    ]);
    expect(reasonsOf(older!.total)).toEqual([
      { reason: 'Already known or acted upon', count: 6 },
      { reason: 'Does not apply to this patient', count: 5 },
      { reason: 'I do not agree with the estimate', count: 2 },
      { reason: 'No reason given', count: 2 },
    ]);
  });

  it('may be asked for one service, one model and a time', async () => {
    await save([
      ...everything(),
      ...resourcesOf({ count: 2, version: '1.0.0', at: NOVEMBER, feedback: [accepted], service: 'other' }),
    ]);
    expect((await figures({ service: 'other' })).map((g) => counts(g.total))).toEqual([[2, 2, 0]]);
    expect(await figures({ model: 'nothing' })).toEqual([]);
    const november = await figures({ service: SERVICE, since: new Date('2026-11-01') });
    expect(november.map((g) => counts(g.total))).toEqual([
      [7, 6, 0],
      [20, 8, 7],
    ]);
  });

  it('are complete over many pages, and stop where the period begins', async () => {
    now = OCTOBER;
    await save(resourcesOf({ count: 450, version: '1.0.0', at: OCTOBER, feedback: [accepted] }));
    now = NOVEMBER;
    await save(
      resourcesOf({ count: 650, version: '1.0.0', at: NOVEMBER, feedback: [overridden(), accepted] }),
    );
    let read = 0;
    const counting = {
      ...store,
      search: (r: Parameters<Store['search']>[0]) => store.search(r).finally(() => read++),
    };
    expect((await figures()).map((g) => counts(g.total))).toEqual([[1_100, 1_100, 0]]);
    const since = await readFeedbackData(counting, { since: new Date('2026-11-01') });
    expect([since.cards.size, since.feedback.length]).toEqual([650, 1_300]);
    // 650 and 1300 in pages of 200, and nothing of the pages that are older.
    expect(read).toBe(4 + 7);
  });

  it('leave out feedback on what never was a card here', async () => {
    const [assessment] = resourcesOf({ count: 1, version: '1', at: NOVEMBER, feedback: [] });
    await save([observationOf(assessment as never, accepted)]);
    expect(await figures()).toEqual([]);
  });

  it('name another reason by its code, and never by what stands beside it', async () => {
    const given = { ...overridden(), reason: { system: 'urn:x', code: 'own', display: 'Mrs Example' } };
    await save(resourcesOf({ count: 1, version: '1', at: NOVEMBER, feedback: [given] }));
    expect(reasonsOf((await figures())[0]!.total)).toEqual([{ reason: 'Code own', count: 1 }]);
  });

  it('take the one that came later of two at the same time', async () => {
    const [assessment] = resourcesOf({ count: 1, version: '1', at: NOVEMBER, feedback: [] });
    await save([assessment!, observationOf(assessment as never, overridden())]);
    now = '2026-11-05T00:00:00.000Z';
    await save([observationOf(assessment as never, accepted)]);
    expect(counts((await figures())[0]?.total)).toEqual([1, 1, 0]);
  });
});

describe('spans', () => {
  it.each([
    ['2026-11-04T23:59:59Z', 'day', '2026-11-04'],
    ['2026-11-04T23:59:59Z', 'week', '2026-11-02'],
    ['2026-11-02T00:00:00Z', 'week', '2026-11-02'],
    ['2026-11-01T12:00:00Z', 'week', '2026-10-26'],
    ['2027-01-01T00:00:00+01:00', 'month', '2026-12-01'],
  ] as const)('%s begins its %s on %s', (iso, span, start) => {
    expect(spanStart(iso, span)).toBe(start);
  });

  it('go back from the beginning of today', () => {
    expect(daysAgo(new Date('2026-03-01T23:00:00Z'), 30).toISOString()).toBe('2026-01-30T00:00:00.000Z');
  });
});

describe('the score interval', () => {
  // R. G. Newcombe, Stat Med 1998;17:857, Table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %d in %d is as published', (count, total, low, high) => {
    const { value, ci95 } = shareOf(count, total)!;
    expect(value).toBeCloseTo(count / total, 12);
    expect(ci95[0]).toBeCloseTo(low, 4);
    expect(ci95[1]).toBeCloseTo(high, 4);
  });

  it('is there for all and not for nothing', () => {
    expect(shareOf(20, 20)!.ci95[1]).toBe(1);
    expect(shareOf(0, 0)).toBeUndefined();
  });
});

const tally = (shown: number, ok: number, not: number, reasons: readonly number[] = []): Tally => ({
  shown,
  accepted: ok,
  overridden: not,
  reasonsByKey: new Map(reasons.map((count, i) => [String(i), { reason: `r${i}`, count }])),
});

const span = (start: string, ...[shown, ok, not]: [number, number, number]): SpanTally => ({
  start,
  tally: tally(shown, ok, not),
});

const hiddenOf = (...spans: SpanTally[]) =>
  spansShown(spans)
    .filter((s) => s.isHidden)
    .map((s) => s.start);

describe('what is not shown', () => {
  it('is outcomes of fewer than five, on either side', () => {
    expect(hasFewOutcomes(tally(50, 5, 5))).toBe(false);
    expect(hasFewOutcomes(tally(50, 9, 0))).toBe(false);
    expect(hasFewOutcomes(tally(50, 0, 0))).toBe(false);
    for (const [ok, not] of [[4, 9] as const, [9, 1] as const, [2, 2] as const])
      expect(hasFewOutcomes(tally(50, ok, not))).toBe(true);
  });

  it('is a span with few, and another, so that the total does not give it away', () => {
    expect(hiddenOf(span('a', 20, 9, 9), span('b', 20, 5, 6))).toEqual([]);
    expect(hiddenOf(span('a', 20, 9, 9), span('b', 20, 5, 6), span('c', 20, 3, 9))).toEqual(['b', 'c']);
    expect(hiddenOf(span('a', 20, 9, 9), span('b', 20, 4, 6), span('c', 20, 3, 9))).toEqual(['b', 'c']);
    expect(hiddenOf(span('a', 20, 9, 9), span('b', 3, 0, 0))).toEqual(['a', 'b']);
  });

  it('never adds up to few', () => {
    const some = fc.record({
      unanswered: fc.nat(12),
      accepted: fc.nat(12),
      overridden: fc.nat(12),
    });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 8 }), (list) => {
        const spans = list.map((s, i) =>
          span(String(i), s.unanswered + s.accepted + s.overridden, s.accepted, s.overridden),
        );
        const shown = spansShown(spans);
        const hidden = shown.filter((s) => s.isHidden);
        const sum = (key: 'accepted' | 'overridden') => hidden.reduce((n, s) => n + s.tally[key], 0);
        expect(shown.filter((s) => !s.isHidden && hasFewOutcomes(s.tally))).toEqual([]);
        if (hidden.length < spans.length)
          expect(hasFewOutcomes(tally(0, sum('accepted'), sum('overridden')))).toBe(false);
      }),
    );
  });

  it('is a reason with few: it goes with the others, and takes one along when those are few', () => {
    expect(reasonsShown(tally(50, 0, 25, [9, 8, 4, 4]))).toEqual([
      { reason: 'r0', count: 9 },
      { reason: 'r1', count: 8 },
      { reason: 'Other reasons', count: 8 },
    ]);
    expect(reasonsShown(tally(50, 0, 19, [9, 8, 2]))).toEqual([
      { reason: 'r0', count: 9 },
      { reason: 'Other reasons', count: 10 },
    ]);
    expect(reasonsShown(tally(50, 0, 9, [9]))).toEqual([{ reason: 'r0', count: 9 }]);
    expect(reasonsShown(tally(50, 9, 0))).toEqual([]);
  });
});
