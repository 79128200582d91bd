import { decode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImageRequest } from '../../../../src/families/image/contract.ts';
import { type OpenedImageModels, openImageModels } from '../../../../src/families/image/index.ts';
import { exportNetwork } from '../../../../src/families/image/onnx/export.ts';
import { pictureOf } from '../../../../src/families/image/pixels/picture.ts';
import { preprocessed } from '../../../../src/families/image/pixels/preprocess.ts';
import type { Abstention, Prediction } from '../../../../src/inference/prediction.ts';
import { unwrap } from '../../../../src/kernel/result.ts';
import { film, LABELS, SIDE, spotted, TOY, type ToyModel, toyRegistry } from '../toy.ts';

const request = (change: Partial<ImageRequest> = {}): ImageRequest => ({
  image: film(spotted),
  study: 'ImagingStudy/1',
  date: '2026-11-20',
  age: { years: 3, source: 'Patient/1' },
  ...change,
});

/** Takes for a film what is dark. */
const GATE = {
  name: 'toy-gate',
  change: { services: [], further: [] },
  image: { findings: [{ id: 'film', of: ['normal'], against: ['bacteria'] }] },
};

const GUARDED = {
  name: 'guarded',
  image: {
    gate: {
      modality: ['DX'],
      model: { name: 'toy-gate', finding: 'film', atLeast: 0.5, because: 'a film of a child' },
    },
  },
};

let models: OpenedImageModels;
beforeAll(async () => {
  models = unwrap(await openImageModels(await toyRegistry({ name: 'toy' }, GATE, GUARDED), { workers: 1 }));
});
afterAll(() => models.close());

const named = (name: string) => models.models.find(({ loaded }) => loaded.manifest.name === name)!;
const analysed = async (change: Partial<ImageRequest> = {}, name = 'toy') =>
  unwrap(await named(name).analyse(request(change)));
const refusal = async (change: Partial<ImageRequest>, name = 'toy'): Promise<Abstention> => {
  const { output, explanation } = await analysed(change, name);
  expect(explanation).toBeUndefined();
  return output as Abstention;
};

