import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { predict as predictPrognosis } from '../../src/families/prognosis/predict.ts';
import type { Manifest } from '../../src/inference/manifest.ts';
import type { ModelOutput } from '../../src/inference/prediction.ts';
import { type LoadedModel, loadModels } from '../../src/inference/registry.ts';
import type { Result } from '../../src/kernel/result.ts';
import { unwrap } from '../../src/kernel/result.ts';

export const MODELS = resolve(import.meta.dirname, '../../models');

export const registry = unwrap(await loadModels(MODELS));

export const allModels = registry.models;

/** Those that answer about values of a record; what models say of pictures is tested in `pictures.test.ts`. */
export const models = allModels.filter(({ manifest }) => manifest.family !== 'image');

const probability = z.number().min(0).max(1);
const values = z.record(z.string(), z.union([z.number(), z.string(), z.boolean()]));

/** What every kind of answer may be expected to have used and left out. */
const evidence = {
  used: values.optional(),
  missing: z.array(z.string()).optional(),
  unusable: z.record(z.string(), z.string()).optional(),
  old: z.array(z.string()).optional(),
  comparators: z.record(z.string(), z.string()).optional(),
};

/** What is expected of every answer that is not an abstention. */
const answered = {
  risk: z.string(),
  band: z.string().optional(),
  /** Further answers by id, to the same tolerance; null where there must be none. */
  further: z.record(z.string(), z.number().nullable()).default({}),
  /** The inputs with the largest effects, in this order, and what they do. */
  drivers: z.record(z.string(), z.enum(['raises', 'lowers'])),
  cautions: z.int().default(0),
  ...evidence,
};

const expected = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('prediction'),
    tolerance: z.number().positive().max(0.01),
    probability,
    /** Absent where the model must give none. */
    interval: z.tuple([probability, probability]).optional(),
    comparison: probability,
    ...answered,
  }),
  z.strictObject({
    kind: z.literal('score'),
    /** In the unit of the score: 0 for points. */
    tolerance: z.number().min(0),
    value: z.number(),
    ...answered,
  }),
  z.strictObject({
    kind: z.literal('abstention'),
    reason: z.string(),
    concepts: z.array(z.string()),
    ...evidence,
  }),
]);

const exampleSchema = z.strictObject({
  title: z.string().min(10),
  now: z.iso.datetime(),
  values: z.record(z.string(), z.unknown()).optional(),
  bundle: z.looseObject({ resourceType: z.literal('Bundle') }).optional(),
  expected,
});

export type Example = z.output<typeof exampleSchema>;
export type Expected = Example['expected'];

/** `examples/*.json` of a model: an input as `kairos predict` takes it, with what is expected of it. */
export function examplesOf(model: LoadedModel): readonly (Example & { readonly file: string })[] {
  const folder = join(model.directory, 'examples');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => ({
      file,
      ...exampleSchema.parse(JSON.parse(readFileSync(join(folder, file), 'utf8'))),
    }));
}

type Predict = (model: LoadedModel, input: unknown, now: Date) => Result<ModelOutput>;

/** A new family adds its line. */
const PREDICT: Partial<Record<Manifest['family'], Predict>> = { prognosis: predictPrognosis };

export function answer(model: LoadedModel, example: Example): ModelOutput {
  const predict = PREDICT[model.manifest.family];
  if (!predict) throw new Error(`the family ${model.manifest.family} cannot run examples`);
  return unwrap(predict(model, example, new Date('1970-01-01')));
}
