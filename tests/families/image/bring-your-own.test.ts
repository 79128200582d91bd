import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ImageModels, openImageModels } from '../../../src/families/image/index.ts';
import { encodeModel, FLOAT, INT, INTS, type OnnxNode } from '../../../src/families/image/onnx/schema.ts';
import type { Abstention, Prediction } from '../../../src/inference/prediction.ts';
import { hashOf, loadModels } from '../../../src/inference/registry.ts';
import { unwrap } from '../../../src/kernel/result.ts';
import { film } from './toy.ts';

const PAGE = readFileSync(
  resolve(import.meta.dirname, '../../../docs/bring-your-own-image-model.md'),
  'utf8',
);
const NAME = 'wrist-fracture';
const FILTERS = 4;

/** Filters of 3 × 3 by half, ReLU, the mean of each over the picture, one logit: as another library would export it. */
function foreignNetwork(batch: number | string): Uint8Array {
  const tensor = (name: string, dims: number[], values: (i: number) => number) => {
    const data = Float32Array.from({ length: dims.reduce((a, b) => a * b, 1) }, (_, i) => values(i));
    return { name, dims, dataType: FLOAT, rawData: new Uint8Array(data.buffer) };
  };
  const node = (opType: string, input: string[], output: string, attribute: OnnxNode['attribute'] = []) => ({
    name: opType,
    opType,
    input,
    output: [output],
    attribute,
  });
  return encodeModel({
    name: 'foreign',
    input: [{ name: 'pixels', shape: [batch, 3, 64, 64] }],
    output: [{ name: 'score', shape: [batch, 1] }],
    initializer: [
      tensor('filters', [FILTERS, 3, 3, 3], (i) => (Math.floor(i / 27) === 0 ? 0.02 : -0.01)),
      tensor('offsets', [FILTERS], () => 0),
      tensor('weights', [1, FILTERS], (i) => (i === 0 ? 8 : -1)),
      tensor('bias', [1], () => -1),
    ],
    node: [
      node('Conv', ['pixels', 'filters', 'offsets'], 'sums', [
        { name: 'strides', type: INTS, ints: [2, 2] },
        { name: 'pads', type: INTS, ints: [1, 1, 1, 1] },
      ]),
      node('Relu', ['sums'], 'lit'),
      node('GlobalAveragePool', ['lit'], 'means'),
      node('Flatten', ['means'], 'flat'),
      node('Gemm', ['flat', 'weights', 'bias'], 'score', [{ name: 'transB', type: INT, i: 1 }]),
    ],
  });
}

/** The manifest of the page, with the hash of the network as the page says. */
function manifestFor(network: Uint8Array): string {
  const [, json] = /```json manifest\.json\n(.*?)```/s.exec(PAGE)!;
  const hash = hashOf(Buffer.from(network));
  const manifest = json!.replace(/sha256-0+/, hash);
  expect(manifest).toContain(hash);
  return manifest;
}

async function opened(network: Uint8Array): Promise<ImageModels> {
  const root = mkdtempSync(join(tmpdir(), 'kairos-own-'));
  mkdirSync(join(root, NAME));
  writeFileSync(join(root, NAME, 'network.onnx'), network);
  writeFileSync(join(root, NAME, 'manifest.json'), manifestFor(network));
  return unwrap(await openImageModels(unwrap(await loadModels(root)), { workers: 1 }));
}

/** White in the lower right. */
const bone = (x: number, y: number): number => (x > 300 && y > 200 && x < 380 && y < 280 ? 250 : 25);
const request = (change: Parameters<typeof film>[1] = {}) => ({
  image: film(bone, { bodyPartExamined: 'WRIST', ...change }, [400, 300]),
  study: 'ImagingStudy/1',
  age: { years: 40, source: 'Patient/1' },
});

describe.each([
  ['any number of pictures at a time', 'N'],
  ['one picture at a time', 1],
] as const)('a folder as the page says, with a network that takes %s', (_, batch) => {
  let models: ImageModels;
  beforeAll(async () => {
    models = await opened(foreignNetwork(batch));
  });
  afterAll(() => models.close());

  it('answers with a probability, its interval and a heat map by occlusion', async () => {
    const { output, explanation } = unwrap(await models.models[0]!.analyse(request()));
    const prediction = output as Prediction;
    expect(prediction).toMatchObject({
      kind: 'prediction',
      model: { name: NAME, version: '1.0.0' },
      outcome: { code: '125605004' },
      cautions: ['A fracture of the scaphoid is often not seen on the first film.'],
    });
    expect(prediction.interval!.low).toBeLessThan(prediction.probability);
    expect(prediction.interval!.high).toBeGreaterThan(prediction.probability);
    expect(explanation!.description).toMatch(/^warmest in the lower right of the picture/);
    expect([explanation!.width, explanation!.height]).toEqual([400, 300]);
  });

  it('says more of a picture with more of what it looks for', async () => {
    const probabilityOf = async (more: typeof bone) => {
      const asked = { ...request(), image: film(more, { bodyPartExamined: 'WRIST' }, [400, 300]) };
      return (unwrap(await models.models[0]!.analyse(asked)).output as Prediction).probability;
    };
    const white = await probabilityOf((x, y) => (x > 200 ? 250 : bone(x, y)));
    expect(white).toBeGreaterThan((await probabilityOf(bone)) + 0.05);
  });

  it('refuses by the rules of its gate', async () => {
    const { output } = unwrap(await models.models[0]!.analyse(request({ bodyPartExamined: 'CHEST' })));
    expect((output as Abstention).because).toBe(
      'the body part of the picture is CHEST, not WRIST or FOREARM',
    );
  });
});