describe('image models', () => {
  it('are those that a service asks; what stands before them is opened and not listed', () => {
    expect(models.models.map(({ loaded }) => loaded.manifest.name)).toEqual(['guarded', 'toy']);
    expect([...models.engines]).toEqual([
      ['guarded', 'onnx'],
      ['toy', 'onnx'],
      ['toy-gate', 'onnx'],
    ]);
  });

  it('answer with the probability that follows from the logits, its level and the evidence', async () => {
    const { output } = await analysed();
    const { light, dark } = spottedMeans();
    const [normal, bacteria, virus] = [0.5 + dark, 4 * light, 0.25 + 2 * light];
    const margin = Math.log(Math.exp(bacteria) + Math.exp(virus)) - normal;
    const probability = 1 / (1 + Math.exp(-margin));
    const prediction = output as Prediction;
    expect(prediction).toMatchObject({
      kind: 'prediction',
      model: { name: 'toy', version: '1.0.0' },
      outcome: { code: '233604007' },
      risk: 'low',
      indicator: 'info',
      contributions: [],
      cautions: [],
      evidence: {
        used: [
          {
            concept: 'chest-radiograph',
            value: 'DX PA',
            date: '2026-11-20',
            source: 'ImagingStudy/1',
            instance: '1.2.3.4',
          },
          { concept: 'age', value: 3, unit: 'a', source: 'Patient/1' },
        ],
        missing: [],
        unusable: [],
      },
    });
    expect(prediction.horizon).toBeUndefined();
    expect(prediction.interval).toBeUndefined();
    expect(prediction.probability).toBeCloseTo(probability, 5);
    const [bacterial] = prediction.further!;
    expect(bacterial).toMatchObject({ id: 'bacterial-pneumonia', outcome: { code: '53084003' } });
    expect(bacterial!.probability).toBeCloseTo(probability / (1 + Math.exp(virus - bacteria)), 5);
  });

  it('show where on the picture the answer comes from', async () => {
    const { explanation } = await analysed();
    const { png, width, height, description } = explanation!;
    expect(description).toBe('warmest in the upper left of the picture');
    expect([width, height]).toEqual([96, 80]);
    const picture = decode(png);
    expect([picture.width, picture.height, picture.channels]).toEqual([96, 80, 3]);
    const at = (x: number, y: number) => [...picture.data.slice(3 * (y * 96 + x), 3 * (y * 96 + x) + 3)];
    expect(at(80, 60)).toEqual([20, 20, 20]);
    const [red, , blue] = at(16, 14);
    expect(red! - blue!).toBeGreaterThan(80);
  });

  it('refuse what the file says is something else, with no number', async () => {
    const refused = await refusal({ image: film(spotted, { modality: 'CT' }) });
    expect(refused).toEqual({
      kind: 'abstention',
      model: { name: 'toy', version: '1.0.0' },
      outcome: { system: 'http://snomed.info/sct', code: '233604007', display: 'Pneumonia' },
      reason: 'not-applicable',
      because: 'the modality of the picture is CT, not DX or CR',
      concepts: ['chest-radiograph'],
      evidence: {
        used: [
          expect.objectContaining({ concept: 'chest-radiograph', value: 'CT PA', instance: '1.2.3.4' }),
          expect.objectContaining({ concept: 'age', value: 3 }),
        ],
        missing: [],
        unusable: [],
      },
    });
  });

  it('abstain without an age, and outside their ages', async () => {
    const without = request();
    const unknown = await refusal({ ...without, age: undefined as never });
    expect([unknown.reason, unknown.because]).toEqual([
      'required-input-missing',
      'age is missing (none found)',
    ]);
    expect(unknown.evidence.missing).toEqual([{ concept: 'age', required: true, reason: 'none' }]);
    const adult = await refusal({ age: { years: 34, source: 'Patient/1' } });
    expect([adult.reason, adult.because, adult.concepts]).toEqual([
      'out-of-range',
      'age 34 is outside 1 to 5 years',
      ['age'],
    ]);
  });

  it('refuse blank, small and coloured pictures', async () => {
    const because = async (image: ImageRequest['image']) => (await refusal({ image })).because;
    expect(await because(film(() => 90))).toBe('the picture is blank');
    expect(await because(film(spotted, {}, [40, 200]))).toBe(
      'the picture is too small: 40 of at least 64 pixels',
    );
    const grey = film(spotted);
    const pixels = Uint8Array.from({ length: 3 * 96 * 80 }, (_, i) =>
      i % 3 === 0 ? grey.display.pixels[i / 3]! : 20,
    );
    expect(await because({ ...grey, display: { pixels, channels: 3, contrast: 'none' } })).toBe(
      'the picture is in colours, and the model knows grey pictures only',
    );
  });

  it('refuse what the model before them does not take for their kind of picture', async () => {
    expect((await analysed({}, 'guarded')).output.kind).toBe('prediction');
    const light = await refusal({ image: film((x, y) => 255 - spotted(x, y)) }, 'guarded');
    expect([light.reason, light.because]).toEqual([
      'not-applicable',
      'the picture does not look like a film of a child',
    ]);
  });

  it('say what is unusual about a picture', async () => {
    const image = film(spotted, {
      viewPosition: undefined,
      burnedInAnnotation: 'yes',
      patientAgeYears: 4,
      frameCount: 3,
    });
    const { age: _, ...others } = request({ image });
    const { output } = unwrap(await named('toy').analyse(others));
    expect((output as Prediction).cautions).toEqual([
      'The file does not say which view it is; the model is for PA or AP.',
      'The age is from the file of the picture: the record gives none for the day of the study.',
      'Only frame 1 of 3 was looked at.',
      'The picture has text burnt into it, which may name the patient and was seen by the model.',
    ]);
    expect((output as Prediction).evidence.used[1]).toMatchObject({ value: 4, source: 'ImagingStudy/1' });
  });

  it('answer many pictures at once as one after the other', async () => {
    const images = Array.from({ length: 8 }, (_, i) =>
      film((x, y) => Math.max(spotted(x, y), (24 * i * spotted(x - 30, y)) / 255)),
    );
    const alone = [];
    for (const image of images) alone.push((await analysed({ image })).output);
    const together = await Promise.all(images.map((image) => analysed({ image })));
    expect(together.map(({ output }) => output)).toEqual(alone);
    expect(new Set(alone.map((o) => (o as Prediction).probability)).size).toBe(8);
  });

  it('give the same answers by TensorFlow.js, where the network was exported by Kairos', async () => {
    const registry = await toyRegistry({ name: 'toy' }, { name: 'other', file: renamed(exportNetwork(TOY)) });
    const own = unwrap(await openImageModels(registry, { engine: 'tfjs', workers: 1 }));
    expect([...own.engines]).toEqual([
      ['other', 'onnx'],
      ['toy', 'tfjs'],
    ]);
    const { output, explanation } = unwrap(await own.models[1]!.analyse(request()));
    const onnx = await analysed();
    const { probability } = onnx.output as Prediction;
    expect((output as Prediction).probability).toBeCloseTo(probability, 4);
    expect(explanation!.description).toBe(onnx.explanation!.description);
    await own.close();
  });

  it('fail when they are closed, and do not throw', async () => {
    const own = unwrap(await openImageModels(await toyRegistry({ name: 'toy' }), { workers: 1 }));
    await own.close();
    const result = await own.models[0]!.analyse(request());
    expect(result.ok ? undefined : result.error.code).toBe('internal');
  });
});

