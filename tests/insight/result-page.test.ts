import type { Resource, RiskAssessment } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { resultPage } from '../../src/insight/index.ts';
import { unwrap } from '../../src/kernel/result.ts';
import { abstention, provenance, riskAssessment, storeOf } from './fixtures.ts';
import { expectAccessible, expectCspSafe, textOf } from './page-checks.ts';

const show = async (stored: RiskAssessment, ...others: Resource[]): Promise<string> =>
  unwrap(await resultPage({ store: storeOf(stored, ...others) }, stored.id ?? ''));

/** The stored assessment with another first prediction. */
const predicting = (change: Partial<NonNullable<RiskAssessment['prediction']>[number]>): RiskAssessment => ({
  ...riskAssessment,
  prediction: [{ ...riskAssessment.prediction?.[0], ...change }],
});

describe('result page', () => {
  it('says the risk, its horizon and interval, and the comparison', async () => {
    const text = textOf(await show(riskAssessment));
    expect(text).toContain('12 in 100 Death within 5 years');
    expect(text).toContain('95% interval 9.2% to 16.0%');
    expect(text).toContain(
      "Among all women aged 63: 6 in 100. This patient's risk is about twice that of women aged 63.",
    );
    expect(text).toContain('Moderate risk, by the levels of this model');
    expect(text).toContain('Raised most by red cell distribution width');
    expect(text).toContain('Research use.');
  });

  it('orders effects by size, with direction and value', async () => {
    const markup = await show(riskAssessment);
    const effects = markup.slice(markup.indexOf('class="effects"'), markup.indexOf('id="certainty"'));
    const points = [...textOf(effects).matchAll(/[▲▼] ([+−][\d.]+)/g)].map((m) => m[1]);
    expect(points).toEqual(['+3.1', '+1.8', '+1.2', '−0.6', '+0.2']);
    expect(textOf(effects)).toContain('Albumin 3.4 g/dL · 12 Apr 2026');
    expect(textOf(effects)).not.toContain('Sex');
  });

  it('draws effects to scale on both sides of the middle', async () => {
    const markup = await show(riskAssessment);
    const bars = [...markup.matchAll(/<rect x="([\d.]+)%" y="1" width="([\d.]+)%"[^>]*class="(\w+)"/g)];
    expect(bars.map((m) => m[3])).toEqual(['raises', 'raises', 'raises', 'lowers', 'raises']);
    expect(Number(bars[0]?.[2])).toBe(50);
    expect(Number(bars[1]?.[2])).toBeCloseTo((50 * 1.8) / 3.1, 1);
    expect(Number(bars[3]?.[1])).toBeCloseTo(50 - (50 * 0.6) / 3.1, 1);
  });

  it('fills as many dots as patients in a hundred', async () => {
    expect((await show(riskAssessment)).match(/class="dot dot-on"/g)).toHaveLength(12);
    expect(await show(predicting({ probabilityDecimal: 0.4 }))).not.toContain('class="dot');
  });

  it('lists values with unit, date and source, imputed ones apart', async () => {
    const markup = await show(riskAssessment);
    const used = textOf(markup.slice(markup.indexOf('id="inputs"'), markup.indexOf('id="not-used"')));
    expect(used).toContain('Albumin 3.4 g/dL 12 Apr 2026 Observation/alb-1/_history/2');
    expect(used).toContain('Sex female Patient/demo-07');
    expect(used).not.toContain('C-reactive protein');
    expect(textOf(markup)).toContain('1 of 6 inputs was not available and filled in by the model');
  });

  it('says what was missing or left out, and the cautions', async () => {
    const text = textOf(await show(riskAssessment));
    expect(text).toContain('C-reactive protein no result recent enough no');
    expect(text).toContain('HbA1c unit not recognised no');
    expect(text).toContain('Albumin is 7 months old.');
  });

  it('names model and version, when it was recorded, and links to the resources', async () => {
    const markup = await show(riskAssessment, provenance);
    expect(textOf(markup)).toContain('nhanes-mortality 1.0.0');
    expect(textOf(markup)).toContain('Recorded 20 Nov 2026, 14:03 UTC');
    expect(markup).toContain('href="/models/nhanes-mortality"');
    expect(markup).toContain('href="/fhir/RiskAssessment/ra-1"');
    expect(markup).toContain('href="/fhir/Provenance?target=RiskAssessment%2Fra-1"');
  });

  it('says when the interval includes the comparison group', async () => {
    const sentence = 'The interval includes the risk of all women aged 63';
    expect(textOf(await show(riskAssessment))).not.toContain(sentence);
    const near = JSON.parse(
      JSON.stringify(riskAssessment).replace('"valueDecimal":9.2', '"valueDecimal":5.9'),
    );
    expect(textOf(await show(near))).toContain(sentence);
  });

  it('counts small risks in thousands', async () => {
    const text = textOf(await show(predicting({ probabilityDecimal: 0.4 })));
    expect(text).toContain('4 in 1,000 Death within 5 years');
    expect(text).toContain('0.4%');
  });

  it('says what is not recorded instead of leaving it out', async () => {
    const { extension: _, ...bare } = riskAssessment.prediction?.[0] ?? {};
    const { method: __, ...anonymous } = riskAssessment;
    const text = textOf(await show({ ...anonymous, prediction: [bare] }));
    expect(text).toContain('No interval is recorded');
    expect(text).toContain('No comparison group is recorded');
    expect(text).toContain('No value of this patient is recorded');
    expect(text).toContain('The model is not recorded');
  });

  it('shows an abstention with its reason and what would be needed, and no number', async () => {
    const text = textOf(await show(abstention));
    expect(text).toContain('No estimate was made');
    expect(text).toContain('Creatinine is missing (none in 12 months)');
    expect(text).toContain('What would be needed Creatinine: no result recent enough');
    expect(text).toContain('HbA1c not found in the record no');
    expect(text).not.toMatch(/in 100|%/);
  });

  it.each(['cancelled', 'entered-in-error', 'preliminary'] as const)(
    'shows no number of a %s assessment',
    async (status) => {
      const text = textOf(await show({ ...riskAssessment, status }));
      expect(text).not.toMatch(/in 100|12\.1|%/);
      expect(text).toContain(
        status === 'entered-in-error' ? 'This result was withdrawn' : 'No estimate was made',
      );
    },
  );

  it.each([-1, 100.5, Number.NaN])(
    'shows no number for the impossible probability %d',
    async (probabilityDecimal) => {
      expect(textOf(await show(predicting({ probabilityDecimal })))).toContain('No estimate was made');
    },
  );

  it('answers not-found for an unknown id', async () => {
    const result = await resultPage({ store: storeOf() }, 'nobody');
    expect(result).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });

  it.each([riskAssessment, abstention])(
    'is accessible and safe under the content security policy ($id)',
    async (stored) => {
      const markup = await show(stored, provenance);
      expectCspSafe(markup);
      expectAccessible(markup);
    },
  );
});

