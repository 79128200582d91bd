import { marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { headlineFigure } from '../../src/findings/metrics.ts';
import { modelCard } from '../../src/findings/model-card.ts';
import { modelView } from '../../src/findings/model-view.ts';
import { loaded, loadedScore, metrics } from './fixtures.ts';
import { imageManifest, imageMetrics, loadedImage } from './image-fixtures.ts';

const card = modelCard(loaded);
const line = (start: string) => card.split('\n').find((l) => l.startsWith(start));

describe('a model card', () => {
  it('says what the model is for, for whom, and when not to use it', () => {
    for (const text of [
      '# A toy',
      '`toy-model` 1.2.3 · prognosis · research use: not cleared',
      'Shows how cards look.',
      '**Users**: Testers.',
      '**Population**: Nobody.',
      '- HIV infection',
      '- A third group',
      '- It is a toy.',
      '- Nobody et al. 2026.',
      '**Data**: twelve people. **Licence**: public domain. **Trained by** `kairos train toy-model`.',
    ])
      expect(card).toContain(text);
  });

  it('states outcome, horizon and levels of risk in whole percents', () => {
    expect(line('**Outcome**')).toBe(
      '**Outcome**: Death within 5 years. **Levels of risk**: low below 5%, moderate below 14%, high.',
    );
  });

  it('lists the inputs with units and codes of the catalogue', () => {
    expect(line('| creatinine')).toMatch(
      /^\| creatinine \| mg\/dL \| LOINC 2160-0.* \| yes \| P1Y \| P6M \|$/,
    );
    expect(line('| C-reactive')).toMatch(/\| no \| P1Y \| {2}\|$/);
  });

  it('gives each figure its interval, discrimination first, for all and for subgroups, beside comparators', () => {
    expect(card).toContain('### On the last people examined, after learning from all before (n = 15,017)');
    expect(card).toContain(
      '|  | n | cIndex | brier_5y |\n| --- | --- | --- | --- |\n| all | 15,017 | 0.858 (0.850 to 0.866) | 0.050 (0.040 to 0.060) |',
    );
    expect(card).toContain('| female | 15,500 | 0.860 (0.850 to 0.870) |');
    expect(card).toContain('| ageSex | 30,000 | 0.810 (0.800 to 0.820) |');
    expect(card).toContain('Served: cox.');
  });

  it('renders with every table whole', () => {
    const html = marked.parse(card, { async: false });
    expect(html.match(/<table>/g)).toHaveLength(6);
    expect(html).not.toMatch(/\|---/);
  });

  it('says when nothing was measured', () => {
    const { metrics: _, ...unmeasured } = loaded;
    expect(modelCard(unmeasured)).toContain('## How good it is\n\nNot measured.');
  });

  it('describes a score by its scale and bands, with whom it is only for and what must be shown with it', () => {
    const applicability = {
      exclude: [],
      only: [{ concept: 'sex', value: 'female', because: 'women' }],
    };
    const manifest = { ...loadedScore.manifest, applicability };
    const text = modelCard({
      ...loadedScore,
      manifest,
      metrics: { data: { n: 9 }, metrics: { agreement: { value: 1 } } },
    });
    expect(text).toContain(
      '**Score**: TOY2, 0 to 20 points. **Outcome**: Deterioration. **Levels of risk**: low (low) below 5, high (high (urgent response)).',
    );
    expect(text).toContain('- Only for women');
    expect(text).toContain('As served it meets 9 of 9 test vectors within their rounding.');
    expect(text.trimEnd().split('\n').at(-1)).toBe('Reproduced from: Nobody, Toy Early Warning Score.');
  });

  it('is the same every time', () => {
    expect(modelCard(structuredClone(loaded))).toBe(card);
  });
});

describe('the card of an image model', () => {
  const image = modelCard(loadedImage);

  it('says when it declines, from the rules of its gate', () => {
    const section = image.split('### When it declines')[1]!.split('###')[0]!;
    expect(section.trim().split('\n').slice(2)).toEqual([
      '- The file says another modality than DX or CR',
      '- The file says another body part than CHEST',
      '- The file says another view than PA or AP',
      '- The person is younger than 1 or older than 6 years, or of unknown age',
      '- The shorter side of the picture has fewer than 200 pixels',
      '- The picture is blank: its grey levels, from 0 to 255, have a standard deviation below 4',
      '- The picture is in colours (ultrasound may have coloured marks)',
      '- The picture does not look like a frontal chest film of a child: toy-gate gives that a probability below 50%',
    ]);
  });

  it('says only what its manifest rules out', () => {
    const { model: _, ...gate } = imageManifest.image!.gate;
    const open = { ...gate, bodyPart: [], view: [], modality: ['US'] };
    const settings = { ...imageManifest.image!, gate: open };
    const network = { ...settings.network, channels: 3 as const };
    const manifest = {
      ...imageManifest,
      image: { ...settings, network },
      applicability: { exclude: [], only: [] },
    };
    const text = modelCard({ ...loadedImage, manifest });
    expect(text).toContain('another modality than US');
    expect(text).not.toMatch(/another body part|another view|younger|in colours|does not look like/);
  });

  it('says how a picture is read', () => {
    for (const text of [
      "- **Picture**: filled up with black to a square of 64 × 64 pixels, one grey channel, grey levels by the picture's own mean and deviation",
      '- **Labels of the network**: normal, bacteria, virus',
      '- **Finding**: Pneumonia: bacteria or virus against normal',
      '- **Finding**: Bacterial pneumonia: bacteria against virus, as a part of pneumonia',
      '- **Heat map**: class activation map: what each place adds to the finding',
    ])
      expect(image).toContain(text);
    const { maps: _, ...network } = imageManifest.image!.network;
    const foreign = { ...imageManifest, image: { ...imageManifest.image!, network } };
    expect(modelCard({ ...loadedImage, manifest: foreign })).toContain('**Heat map**: occlusion');
  });

  it('gives figures on the pictures kept out, with the operating point, subgroups and comparators', () => {
    expect(image).toContain('### On pictures kept out of training (n = 410)');
    expect(image).toContain(
      '|  | n | auroc | auroc_bacterialViral | sensitivity | specificity | accuracy | ece |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n| all | 410 | 0.981 (0.968 to 0.991) | 0.955',
    );
    expect(image).toContain('are of calling a finding there from a probability of 30% on.');
    expect(image).toContain('| 1 to 2 | 180 | 0.975 (0.950 to 0.990) |');
    expect(image).toContain('| greyLevels | 410 | 0.840 (0.800 to 0.880) |');
    expect(image).toContain(
      '| It is | taken for normal | taken for bacteria | taken for virus |\n| --- | --- | --- | --- |\n| normal | 130 | 12 | 18 |',
    );
  });

  it('says whether its heat maps show what the network uses', () => {
    expect(image).toMatch(/\| Rank correlation with .* \| 0\.040 \| near 0/);
    expect(image).toMatch(/\| Fall of the finding.* \| 2\.310 \(2\.100 to 2\.500\) \|/);
    expect(image).toMatch(/\| Fall when other parts .* \| 0\.420 \(0\.310 to 0\.550\) \|/);
    expect(image).toMatch(/\| Difference of .* \| 1\.890 \(1\.600 to 2\.150\) \|/);
    const { explanation: _, ...without } = imageMetrics;
    expect(modelCard({ ...loadedImage, metrics: without })).not.toContain('heat maps show');
  });

  it('renders with every table whole', () => {
    const html = marked.parse(image, { async: false });
    expect(html.match(/<table>/g)).toHaveLength(6);
  });
});

describe('the headline figure', () => {
  it('is the C-index in later people', () => {
    expect(headlineFigure(metrics)).toBe('C-index .86 in 15,017 later adults');
  });

  it('is that of cross-validation where there are no later people', () => {
    const { temporalValidation: _, ...rest } = metrics;
    expect(headlineFigure(rest)).toBe('C-index .85 in 30,000 adults, cross-validated');
  });

  it('is the AUROC on pictures kept out of training', () => {
    expect(headlineFigure(imageMetrics)).toBe('AUROC .98 in 410 pictures it had not seen');
  });

  it.each([undefined, null, {}, 'text', { crossValidation: { data: { n: 3 }, metrics: {} } }])(
    'is none for %j',
    (other) => {
      expect(headlineFigure(other)).toBeUndefined();
    },
  );
});

describe('a model view', () => {
  it('has the labels of the catalogue and no metrics where there are none', () => {
    const { metrics: _, ...unmeasured } = loaded;
    expect(modelView(unmeasured)).not.toHaveProperty('metrics');
    expect(modelView(loaded).inputs.map((i) => i.label)).toEqual([
      'age',
      'sex',
      'creatinine',
      'C-reactive protein',
    ]);
  });
});