/** Means of the two channels of the toy network over every other pixel of every other row. */
function spottedMeans() {
  const { columns, rows, display } = film(spotted);
  const normalise = { kind: 'fixed', mean: 0.5, deviation: 0.5 } as const;
  const numbers = preprocessed(pictureOf(columns, rows, display.pixels), {
    side: SIDE,
    fit: 'stretch',
    normalise,
  });
  const seen = numbers.filter((_, i) => i % 2 === 0 && Math.floor(i / SIDE) % 2 === 0);
  const meanOf = (channel: (x: number) => number) =>
    seen.reduce((sum, x) => sum + Math.max(0, channel(x)), 0) / seen.length;
  return { light: meanOf((x) => 3 * x), dark: meanOf((x) => -3 * x) };
}

/** The same network, as somebody else might have written it. */
const renamed = (file: Uint8Array): Uint8Array =>
  Uint8Array.from(
    Buffer.from(Buffer.from(file).toString('latin1').replaceAll('head/flat', 'tail/flat'), 'latin1'),
  );

const problemOf = async (...toys: readonly ToyModel[]): Promise<string> => {
  const result = await openImageModels(await toyRegistry(...toys), { workers: 1 });
  if (result.ok) throw new Error('opened');
  expect(result.error.code).toBe('invalid-manifest');
  return result.error.message;
};

describe('a folder that does not fit', () => {
  it('is named with what is wrong: the model before it', async () => {
    const gate = (name: string, finding: string) => ({
      gate: { modality: ['DX'], model: { name, finding, atLeast: 0.5, because: 'a film' } },
    });
    expect(await problemOf({ name: 'toy', image: gate('none', 'film') })).toBe(
      'models/toy: gate.model: there is no image model none',
    );
    expect(await problemOf({ name: 'toy', image: gate('toy-gate', 'photo') }, GATE)).toBe(
      'models/toy: gate.model: toy-gate has no finding photo',
    );
  });

  it('is named with what is wrong: its network', async () => {
    const other = { file: 'other.onnx', channels: 1, logits: 'logits' };
    expect(await problemOf({ name: 'toy', image: { network: other } })).toBe(
      'models/toy: image.network.file: other.onnx is not among the "artifacts"',
    );
    const preprocess = {
      ...{ side: 64, fit: 'stretch', normalise: { kind: 'fixed', mean: 0.5, deviation: 0.5 } },
    };
    expect(await problemOf({ name: 'toy', image: { preprocess } })).toMatch(/Got: 64 Expected: 32/);
    expect(await problemOf({ name: 'toy', file: Uint8Array.of(1, 2, 3) })).toMatch(
      /^models\/toy: its network cannot be used: /,
    );
    const network = { file: 'network.onnx', logits: 'scores' };
    expect(await problemOf({ name: 'toy', image: { network } })).toBe(
      'models/toy: its network cannot be used: expected an output scores of the shape [1, 3]',
    );
    expect(await problemOf({ name: 'toy', image: { labels: [...LABELS, 'fungus'] } })).toContain(
      'expected an output logits of the shape [1, 4]',
    );
    const maps = { file: 'network.onnx', maps: 'logits' };
    expect(await problemOf({ name: 'toy', image: { network: maps } })).toContain(
      'expected an output logits of the shape [1, 3, rows, columns]',
    );
    const broken = { ...TOY, head: { ...TOY.head, bias: Float32Array.of(0, Number.NaN, 0) } };
    expect(await problemOf({ name: 'toy', file: exportNetwork(broken) })).toContain(
      'expected numbers in logits',
    );
  });

  it('is named with what is wrong: what it asks for', async () => {
    const picture = { concept: 'chest-radiograph', required: true };
    expect(await problemOf({ name: 'toy', change: { inputs: [{ concept: 'age' }] } })).toContain(
      'inputs must name one concept of the kind "image"',
    );
    expect(await problemOf({ name: 'toy', change: { inputs: [picture, { concept: 'sex' }] } })).toContain(
      'an image model cannot read sex',
    );
    const exclude = [{ concept: 'pregnancy', value: true, because: 'pregnancy' }];
    expect(await problemOf({ name: 'toy', change: { applicability: { exclude } } })).toContain(
      'an image model cannot know pregnancy',
    );
    const findings = [{ id: 'pneumonia', of: ['virus'] }];
    expect(await problemOf({ name: 'toy', image: { findings } })).toContain(
      '"further" has bacterial-pneumonia, and "image.findings" has not',
    );
  });
});
