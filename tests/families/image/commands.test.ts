import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wayOf } from '../../../src/families/image/commands.ts';
import type { ImageEvaluation } from '../../../src/families/image/evaluation/evaluate.ts';
import { writeTrained } from '../../../src/families/image/training/artifacts.ts';
import { type LoadedModel, loadModel } from '../../../src/inference/registry.ts';
import { unwrap } from '../../../src/kernel/result.ts';
import { toyRegistry } from './toy.ts';

const JPEG = readFileSync(join(import.meta.dirname, 'samples', 'halves.jpg'));
const IMAGE_SET = JSON.stringify(
  new URL('../../../src/families/image/training/image-set.ts', import.meta.url).href,
);
/** Half of the picture is light: the toy network sees bacteria in it. */
const RECIPE = `import { readImageSet } from ${IMAGE_SET};
export const recipe = {
  kind: 'image',
  dataSet: 'toys',
  readImages: (folder, part) => readImageSet(folder, ({ split }) => (split === 'test') === (part === 'test')),
  labelOf: ({ labels }) => labels.label,
  patientOf: ({ labels }) => labels.patient,
  contrasts: { bacterialViral: 'bacterial-pneumonia' },
  subgroups: { label: ({ labels }) => labels.label },
};`;

let data: string;
let model: LoadedModel;
beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'kairos-toys-'));
  const labels = ['bacteria', 'bacteria', 'virus', 'normal', 'normal', 'normal'];
  const tar = pack();
  for (const i of labels.keys()) tar.entry({ name: `${i}.jpg` }, JPEG);
  tar.finalize();
  writeFileSync(join(data, 'pictures.tar'), await buffer(tar));
  const rows = labels.map((label, i) => `${i}.jpg,${i < 5 ? 'test' : 'train'},${label},p${i % 4}`);
  writeFileSync(join(data, 'labels.csv'), ['path,split,label,patient', ...rows].join('\n'));
  const registry = await toyRegistry({ name: 'toy' });
  model = registry.models[0]!;
  writeFileSync(join(model.directory, 'train.ts'), RECIPE);
});
afterAll(() => {
  rmSync(data, { recursive: true });
  rmSync(join(model.directory, '..'), { recursive: true });
});

const job = (place = data) => ({
  model,
  data: place,
  placeOf: () => place,
  scratch: data,
  log: () => undefined,
});

describe('evaluating an image model', () => {
  it('measures the network that is served on the pictures of the test part', async () => {
    const way = await wayOf(model);
    expect(way.place).toEqual(['toys']);
    const { figures, lines } = unwrap(await way.evaluate(job()));
    const evaluation = figures as ImageEvaluation;
    expect(evaluation).toMatchObject({
      model: 'toy',
      version: '1.0.0',
      data: { n: 5, patients: 4, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      // All pictures are the same: they are told apart by nothing.
      metrics: {
        auroc: { value: 0.5 },
        sensitivity: { value: 1 },
        specificity: { value: 0 },
        accuracy: { value: 0.6 },
      },
      confusion: { bacteria: { bacteria: 2 }, virus: { bacteria: 1 }, normal: { bacteria: 2 } },
    });
    expect(evaluation.metrics.auroc_bacterialViral!.value).toBe(0.5);
    expect(evaluation.subgroups.label!.normal).toMatchObject({
      n: 2,
      metrics: { specificity: { value: 0 } },
    });
    expect(evaluation.calibration).toHaveLength(1);
    // What is light speaks for the finding, and the warmest part is light.
    const {
      n,
      maskingHot,
      maskingRandom,
      randomisedWeightsRankCorrelation: correlation,
    } = evaluation.explanation!;
    expect(n).toBe(5);
    expect(maskingHot.value).toBeGreaterThan(maskingRandom.value);
    expect(Math.abs(correlation!.value)).toBeLessThanOrEqual(1);
    expect(lines[0]).toMatch(/^toy 1\.0\.0 on 5 pictures of 4 patients/);
    expect(lines.join('\n')).toMatch(/sensitivity +1\.0000/);
  });

  it('refuses labels that the model does not know, and pictures of nobody', async () => {
    const way = await wayOf(model);
    const messageWith = async (change: (table: string) => string) => {
      const table = join(data, 'labels.csv');
      const before = readFileSync(table, 'utf8');
      writeFileSync(table, change(before));
      const result = await way.evaluate(job());
      writeFileSync(table, before);
      return result.ok ? 'ok' : [result.error].flat()[0]!.message;
    };
    expect(await messageWith((table) => table.replace('bacteria', 'Bacteria'))).toBe(
      'a picture has the label "Bacteria", which is none of normal, bacteria, virus',
    );
    expect(await messageWith((table) => table.replace(/p0$/m, ''))).toBe('1 of 5 pictures name no patient');
  });

  it('needs a recipe', async () => {
    await expect(wayOf({ ...model, directory: join(data, 'nowhere') })).rejects.toThrow(
      'models/toy has no train.ts, which says how it is trained and measured',
    );
  });

  it('says what it lacks', async () => {
    const way = await wayOf(model);
    expect(await way.evaluate(job(join(data, 'nowhere')))).toMatchObject({
      ok: false,
      error: { code: 'invalid-data' },
    });
    const untrained = { ...job(), model: { ...model, artifacts: new Map<string, Buffer>() } };
    expect(await way.evaluate(untrained)).toMatchObject({
      ok: false,
      error: { message: expect.stringMatching(/train it first/) },
    });
  });
});

describe('what training writes', () => {
  it('makes a folder that loads again, with what was learned in its manifest', async () => {
    const calibration = { slope: 0.5, intercept: -1, covariance: { slope: 0.1, both: 0, intercept: 0.2 } };
    const files = await writeTrained(model.directory, {
      network: model.artifacts.get('network.onnx')!,
      operatingPoint: 0.25,
      calibrations: [calibration, calibration],
      greyLevels: { mean: [], deviation: [], coefficients: [0], operatingPoint: 0.5 },
    });
    expect(files).toEqual(['network.onnx', 'grey-levels.json']);
    const { manifest, artifacts } = unwrap(await loadModel(model.directory, 'toy'));
    expect(manifest.image!.findings.map((f) => f.calibration)).toEqual([calibration, calibration]);
    expect(manifest.thresholds[0]).toEqual({ below: 0.25, risk: 'low', indicator: 'info' });
    expect([...artifacts.keys()].sort()).toEqual(['grey-levels.json', 'network.onnx']);
  });
});
