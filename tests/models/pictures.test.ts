import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type DicomImage,
  dicomDecoder,
  type OpenedImageModels,
  openImageModels,
} from '../../src/families/image/index.ts';
import type { ModelOutput, Prediction } from '../../src/inference/prediction.ts';
import { unwrap } from '../../src/kernel/result.ts';
import { registry } from './model-folders.ts';

const DEMO = resolve(import.meta.dirname, '../../demo');

/** SOP Instance UID of the one picture of a made-up person. */
function instanceOf(person: string): string {
  const bundle = JSON.parse(readFileSync(`${DEMO}/made-up/${person}.json`, 'utf8'));
  const study = bundle.entry.find(
    (e: { resource: { resourceType: string } }) => e.resource.resourceType === 'ImagingStudy',
  );
  return study.resource.series[0].instance[0].uid;
}

const decoder = dicomDecoder({ workers: 1 });
const pictureOf = async (person: string): Promise<DicomImage> =>
  unwrap(await decoder.decode(readFileSync(`${DEMO}/dicom/${instanceOf(person)}.dcm`)));

/** Of the training parts of their sets: they show that models run and decline, not how good they are. */
const [PNEUMONIA, NORMAL, BREAST] = ['made-up-13', 'made-up-14', 'made-up-15'];

let models: OpenedImageModels;
beforeAll(async () => {
  models = unwrap(await openImageModels(registry, { workers: 1 }));
});
afterAll(() => Promise.all([models.close(), decoder.close()]));

async function said(model: string, image: DicomImage, years: number) {
  const found = models.models.find(({ loaded }) => loaded.manifest.name === model)!;
  return unwrap(await found.analyse({ image, study: 'ImagingStudy/1', age: { years, source: 'Patient/1' } }));
}

const turned = (image: DicomImage): DicomImage => ({
  ...image,
  display: { ...image.display, pixels: image.display.pixels.toReversed() },
});
const inverted = (image: DicomImage): DicomImage => ({
  ...image,
  display: { ...image.display, pixels: image.display.pixels.map((x) => 255 - x) },
});
const blank = (image: DicomImage): DicomImage => ({
  ...image,
  display: { ...image.display, pixels: image.display.pixels.map(() => 90) },
});

function expectRefusal(output: ModelOutput, because: RegExp): void {
  expect(output).toMatchObject({ kind: 'abstention', because: expect.stringMatching(because) });
  expect(JSON.stringify(output)).not.toContain('probability":');
}

describe('cxr-pneumonia-paediatric', () => {
  const CXR = 'cxr-pneumonia-paediatric';

  it('finds the pneumonia of a film with one, and its kinds add up to it', async () => {
    const { output, explanation } = await said(CXR, await pictureOf(PNEUMONIA!), 3);
    const { probability, risk, interval, further } = output as Prediction;
    expect(probability).toBeGreaterThan(0.8);
    expect(risk).toBe('high');
    expect(interval!.low).toBeLessThan(probability);
    const sum = further!.reduce((total, one) => total + one.probability!, 0);
    expect(sum).toBeCloseTo(probability, 6);
    expect(explanation!.png.subarray(1, 4)).toEqual(Uint8Array.from(Buffer.from('PNG')));
    expect(explanation!.description).toMatch(/^warm/);
  });

  it('finds none on a film without', async () => {
    const { output } = await said(CXR, await pictureOf(NORMAL!), 4);
    expect((output as Prediction).probability).toBeLessThan(0.4);
  });

  it('declines what it was not made for, with the reason and no number', async () => {
    const film = await pictureOf(PNEUMONIA!);
    expectRefusal((await said(CXR, film, 40)).output, /age/);
    expectRefusal((await said(CXR, await pictureOf(BREAST!), 3)).output, /modality|US/);
    const disguised = {
      ...(await pictureOf(BREAST!)),
      modality: 'DX',
      bodyPartExamined: 'CHEST',
      patientAgeYears: 3,
    };
    for (const other of [turned(film), inverted(film), disguised])
      expectRefusal((await said(CXR, other, 3)).output, /does not look like/);
    expectRefusal((await said(CXR, blank(film), 3)).output, /blank/);
  });
});

describe('breast-ultrasound-malignancy', () => {
  const BREAST_MODEL = 'breast-ultrasound-malignancy';

  it('finds the malignancy of an image with one', async () => {
    const { output, explanation } = await said(BREAST_MODEL, await pictureOf(BREAST!), 47);
    expect(output).toMatchObject({ kind: 'prediction', risk: 'high' });
    expect(explanation!.description).toMatch(/^warm/);
  });

  it('declines what it was not made for, with the reason and no number', async () => {
    const image = await pictureOf(BREAST!);
    expectRefusal((await said(BREAST_MODEL, image, 14)).output, /age/);
    const film = {
      ...(await pictureOf(PNEUMONIA!)),
      modality: 'US',
      bodyPartExamined: 'BREAST',
      patientAgeYears: 47,
    };
    for (const other of [inverted(image), film])
      expectRefusal((await said(BREAST_MODEL, other, 47)).output, /does not look like/);
  });
});
