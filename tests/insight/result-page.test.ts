import type { Resource, RiskAssessment } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { resultPage } from '../../src/insight/index.ts';
import { extensionUrl } from '../../src/kernel/canonical.ts';
import { unwrap } from '../../src/kernel/result.ts';
import { abstention, contribution, provenance, riskAssessment, storeOf } from './fixtures.ts';
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

const scored: RiskAssessment = {
  ...riskAssessment,
  id: 'ra-3',
  prediction: [
    {
      outcome: { text: 'Deterioration' },
      qualitativeRisk: { coding: [{ code: 'high' }], text: 'high (urgent response)' },
      rationale: 'NEWS2 is 7 points on a scale of 0 to 20: high (urgent response).',
      extension: [
        { url: extensionUrl('score-value'), valueQuantity: { value: 7, unit: 'points', code: '{score}' } },
        { url: extensionUrl('score-scale'), valueRange: { low: { value: 0 }, high: { value: 20 } } },
        contribution({
          code: 'systolic-blood-pressure',
          label: 'systolic blood pressure',
          value: 88,
          unit: 'mmHg',
          effect: 3,
          date: '2026-11-20',
          source: 'Observation/bp-1',
        }),
      ],
    },
  ],
};

describe('the page of a score', () => {
  it('says the value, its band and scale, and effects in its unit', async () => {
    const text = textOf(await show(scored));
    expect(text).toContain('7 points High (urgent response)');
    expect(text).toContain('on a scale of 0 to 20');
    expect(text).toContain('in points, compared with');
    expect(text).toMatch(/88 mmHg · 20 Nov 2026 +▲ \+3 /);
    expect(text).not.toMatch(/in 100|No interval|No comparison/);
  });

  it('draws it on its scale', async () => {
    const markup = await show(scored);
    expect(markup).toContain('aria-label="7 on a scale from 0 to 20"');
    expect(markup).toContain('width="35.00%" height="20" rx="3" class="bar-patient"');
    const text = JSON.stringify(scored).replace('"value":20', '"value":0');
    expect(await show(JSON.parse(text))).not.toContain('on a scale from');
  });

  it('is accessible and safe under the content security policy', async () => {
    const markup = await show(scored, provenance);
    expectCspSafe(markup);
    expectAccessible(markup);
  });
});

describe('what a result says beside its first answer', () => {
  const [first] = riskAssessment.prediction ?? [];
  const lists = (months: string, survival: string, low: string, high: string) => ({
    url: extensionUrl('survival-curve'),
    extension: Object.entries({ months, survival, low, high }).map(([url, valueString]) => ({
      url,
      valueString,
    })),
  });
  const withCurve = (columns: Parameters<typeof lists>): RiskAssessment =>
    predicting({ extension: [...(first?.extension ?? []), lists(...columns)] });
  const CURVE = ['0 12 60', '100 97.5 87.9', '100 96 84', '100 99 91'] as const;

  it('is a table of further outcomes, each with its span', async () => {
    const further = [
      {
        outcome: { text: 'Heart failure' },
        probabilityDecimal: 8.1,
        whenRange: { low: { value: 63 }, high: { value: 73 } },
      },
      {
        outcome: { text: 'Readmission' },
        probabilityDecimal: 53,
        whenRange: { low: { value: 63 }, high: { value: 63.0821 } },
      },
      {
        outcome: { text: 'Biological age' },
        extension: [{ url: extensionUrl('score-value'), valueQuantity: { value: 61.2, unit: 'years' } }],
      },
      { outcome: { text: 'Impossible' }, probabilityDecimal: 140 },
    ];
    const text = textOf(await show({ ...riskAssessment, prediction: [first ?? {}, ...further] }));
    expect(text).toContain('Heart failure 10 years 8.1% not known');
    expect(text).toContain('Readmission 30 days 53.0%');
    expect(text).toContain('Biological age 61.2 years');
    expect(text).not.toContain('Impossible');
    expect(textOf(await show(riskAssessment))).not.toContain('Further outcomes');
  });

  it('is a survival curve with its band, and the same numbers in a table', async () => {
    const markup = await show(withCurve([...CURVE]));
    expect(markup).toContain('aria-label="Survival curve: 87.9% without the outcome by 5 years"');
    const band = /<polygon points="([^"]*)" class="band"/.exec(markup)?.[1]?.split(' ') ?? [];
    const curve = /<polyline points="([^"]*)" class="curve"/.exec(markup)?.[1]?.split(' ') ?? [];
    expect([band.length, curve.length]).toEqual([6, 3]);
    const heights = curve.map((p) => Number(p.split(',')[1]));
    expect(heights).toEqual(heights.toSorted((a, b) => a - b));
    expect(textOf(markup)).toContain('5 years 87.9% 84.0% to 91.0%');
    expectAccessible(markup);
    expectCspSafe(markup);
  });

  it.each([
    ['0 12', '100', '100 96', '100 99'],
    ['0 12', '100 x', '100 96', '100 99'],
    ['0 12', '100 101', '100 96', '100 99'],
    ['0', '100', '100', '100'],
  ] as const)('is no curve where there is none (%s; %s)', async (...columns) => {
    expect(await show(withCurve([...columns]))).not.toContain('<polyline');
  });

  it('names what is open to change, as an association, and nothing else', async () => {
    expect(textOf(await show(riskAssessment))).not.toContain('What would change it');
    const mark = (stored: RiskAssessment, code: string) =>
      JSON.parse(
        JSON.stringify(stored).replaceAll(
          new RegExp(`(\\[\\{"url":"concept","valueCoding":\\{[^}]*"code":"${code}"[^}]*\\}\\})`, 'g'),
          '$1,{"url":"modifiable","valueBoolean":true}',
        ),
      ) as RiskAssessment;
    const marked = mark(mark(riskAssessment, 'albumin'), 'systolic-blood-pressure');
    const markup = await show(marked);
    const change = textOf(markup.slice(markup.indexOf('id="change"'), markup.indexOf('id="certainty"')));
    expect(change).toContain('changing an input need not change it, and is no promise');
    expect(change).toContain('Albumin 3.4 g/dL · 12 Apr 2026 +1.8');
    expect(change).not.toMatch(/Systolic|Red cell/);
  });

  it('names every source, series and derivation of a value, and what was counted as absent', async () => {
    const part = (url: string, value: object) => ({ url, ...value });
    const base = contribution({ code: 'egfr', label: 'eGFR', value: 54, effect: 1, source: 'Observation/1' });
    const source = (reference: string) => part('source', { valueReference: { reference } });
    const many = [2, 3, 4, 5].map((i) => source(`Observation/${i}`));
    const series = {
      ...base,
      extension: [
        ...(base.extension ?? []),
        ...many,
        part('count', { valueInteger: 5 }),
        part('from', { valueDateTime: '2026-10-01' }),
        part('derivedFrom', { valueCoding: { code: 'creatinine', display: 'creatinine' } }),
      ],
    };
    const absent = contribution({ code: 'heart-failure', label: 'heart failure', text: 'no' });
    const notRecorded = {
      ...absent,
      extension: [...(absent.extension ?? []), part('notRecorded', { valueBoolean: true })],
    };
    const text = textOf(await show(predicting({ extension: [series, notRecorded] })));
    expect(text).toContain('54, latest of 5 since 1 Oct 2026');
    expect(text).toContain('computed from creatinine Observation/1 Observation/2 Observation/3 and 2 more');
    expect(text).toContain('Heart failure counted as absent: not recorded');
  });
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
