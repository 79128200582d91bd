import type { Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { feedbackPage, resultPage } from '../../src/insight/index.ts';
import { unwrap } from '../../src/kernel/result.ts';
import type { Store } from '../../src/store/contract.ts';
import { createSqlitePlace } from '../store/sqlite/place.ts';
import {
  accepted,
  COMMENT,
  everything,
  NOVEMBER,
  OCTOBER,
  observationOf,
  overridden,
  resourcesOf,
} from './feedback-fixtures.ts';
import { riskAssessment, storeOf } from './fixtures.ts';
import { expectAccessible, expectCspSafe, textOf } from './page-checks.ts';

const NOW = new Date('2026-11-23T12:00:00Z');
const HOSTILE = '<img src=x onerror=alert(1)>';

/** The page over a store with these resources, and whatever else is asked of it. */
async function withStore<T>(resources: readonly Resource[], use: (store: Store) => Promise<T>): Promise<T> {
  const place = await createSqlitePlace();
  const store = await place.open({ now: () => NOW });
  try {
    unwrap(await store.save(resources));
    return await use(store);
  } finally {
    await store.close();
    await place.remove();
  }
}

const show = (resources: readonly Resource[], period?: unknown) =>
  withStore(resources, (store) => feedbackPage({ store, now: NOW }, period));

describe('the feedback page', () => {
  it('shows cards, outcomes and the share accepted by service and model version', async () => {
    const text = textOf(await show(everything()));
    expect(text).toContain('Cards made from 25 Aug 2026 to today');
    expect(text).toContain('prognosis-patient-view nhanes-mortality 1.1.0 7 6 6 0 100.0% (61.0% to 100.0%)');
    expect(text).toContain(
      'prognosis-patient-view nhanes-mortality 1.0.0 40 31 16 15 51.6% (34.8% to 68.0%)',
    );
  });

  it('shows them over time, as a chart with the numbers beside it', async () => {
    const markup = await show(everything());
    expect(textOf(markup)).toContain('12 Oct 2026 20 16 8 8 50.0% (28.0% to 72.0%)');
    expect(textOf(markup)).toContain('2 Nov 2026 20 15 8 7 53.3% (30.1% to 75.2%)');
    expect(markup.match(/<svg class="acceptance"/g)).toHaveLength(1);
    const [, x1, y1] = /<circle cx="([\d.]+)" cy="([\d.]+)" r="4" class="point"/.exec(markup) ?? [];
    const [, low, high] = /y1="([\d.]+)" y2="([\d.]+)" class="span-interval"/.exec(markup) ?? [];
    // Half way up a plot from 12 to 190, within its interval.
    expect(Number(y1)).toBe(101);
    expect(Number(x1)).toBe(56);
    expect(Number(low)).toBeGreaterThan(101);
    expect(Number(high)).toBeLessThan(101);
  });

  it('shows why cards were set aside, reasons of few together', async () => {
    const text = textOf(await show(everything()));
    expect(text).toContain('Already known or acted upon 6 40.0% Other reasons 9 60.0%');
    expect(text).not.toContain('I do not agree');
  });

  it('offers periods as links, and tells which is chosen', async () => {
    const markup = await show(everything(), '30');
    expect(textOf(markup)).toContain('nhanes-mortality 1.0.0 20 15 8 7');
    expect(markup).toContain('<a href="/insight/feedback?period=30" aria-current="page">30 days</a>');
    expect(markup).toContain('<a href="/insight/feedback?period=90">90 days</a>');
    expect(textOf(await show(everything(), 'all'))).toContain('Oct 2026 20 16 8 8');
    for (const odd of ['', '31', ['30', '90'], { a: 1 }, HOSTILE])
      expect(await show(everything(), odd)).toContain(
        '<a href="/insight/feedback?period=90" aria-current="page">',
      );
  });

  it('says so when there is no card, and when there is no feedback', async () => {
    expect(textOf(await show([]))).toContain('No card was made in this period');
    const unanswered = resourcesOf({ count: 9, version: '1', at: NOVEMBER, feedback: [] });
    const text = textOf(await show(unanswered));
    expect(text).toContain('nhanes-mortality 1 9 0 0 0 no answer');
    expect(text).toContain('No feedback has come in for these cards');
  });

  it('hides counts that single patients show through', async () => {
    const few = [
      ...resourcesOf({ count: 3, version: '1.0.0', at: NOVEMBER, feedback: [accepted] }),
      ...resourcesOf({ count: 17, version: '2.0.0', at: OCTOBER, feedback: [accepted] }),
      ...resourcesOf({ count: 2, version: '2.0.0', at: NOVEMBER, feedback: [overridden('already-known')] }),
    ];
    const text = textOf(await show(few));
    expect(text).toContain('1.0.0 fewer than 5 fewer than 5 too few to show too few to show too few to show');
    expect(text).toContain('2.0.0 19 19 too few to show too few to show too few to show');
    expect(text).not.toContain('Already known');
    expect(await show(few)).not.toContain('<svg class="acceptance"');
  });

  it('hides weeks with few, and enough others that nothing can be worked out', async () => {
    const weeks = ['2026-10-05', '2026-10-12', '2026-10-19'].flatMap((day, i) => [
      ...resourcesOf({ count: 20 - i, version: '1', at: `${day}T10:00:00.000Z`, feedback: [accepted] }),
      ...resourcesOf({
        count: 9 - 3 * i,
        version: '1',
        at: `${day}T10:00:00.000Z`,
        feedback: [overridden()],
      }),
    ]);
    const text = textOf(await show(weeks));
    expect(text).toContain('5 Oct 2026 29 29 20 9');
    expect(text).toContain('12 Oct 2026 too few to show');
    expect(text).toContain('19 Oct 2026 too few to show');
  });

  it('never shows a comment or the words beside a code, and escapes the code', async () => {
    const given = { ...overridden(), reason: { code: HOSTILE.replaceAll(' ', '-'), display: 'Mrs Example' } };
    const markup = await show([
      ...everything(),
      ...resourcesOf({ count: 9, version: '3', at: NOVEMBER, feedback: [given] }),
    ]);
    expect(markup).not.toContain(COMMENT);
    expect(markup).not.toContain('Mrs Example');
    expect(markup).not.toContain('<img');
    expect(markup).toContain('Code &lt;img-src=x');
    expect(markup).not.toMatch(/Patient\/|card-\d/);
  });

  it('is accessible and safe under the content security policy, without a script', async () => {
    for (const markup of [await show(everything()), await show([])]) {
      expectCspSafe(markup);
      expectAccessible(markup);
      expect(markup).not.toContain('<script');
      expect(markup).toContain('<a href="/insight/feedback">Feedback</a>');
    }
  });
});

describe('the page of a result', () => {
  const onResult = (...given: Parameters<typeof observationOf>[1][]) =>
    given.map((one, i) => observationOf(riskAssessment, one, i));
  const page = async (...resources: Resource[]) =>
    unwrap(await resultPage({ store: storeOf(riskAssessment, ...resources) }, 'ra-1'));

  it('shows the feedback on its card: when, what and why, and no comment', async () => {
    const reason = { system: 'urn:x', code: 'x', display: HOSTILE };
    const markup = await page(...onResult(accepted, { ...overridden(), reason }, overridden()));
    const text = textOf(markup);
    expect(text).toContain(`20 Nov 2026, 14:05 UTC Set aside ${HOSTILE}`);
    expect(text).toContain('20 Nov 2026, 14:04 UTC Accepted');
    expect(text).toContain('20 Nov 2026, 14:06 UTC Set aside not given');
    expect(text).not.toContain(COMMENT);
    expect(markup).not.toContain('<img');
    expectCspSafe(markup);
    expectAccessible(markup);
  });

  it('shows the latest first, and only what is about it', async () => {
    const other = observationOf({ ...riskAssessment, id: 'other' }, overridden());
    const resources = [riskAssessment, other, ...onResult(overridden('already-known'), accepted)];
    const markup = await withStore(resources, async (store) => unwrap(await resultPage({ store }, 'ra-1')));
    const section = textOf(markup.slice(markup.indexOf('id="feedback"'), markup.indexOf('id="record"')));
    expect(section.match(/Set aside|Accepted/g)).toEqual(['Accepted', 'Set aside']);
    expect(section).toContain('Already known or acted upon');
  });

  it('has no such section without feedback', async () => {
    expect(await page()).not.toContain('Feedback on the card');
  });
});
