import type { Binary, DocumentReference, Resource, RiskAssessment } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { findingFor } from '../../src/findings/finding.ts';
import { modelView } from '../../src/findings/model-view.ts';
import type { ModelOutput } from '../../src/inference/prediction.ts';
import { modelPage, modelsPage, resultPage } from '../../src/insight/index.ts';
import { unwrap } from '../../src/kernel/result.ts';
import { links, NOW } from '../findings/fixtures.ts';
import {
  explanation,
  INSTANCE,
  imageMetrics,
  loadedImage,
  pneumoniaFound,
  refused,
} from '../findings/image-fixtures.ts';
import { storeOf } from './fixtures.ts';
import { expectAccessible, expectCspSafe, textOf } from './page-checks.ts';

const resourcesOf = (output: ModelOutput): readonly Resource[] =>
  findingFor(output, {
    patientId: 'p1',
    now: NOW,
    loaded: loadedImage,
    links,
    explanation: output.kind === 'abstention' ? undefined : explanation,
  }).resources();

const models = [modelView(loadedImage)];

const show = async (resources: readonly Resource[], known = models): Promise<string> =>
  unwrap(await resultPage({ store: storeOf(...resources), models: known }, resources[0]!.id!));

const stored = resourcesOf(pneumoniaFound());
const [assessment, provenance, document, binary] = stored as [
  RiskAssessment,
  Resource,
  DocumentReference,
  Binary,
];

describe('the result page of a finding on a picture', async () => {
  const markup = await show(stored);
  const text = textOf(markup);

  it('says the finding, how likely it is, and for which pictures that holds', () => {
    expect(markup).toContain('<title>93%: Pneumonia · Kairos</title>');
    expect(text).toContain(
      '93% Pneumonia 93 in 100 children with such a picture have pneumonia (95% interval 88–97%), where it is as common as in the data that the model learned from.',
    );
    expect(text).toContain('High probability, by the levels of this model');
    expect(text).toContain('95% interval: 88.0% to 96.7%.');
    expect(text).toContain(
      'Further findings Of the same model, on the same picture Finding Probability Bacterial pneumonia 80.1% Viral',
    );
    expect(text).toContain('The warmer a place, the more it speaks for pneumonia.');
  });

  it('never says that anything is certain, not even where the figures round to it', async () => {
    const certain = { probability: 0.999_98, interval: { low: 0.999_7, high: 0.999_999, level: 0.95 } };
    const further = [{ ...pneumoniaFound().further![0]!, probability: 0.000_01 }];
    const page = textOf(await show(resourcesOf(pneumoniaFound({ ...certain, further }))));
    expect(page).toContain('>99.9% Pneumonia More than 99 in 100 children');
    expect(page).toContain('(95% interval >99.9%)');
    expect(page).toContain('95% interval: >99.9% to >99.9%.');
    expect(page).toContain('Bacterial pneumonia <0.01%');
    expect(page.replace('0% 100% ', '')).not.toMatch(/\b100(?:\.0)?%/);
  });

  it('speaks of no group, no horizon and no effect of values', () => {
    expect(text).not.toMatch(/comparison group|within|with these values|Effect of each input/);
  });

  it('shows the stored picture with its heat map, for those who cannot see it in words', () => {
    const data = Buffer.from(explanation.png).toString('base64');
    expect(markup).toContain(
      `<img src="data:image/png;base64,${data}" alt="Heat map over the picture: warmest in the lower left of the picture">`,
    );
    expect(markup).toContain('<figcaption>Warmest in the lower left of the picture. Left and right');
    expect(text).toContain('looked less looked more');
    expect(text).toContain('This is where the network looked and no outline of disease');
  });

  it('says which picture it was of, and what else was read', () => {
    const based = textOf(markup.slice(markup.indexOf('id="inputs"'), markup.indexOf('id="not-used"')));
    expect(based).toContain(
      `Chest radiograph DX PA Taken 23 Nov 2026, 09:30 UTC Study ImagingStudy/s1 SOP Instance UID ${INSTANCE}`,
    );
    expect(based).toMatch(/Age 3 years Patient\/p1/);
    expect(based).not.toMatch(/DX PA .*DX PA/);
  });

  it('says for whom the model was made, by the version that made the result', async () => {
    expect(text).toContain('Made for Children aged 1 to 5 with a frontal chest film. Not for Adults Lateral');
    const newer = models.map((m) => ({ ...m, version: '2.0.0' }));
    expect(textOf(await show(stored, newer))).not.toContain('Made for');
  });

  it('is accessible and safe', () => {
    expectAccessible(markup);
    expectCspSafe(markup);
  });
});

