import { describe, expect, it } from 'vitest';
import { modelPage, modelsPage } from '../../src/insight/index.ts';
import { metricName } from '../../src/insight/model/metric-names.ts';
import { metrics, modelView } from './fixtures.ts';
import { expectAccessible, expectCspSafe, textOf } from './page-checks.ts';

describe('model page', () => {
  const markup = modelPage(modelView);
  const text = textOf(markup);

  it('says what the model is for, when not to use it, and its regulatory status', () => {
    expect(text).toContain('Death within 5 years');
    expect(text).toContain('Adults aged 20 to 85');
    expect(text).toContain('When not to use it Pregnancy People under 20');
    expect(text).toContain('Ages over 85 are pooled.');
    expect(text).toContain('Regulatory status: research use, not cleared.');
  });

  it('shows performance with intervals, under plain names', () => {
    expect(text).toContain('cross-validation), n = 34,118');
    expect(text).toMatch(/C-index how well it ranks.* 0\.861 \(0\.855 to 0\.867\)/);
    expect(text).toMatch(/AUROC \(5 years\) .* 0\.871/);
  });

  it('shows subgroups, comparators and learners', () => {
    expect(text).toContain('Women 17,902 0.868 (0.862 to 0.874)');
    expect(text).toContain('By age band');
    expect(text).toContain('PhenoAge 0.845 (0.839 to 0.851)');
    expect(text).toContain('Random forest 0.858');
  });

  it('plots calibration, observed against predicted, with the numbers in a table', () => {
    expect(markup.match(/class="point"/g)).toHaveLength(10);
    expect(text).toContain('10 3,411 44.0% 46.6%');
    const above = modelPage({
      ...modelView,
      metrics: { crossValidation: { calibration: [{ predicted: 0.2, observed: 0.2 }] } },
    });
    const [, x, y] = /cx="([\d.]+)" cy="([\d.]+)" r="4"/.exec(above) ?? [];
    const [, x1, y1, x2, y2] =
      /x1="([\d.]+)" y1="([\d.]+)" x2="([\d.]+)" y2="([\d.]+)" class="ideal"/.exec(above) ?? [];
    const along = (Number(x) - Number(x1)) / (Number(x2) - Number(x1));
    expect((Number(y) - Number(y1)) / (Number(y2) - Number(y1))).toBeCloseTo(along, 3);
  });

  it('lists inputs, risk bands, licence and references', () => {
    expect(text).toContain(
      'Creatinine required mg/dL last 1 year after 6 months LOINC 2160-0, LOINC 38483-4',
    );
    expect(text).toContain('Moderate 5% to below 15% info');
    expect(text).toContain('High 15% and above warning');
    expect(text).toContain('US public domain');
    expect(text).toContain('doi:10.18632/aging.101414');
  });

  it.each([undefined, null, 'text', {}, { crossValidation: 3 }])(
    'says so when no performance is published (%j)',
    (none) => {
      const page = textOf(modelPage({ ...modelView, metrics: none }));
      expect(page).toContain('No measured performance is published');
      expect(page).toContain('Pregnancy');
    },
  );

  it('shows the metrics it understands and drops the others', () => {
    const odd = { cIndex: { value: null }, auroc_5y: { value: 0.87, ci95: 'wide' }, novel: { value: 0.5 } };
    const page = textOf(
      modelPage({ ...modelView, metrics: { crossValidation: { metrics: odd, subgroups: 7 } } }),
    );
    expect(page).not.toContain('C-index');
    expect(page).toMatch(/AUROC \(5 years\) .* 0\.870 novel/);
  });

  it('puts validation on later people before cross-validation', () => {
    const later = { ...metrics.crossValidation, data: { n: 15_017 } };
    const page = textOf(modelPage({ ...modelView, metrics: { ...metrics, temporalValidation: later } }));
    expect(page.indexOf('n = 15,017')).toBeGreaterThan(0);
    expect(page.indexOf('n = 15,017')).toBeLessThan(page.indexOf('n = 34,118'));
  });

  it('says of a score its scale and the names of its bands, and of an equation how it meets its vectors', () => {
    const { horizon: _, ...timeless } = modelView;
    const page = textOf(
      modelPage({
        ...timeless,
        score: { label: 'NEWS2', unit: 'points', decimals: 0, scale: '0 to 20' },
        further: ['Heart failure within 10 years'],
        conditions: ['Only for people in hospital'],
        acknowledgement: 'Reproduced from somewhere.',
        thresholds: [
          { below: 5, risk: 'low', band: 'low', indicator: 'info' },
          { risk: 'high', band: 'urgent response', indicator: 'critical' },
        ],
        metrics: { data: { n: 41 }, metrics: { agreement: { value: 1 } } },
      }),
    );
    expect(page).toContain('NEWS2, 0 to 20 points');
    expect(page).toContain('Low low below 5 info');
    expect(page).toContain('High urgent response 5 and above critical');
    expect(page).toContain('It also gives Heart failure within 10 years');
    expect(page).toContain('Only for people in hospital');
    expect(page).toContain('Reproduced from somewhere.');
    expect(page).toContain('As served it meets 41 of 41 test vectors within their rounding.');
    expect(page).not.toMatch(/%|within undefined/);
  });

  it('escapes hostile manifests and metrics', () => {
    const hostile = '<img src=x onerror=alert(1)>';
    const page = modelPage({
      ...modelView,
      title: hostile,
      references: [hostile],
      inputs: [{ label: hostile, codes: [hostile], required: true }],
      metrics: {
        crossValidation: {
          metrics: { [hostile]: { value: 1 } },
          subgroups: { [hostile]: { [hostile]: { metrics: {} } } },
          comparators: { [hostile]: { metrics: { constructor: { value: 1 } } } },
        },
      },
    });
    expect(page).not.toContain('<img');
    expectCspSafe(page);
  });

  it('is accessible and safe under the content security policy', () => {
    for (const page of [markup, modelsPage([modelView]), modelsPage([])]) {
      expectCspSafe(page);
      expectAccessible(page);
    }
  });
});

describe('models page', () => {
  it('links to every model with its purpose', () => {
    const page = modelsPage([modelView]);
    expect(page).toContain('<a href="/models/nhanes-mortality">Five-year mortality');
    expect(textOf(page)).toContain('Shows how values already in the record');
    expect(textOf(modelsPage([]))).toContain('No model is installed.');
  });
});

describe('names of figures', () => {
  it.each([
    ['auroc_5y', 'AUROC (5 years)'],
    ['cIndexDifference', 'C-index, difference'],
    ['auroc_5yDifference', 'AUROC (5 years), difference'],
    ['auroc_bacterialViral', 'AUROC (bacterial against viral)'],
    ['auroc_paediatricChestFilm', 'AUROC (paediatric chest film)'],
    ['auroc_death6mo', 'AUROC (death6mo)'],
    ['novel', 'novel'],
  ])('%s is "%s"', (key, words) => expect(metricName(key).short).toBe(words));

  it('stand for the outcome in the words of the model where those say more', () => {
    const view = { ...modelView, outcomeWords: 'In-hospital mortality' };
    expect(modelPage(view)).toContain('outcome: In-hospital mortality within');
  });
});