const HOSTILE = `"><script>alert(1)</script><img src=x onerror=alert(1)>' style='x`;

/** The same resource with the hostile text after every string that is shown and not matched on. */
function poison(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((v) => poison(v, key));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, poison(v, k)]));
  const structural = ['resourceType', 'id', 'status', 'url', 'recorded'].includes(key);
  return typeof value === 'string' && !structural ? `${value}${HOSTILE}` : value;
}

describe('result page with hostile text in every field', () => {
  it.each([riskAssessment, abstention])('renders it as text ($id)', async (stored) => {
    const markup = await show(poison(stored) as RiskAssessment, provenance);
    expect(markup).not.toContain('<script>');
    expect(markup).not.toContain('<img');
    expectCspSafe(markup);
    expectAccessible(markup);
    expect(textOf(markup)).toContain('<script>alert(1)</script>');
  });

  it('keeps a hostile model name or id inside its link', async () => {
    const coding = [{ code: '../../x?"><b>' }];
    const markup = await show({ ...riskAssessment, id: 'a/../"b', method: { coding } });
    expect(markup).toContain('href="/models/..%2F..%2Fx%3F%22%3E%3Cb%3E"');
    expect(markup).toContain('href="/fhir/RiskAssessment/a%2F..%2F%22b"');
  });
});
