import { marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { type CardParts, cardPartsFor } from '../../src/findings/card-parts.ts';
import type { Contribution, ModelOutput } from '../../src/inference/prediction.ts';
import type { UsedInput } from '../../src/kernel/evidence.ts';
import { emptyMembers } from '../fhir/validate.ts';
import { abstention, creatinine, loaded, MODEL_URL, prediction, RESULT_URL } from './fixtures.ts';

const cardOf = (output: ModelOutput, of = loaded): CardParts =>
  cardPartsFor(output, of, RESULT_URL, MODEL_URL);

const paragraphs = (detail: string) => detail.split('\n\n');
/** Lines that a reader meets before the small print. */
const linesOf = (detail: string) =>
  paragraphs(detail)
    .slice(0, -1)
    .flatMap((p) => p.split('\n'));

const stale = (input: UsedInput, staleDays: number): UsedInput => ({ ...input, staleDays });

describe('the card of a prediction', () => {
  const card = cardOf(prediction());

  it('can be read alone in a list', () => {
    expect(card.summary).toBe('5-year mortality risk 12% (9.2–16%), about twice that of women aged 63');
    expect(card.source).toEqual({ label: 'Kairos · A toy', url: MODEL_URL });
    expect(card.links).toEqual([
      { label: 'Why, from which data, how sure', url: RESULT_URL, type: 'absolute' },
    ]);
    expect(card.overrideReasons!.length).toBeGreaterThan(2);
    expect(emptyMembers(card)).toEqual([]);
  });

  it('says how many, why and what was not there, then the small print', () => {
    expect(paragraphs(card.detail)).toEqual([
      '**12 in 100** women with these values die within 5 years (95% interval 9.2–16%). Among all women aged 63: **6 in 100**.',
      '| What drives it | Value | Effect, points |\n|---|---|---|\n| Creatinine | 1.90 mg/dL · 12 Nov 2026 | ▲ +6.3 |',
      'Not available: C-reactive protein (none in 12 months).',
      `_Research use. toy-model 1.2.3: C-index .86 in 15,017 later adults. Not for acute illness; HIV infection. [How it works and when not to use it](${MODEL_URL})_`,
    ]);
  });

  it('renders as text, a table and one link', () => {
    const html = marked.parse(card.detail, { async: false });
    expect(html.match(/<table>/g)).toHaveLength(1);
    expect(html.match(/<a [^>]*>/g)).toEqual([`<a href="${MODEL_URL}">`]);
    expect(html).toMatch(/<p><em>Research use/);
  });

  it('has at most eight lines before the small print, however much there is to say', () => {
    const concepts = ['albumin', 'glucose', 'uric-acid', 'leukocytes', 'urea-nitrogen', 'hdl-cholesterol'];
    const contributions = concepts.map(
      (concept, i): Contribution => ({ concept, effect: 0.01 * (i + 1), value: 1 }),
    );
    const cautions = ['Albumin is above.', 'Glucose is below.'];
    const busy = linesOf(cardOf(prediction({ contributions, cautions })).detail);
    expect(busy).toHaveLength(8);
    expect(busy.at(-1)).toMatch(/Not available: .* Albumin is above\. Glucose is below\.$/);
    const evidence = { ...prediction().evidence, missing: [] };
    expect(linesOf(cardOf(prediction({ contributions, evidence })).detail)).toHaveLength(8);
  });

  it('puts the largest effect first and leaves out what was imputed or hardly counts', () => {
    const of = (concept: string, effect: number, imputed = false): Contribution => ({
      concept,
      effect,
      ...(imputed ? { imputed } : { value: 1 }),
    });
    const contributions = [
      of('albumin', 0.01),
      of('glucose', -0.05),
      of('c-reactive-protein', 0.3, true),
      of('uric-acid', 0.02),
      of('leukocytes', 0.004),
    ];
    const rows = linesOf(cardOf(prediction({ contributions })).detail).filter((l) => /▲|▼/.test(l));
    expect(rows.map((r) => r.split('|')[1]!.trim())).toEqual(['Glucose', 'Uric acid', 'Albumin']);
  });

  it('counts rare outcomes in the same number of people on both sides', () => {
    const comparison = { group: 'men aged 43', probability: 0.0132 };
    const interval = { low: 0.003, high: 0.005, level: 0.95 };
    const [statement] = paragraphs(cardOf(prediction({ probability: 0.004, interval, comparison })).detail);
    expect(statement).toMatch(/^\*\*4 in 1,000\*\* men .* Among all men aged 43: \*\*13 in 1,000\*\*\.$/);
  });

  it('says how old old values are, together where they are equally old', () => {
    const { evidence } = prediction();
    const albumin = stale({ concept: 'albumin', value: 4, unit: 'g/dL', date: '2026-04-01' }, 230);
    const a1c = stale({ concept: 'hemoglobin-a1c', value: 7, unit: '%', date: '2025-12-12' }, 346);
    const used = [albumin, stale(creatinine, 231), a1c];
    const { detail } = cardOf(prediction({ evidence: { ...evidence, used, missing: [] } }));
    expect(paragraphs(detail).at(-2)).toBe(
      'Albumin and creatinine are 7 months old. Hemoglobin A1c is 11 months old.',
    );
  });

  it('says what was left out and why', () => {
    const unusable = [
      { concept: 'uric-acid', required: false, reason: 'unknown-unit' as const },
      { concept: 'glucose', required: false, reason: 'unknown-unit' as const },
      { concept: 'creatinine', required: true, reason: 'in-error' as const, replaced: true },
    ];
    const { detail } = cardOf(prediction({ evidence: { ...prediction().evidence, missing: [], unusable } }));
    expect(paragraphs(detail).at(-2)).toBe(
      'Left out: uric acid and glucose (in an unknown unit); creatinine (entered in error; another value was used).',
    );
  });

  it('does without a comparison, drivers, gaps and metrics', () => {
    const { comparison: _, ...alone } = prediction({ contributions: [] });
    const { metrics: __, ...unmeasured } = loaded;
    const evidence = { used: [], missing: [], unusable: [] };
    const bare = cardOf({ ...alone, evidence }, unmeasured);
    expect(bare.summary).toBe('5-year mortality risk 12% (9.2–16%)');
    expect(paragraphs(bare.detail)).toEqual([
      '**12 in 100** people with these values die within 5 years (95% interval 9.2–16%).',
      expect.stringMatching(/^_Research use\. toy-model 1\.2\.3\. Not for acute illness/),
    ]);
  });

  it('keeps its summary below 140 characters', () => {
    const group = `women ${'of a very particular description '.repeat(5)}`;
    const { summary } = cardOf(prediction({ comparison: { group, probability: 0.06 } }));
    expect([...summary].length).toBeLessThanOrEqual(139);
  });
});

describe('the indicator', () => {
  const critical = { indicator: 'critical' as const, interval: { low: 0.4, high: 0.6, level: 0.95 } };

  it('is that of the manifest', () => {
    for (const indicator of ['info', 'warning', 'critical'] as const)
      expect(cardOf(prediction({ indicator })).indicator).toBe(indicator);
    expect(cardOf(prediction(critical)).indicator).toBe('critical');
  });

  it('is never critical when the interval is wide', () => {
    const interval = { low: 0.399, high: 0.6, level: 0.95 };
    expect(cardOf(prediction({ ...critical, interval })).indicator).toBe('warning');
  });

  it('is never critical when a value is old', () => {
    const evidence = { ...prediction().evidence, used: [stale(creatinine, 200)] };
    expect(cardOf(prediction({ ...critical, evidence })).indicator).toBe('warning');
  });

  it('is not raised by either', () => {
    const evidence = { ...prediction().evidence, used: [stale(creatinine, 200)] };
    expect(cardOf(prediction({ indicator: 'info', evidence })).indicator).toBe('info');
  });
});

describe('the card of an abstention', () => {
  it('says what is missing and gives no number to act on', () => {
    const card = cardOf(abstention());
    expect(card).toMatchObject({
      summary: 'No 5-year mortality estimate: creatinine is missing (none in 12 months)',
      indicator: 'info',
    });
    expect(card.overrideReasons).toBeUndefined();
    expect(card.detail).toMatch(/^Needed for an estimate: creatinine\.\n\nNot available: creatinine/);
    expect(card.summary + card.detail).not.toMatch(/\d ?%|\d in 1,?0/);
    expect(emptyMembers(card)).toEqual([]);
  });

  it('says when the model is not for this patient', () => {
    const evidence = { used: [], missing: [], unusable: [] };
    const card = cardOf(
      abstention({
        reason: 'not-applicable',
        because: 'not for pregnancy',
        concepts: ['pregnancy-status'],
        evidence,
      }),
    );
    expect(card.summary).toBe('No 5-year mortality estimate: not for pregnancy');
    expect(card.detail).toMatch(/^The model was not made for this situation\.\n\n_Research use/);
  });

  it('shortens a long list of reasons', () => {
    const { summary } = cardOf(abstention({ because: 'albumin is missing (none found), '.repeat(9) }));
    expect([...summary].length).toBeLessThanOrEqual(139);
    expect(summary).toMatch(/…$/);
  });
});