describe('a picture that cannot be shown', () => {
  const without: readonly (readonly [string, readonly Resource[]])[] = [
    ['is gone', [assessment, provenance, document]],
    ['has no document', [assessment, provenance, binary]],
    ['is no PNG', [assessment, document, { ...binary, contentType: 'text/html' }]],
    ['is no base64', [assessment, document, { ...binary, data: '"><script>' }]],
    [
      'is elsewhere',
      [assessment, { ...document, content: [{ attachment: { url: 'https://evil.example/x' } }] }, binary],
    ],
  ];

  it.each(without)('%s: the page says so and keeps the words', async (_, resources) => {
    const markup = await show(resources);
    expect(markup).not.toContain('<img');
    expect(textOf(markup)).toContain('The picture is no longer kept. Warmest in the lower left');
    expectCspSafe(markup);
  });

  it('was never made: there is no word of it', async () => {
    const { extension: _, ...plain } = assessment;
    expect(textOf(await show([plain]))).not.toContain('Where the network looked');
  });
});

describe('the page of a picture that was refused', async () => {
  const markup = await show(resourcesOf(refused()));
  const text = textOf(markup);

  it('says why, which picture, and for whom the model was made, without a number', () => {
    expect(text).toContain(
      'No estimate was made No pneumonia estimate: the picture does not look like a frontal chest film of a child',
    );
    expect(text).toContain(`Chest radiograph DX PA Taken 23 Nov 2026, 09:30 UTC Study ImagingStudy/s1`);
    expect(text).toContain('What the model was shown Chest radiograph');
    expect(text).toContain('Made for Children aged 1 to 5');
    expect(text).not.toMatch(/\d%|in 100/);
    expect(markup).not.toContain('<img');
  });

  it('is accessible and safe', () => {
    expectAccessible(markup);
    expectCspSafe(markup);
  });
});

describe('the page of an image model', () => {
  const markup = modelPage(models[0]!);
  const text = textOf(markup);
  const part = (from: string, to: string) =>
    textOf(markup.slice(markup.indexOf(`id="${from}"`), markup.indexOf(`id="${to}"`)));

  it('says what it finds, when it declines and how it reads a picture', () => {
    expect(text).toContain('toy-film 1.0.0 · finding: Pneumonia');
    expect(part('declines', 'performance')).toContain('The file says another modality than DX or CR');
    expect(part('declines', 'performance')).toContain('toy-gate gives that a probability below 50%');
    expect(text).toContain('Labels of the network normal, bacteria, virus');
    expect(textOf(modelsPage(models))).toContain('finding: Pneumonia');
  });

  it('shows figures on pictures kept out, at the operating point, with what was taken for what', () => {
    const performance = part('performance', 'calibration');
    expect(performance).toContain('On pictures kept out of training, n = 410');
    expect(performance).toMatch(/AUROC \(bacterial against viral\) .* 0\.955 \(0\.930 to 0\.975\)/);
    expect(performance).toMatch(/from a probability of 30% on\./);
    expect(performance).toContain(
      'It is taken for normal taken for bacteria taken for virus normal 130 12 18',
    );
  });

  it('counts pictures, not people, and names what it is compared with', () => {
    expect(part('calibration', 'subgroups')).toContain('Group Pictures Predicted Observed');
    expect(part('subgroups', 'comparison')).toMatch(/Age band Pictures AUROC 1 to 2 180 0\.975/);
    expect(part('comparison', 'heat-maps')).toMatch(
      /AUROC Sensitivity Specificity Calibration error AUROC .* Grey levels 0\.840 \(0\.800 to 0\.880\)/,
    );
    expect(text).toContain('Are its probabilities right?');
    expect(text).toContain('How probabilities are named');
    expect(text).not.toContain('People are put');
  });

  it('says whether its heat maps show what it uses, where that was measured', () => {
    const checks = part('heat-maps', 'inputs');
    expect(checks).toMatch(/random weights .* 0\.040/);
    expect(checks).toMatch(/warmest tenth of the picture is covered .* 2\.310 \(2\.100 to 2\.500\)/);
    const { explanation: _, ...without } = imageMetrics;
    const plain = modelPage({ ...models[0]!, metrics: without });
    expect(textOf(plain)).not.toContain('heat maps show');
    const odd = modelPage({
      ...models[0]!,
      metrics: { ...imageMetrics, explanation: 'yes', confusion: [1] },
    });
    expect(textOf(odd)).toContain('On pictures kept out of training, n = 410');
  });

  it('is accessible and safe', () => {
    expectAccessible(markup);
    expectCspSafe(markup);
  });
});
